use axum::extract::State;
use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = any)]
async fn list(State(_count): State<u8>) {}

fn users() -> CorsRouter<u8> {
    CorsRouter::new().route("/", get(list))
}

fn posts() -> Result<CorsRouter<u8>, String> {
    Ok(users())
}

fn health() -> CorsRouter {
    CorsRouter::new()
}

fn main() {
    let _: CorsRouter<u8> = CorsRouter::new().merge(users);
    //~^ ERROR `fn() -> CorsRouter<u8> {users}` cannot be merged or nested here
    let _: CorsRouter<u8> = CorsRouter::new().merge(posts());
    //~^ ERROR `Result<CorsRouter<u8>, String>` cannot be merged or nested here
    let _: CorsRouter<u8> = CorsRouter::new().nest("/users", get(list));
    //~^ ERROR `CorsMethodRouter<u8>` cannot be merged or nested here
    let _: CorsRouter<u8> = CorsRouter::new().nest("/users", list);
    //~^ ERROR cannot be merged or nested here
    let _: CorsRouter<u8> = users().merge(health());
    //~^ ERROR `CorsRouter` cannot be merged or nested here
    let _: CorsRouter = health().nest_service("/users", users());
    //~^ ERROR Service<axum::http::Request<Body>>` is not satisfied
}
