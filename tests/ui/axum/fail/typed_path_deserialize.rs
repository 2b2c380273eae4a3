use axum_extra::routing::TypedPath;
use cors_runtime::{axum::CorsRouter, cors};

#[derive(TypedPath)]
//~^ ERROR `User: serde::de::DeserializeOwned` is not satisfied
//~| ERROR `User: serde::Deserialize<'de>` is not satisfied
//~| ERROR `User: serde::de::DeserializeOwned` is not satisfied
#[typed_path("/users/{id}")]
struct User {
    id: u32,
}

#[cors(origins = any)]
async fn show(_user: User) {}

fn main() {
    let _: CorsRouter = CorsRouter::new().typed_get(show);
}
