use cors_runtime::{
    Origin, Policy,
    axum::{CorsRouter, routing::get},
    cors, policy,
};

const PARTNERS: &[&str] = &["https://partner.example"];

#[cors(origins = ["https://a.example.com", "https://b.example.com"])]
async fn list() {}

#[cors(
    origins = ["https://*.example.com", PARTNERS],
    headers = ["content-type", "X-Request-Id", "authorization"],
    credentials
)]
async fn show() {}

#[cors(
    dev_origins = ["http://localhost:*", "http://10.0.0.2:3000"],
    methods = [GET, PURGE, "M-SEARCH"]
)]
async fn purge() {}

#[cors(
    origins = [env("ALLOWED_ORIGINS", default = []), matching(is_preview)],
    expose_headers = ["etag", "link"],
    allow(insecure_origins, unchecked_origins)
)]
async fn preview() {}

fn is_preview(origin: &Origin<'_>) -> bool {
    origin.is_subdomain_of("preview.example.com")
}

static AGES: Policy = policy!(origins = any, max_age = 10);

#[cors(policy = AGES)]
async fn ages() {}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new()
        .route("/", get(list))
        .route("/user", get(show))
        .route("/purge", get(purge))
        .route("/ages", get(ages))
        .route("/preview", get(preview))
}
