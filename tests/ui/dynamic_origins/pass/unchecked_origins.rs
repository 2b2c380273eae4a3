use cors_runtime::{
    Origin,
    axum::{CorsRouter, routing::get},
    cors,
};

fn is_tenant(origin: &Origin<'_>) -> bool {
    origin.is_subdomain_of("tenants.example")
}

#[cors(origins = matching(is_tenant), credentials, allow(unchecked_origins))]
async fn list() {}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new().route("/", get(list))
}
