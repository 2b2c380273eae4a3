use axum::{Json, extract::State, http::StatusCode};
use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = [], headers = ["content-type"])]
//~^ ERROR `origins` is empty
pub(crate) async fn list(
    State(_): State<u8>,
    Json(name): Json<String>,
) -> Result<Json<String>, StatusCode> {
    Ok(Json(name))
}

fn main() {
    let _: CorsRouter = CorsRouter::new()
        .route("/", get(list).post(list))
        .with_state(0_u8);
    let _ = list().call(State(0), Json(String::new()));
}
