use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = any)]
#[cors(origins = ["https://app.example.com"])]
//~^ ERROR `cors` is written twice
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
