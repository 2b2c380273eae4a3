use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(allow_origin = "https://a.example.com", allow_origin = "https://b.example.com")]
//~^ ERROR no key `allow_origin`
//~| ERROR `origins` is written twice
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}

//~ HAND the text of the second help replaces both keys
