use axum_extra::routing::TypedPath;
use cors_runtime::{axum::CorsRouter, cors};
use serde::Deserialize;

#[derive(TypedPath, Deserialize)]
#[typed_path("/users/{id}")]
struct User {
    id: u32,
}

#[cors(origins = any)]
async fn show(_user: User, _page: u32, _body: String) {}

async fn plain(_user: User, _page: u32, _body: String) {}

fn main() {
    let _: CorsRouter = CorsRouter::new().typed_get(show);
    //~^ ERROR `u32` cannot be an argument here
    let _: CorsRouter = CorsRouter::new().typed_get(plain);
    //~^ ERROR is not a handler
}
