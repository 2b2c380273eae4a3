use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

const PARTNERS: &str = "https://a.example";

#[cors(policy = PARTNERS)]
//~^ ERROR mismatched types
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
