use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = any)]
async fn list() -> Result<u64, String> {
    //~^ ERROR `Result<u64, String>` cannot be returned by a handler
    Ok(5)
}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
