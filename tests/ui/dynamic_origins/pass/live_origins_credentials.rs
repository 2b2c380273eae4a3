use cors_runtime::{
    LiveOrigins, Policy, WithCredentials,
    axum::{CorsRouter, routing::get},
    cors, policy,
};

static PARTNERS: LiveOrigins<WithCredentials> = LiveOrigins::with_credentials();
static READ: Policy = policy!(origins = ["https://a.example", PARTNERS]);

#[cors(base = READ, credentials)]
async fn list() {}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new().route("/", get(list))
}
