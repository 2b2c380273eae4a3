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

#[expect(clippy::unnecessary_wraps, reason = "its caller takes the router out")]
fn posts() -> Result<CorsRouter<u8>, String> {
    Ok(users())
}

fn health() -> CorsRouter {
    CorsRouter::new()
}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new()
        .merge(users())
        .nest("/posts", posts().expect("a router"))
        .route("/users", get(list))
        .merge(health().with_state(()))
        .with_state(7)
        .nest_service("/service", users().with_state(7))
}
