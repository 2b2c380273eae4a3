use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = ["https://app.example.com"], sites = ["https://b.example.com"])]
//~^ ERROR there is no key `sites`
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}

//~ HAND no key is close to what was written
