use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = vec!["https://app.example.com"], methods = &[GET, PUT], headers = ("content-type", "etag"))]
//~^ ERROR `origins` does not take this value
//~^ ERROR `methods` does not take this value
//~^ ERROR `headers` does not take this value
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
