use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = ["*"], credentials)]
//~^ ERROR `*` in `origins` cannot go with `credentials`
async fn star() {}

#[cors(origins = ["h*", "https://*", "https://*.*", "*.com", "https://*.com"], credentials)]
//~^ ERROR `h*`
//~| ERROR `https://*`
//~| ERROR `https://*.*`
//~| ERROR `*.com`
//~| ERROR `https://*.com`
async fn almost() {}

#[cors(origins = ["http*://example.com", "*://example.com", "https://example.com*"], credentials)]
//~^ ERROR `http*://example.com`
//~| ERROR `*://example.com`
//~| ERROR `https://example.com*`
async fn parts() {}

fn main() {
    let _: CorsRouter = CorsRouter::new()
        .route("/", get(star))
        .route("/almost", get(almost))
        .route("/parts", get(parts));
}
