use cors_runtime::{
    Origin, Policy,
    axum::{CorsRouter, routing::get},
    cors, policy,
};

const PARTNERS: &[&str] = &["https://partner.example"];

#[cors(origins = ["https://a.example.com"], origins = ["https://b.example.com"])]
//~^ ERROR `origins` is written twice
async fn list() {}

#[cors(
    origins = ["https://*.example.com"],
    headers = ["content-type"],
    origin = ["https://a.example.com", PARTNERS],
    //~^ ERROR `origins` is written twice
    headers = ["X-Request-Id", "Content-Type"],
    //~^ ERROR `headers` is written twice
    credentials,
    headers = ["authorization"]
    //~^ ERROR `headers` is written twice
)]
async fn show() {}

#[cors(
    dev_origins = ["http://localhost:*"],
    methods = [GET],
    dev_origins = "http://10.0.0.2:3000",
    //~^ ERROR `dev_origins` is written twice
    methods = [PURGE, "M-SEARCH"],
    //~^ ERROR `methods` is written twice
)]
async fn purge() {}

#[cors(
    origins = env("ALLOWED_ORIGINS", default = []),
    expose_headers = ["etag"],
    expose_headers = ["link"],
    //~^ ERROR `expose_headers` is written twice
    origins = matching(is_preview),
    //~^ ERROR `origins` is written twice
    allow(unchecked_origins),
    allow(insecure_origins)
    //~^ ERROR `allow` is written twice
)]
async fn preview() {}

fn is_preview(origin: &Origin<'_>) -> bool {
    origin.is_subdomain_of("preview.example.com")
}

static AGES: Policy = policy!(origins = any, max_age = 5, max_age = 10);
//~^ ERROR `max_age` is written twice

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
