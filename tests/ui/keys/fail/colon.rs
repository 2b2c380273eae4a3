use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins: ["https://b.example.com"])]
//~^ ERROR expected `=` between `origins` and its value
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
