use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = ["https://a.example.com"], origins = ["https://b.example.com"])]
//~^ ERROR `origins` is written twice
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
