use axum::{Json, extract::Path};
use cors_runtime::{axum::CorsRouter, cors};
use serde::Deserialize;

#[derive(Deserialize)]
struct User {
    id: u32,
}

#[cors(origins = any)]
async fn list() {}

#[cors(origins = any)]
async fn show(_id: Path<u32>) {}

#[cors(origins = any, headers = ["content-type"])]
async fn rename(_user: Json<User>) {}

async fn plain(_id: Path<u32>) {}

fn main() {
    let _: CorsRouter = CorsRouter::new().typed_get(list);
    //~^ ERROR the first argument of this handler is not a `TypedPath`
    let _: CorsRouter = CorsRouter::new().typed_get(show);
    //~^ ERROR the first argument of this handler is not a `TypedPath`
    let _: CorsRouter = CorsRouter::new().typed_put(rename);
    //~^ ERROR the first argument of this handler is not a `TypedPath`
    let _: CorsRouter = CorsRouter::new().typed_get(plain);
    //~^ ERROR the first argument of this handler is not a `TypedPath`
}
