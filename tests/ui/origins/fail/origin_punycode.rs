use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = ["https://xn--bcher-kv.example"])]
//~^ ERROR is not punycode
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}

//~ HAND the end of the label is lost: its owner has to look it up
