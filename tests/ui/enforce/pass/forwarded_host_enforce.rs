use cors_runtime::{
    Policy,
    axum::{CorsRouter, routing::get},
    cors, policy,
};

static BEHIND_PROXY: Policy = policy!(
    origins = ["https://app.example.com"],
    enforce,
    allow(forwarded_host)
);

#[cors(origins = ["https://app.example.com"], credentials, enforce, allow(forwarded_host))]
async fn list() {}

// The base says both, and so may the policy that starts from it.
#[cors(base = BEHIND_PROXY, credentials, allow(forwarded_host))]
async fn create() {}

// The inherited allowance goes with `enforce`.
#[cors(base = BEHIND_PROXY, enforce = false)]
async fn replace() {}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new().route("/", get(list).post(create).put(replace))
}
