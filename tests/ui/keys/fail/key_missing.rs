use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors("https://app.example.com")]
//~^ ERROR a key is missing here
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
