use axum::extract::State;
use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = any)]
async fn list(State(_count): State<u8>, _body: String) {}

fn main() {
    let _: CorsRouter = CorsRouter::new()
        .route("/", get(list))
        .with_state("no number");
    //~^ ERROR mismatched types
}
