use cors_runtime::{
    Policy,
    axum::{CorsRouter, routing::get},
    cors, policy,
};

static PARTNERS: Policy = policy!(origins = ["https://a.example"]);

#[cors(policy = PARTNERS)]
async fn list() {}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new().route("/", get(list))
}
