use cors_runtime::{
    Origin,
    axum::{CorsRouter, routing::get},
    cors,
};

fn is_tenant(origin: &Origin<'_>) -> bool {
    origin.is_subdomain_of("tenants.example")
}

#[cors(origins = matching(is_tenant), credentials)]
//~^ ERROR `matching(is_tenant)` with `credentials` is not checked
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
