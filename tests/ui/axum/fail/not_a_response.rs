use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = any)]
async fn list() -> Result<u64, String> {
    //~^ ERROR the trait bound `u64:
    Ok(5)
}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
