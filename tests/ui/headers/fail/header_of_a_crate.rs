use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = any, headers = [axum::http::header::CONTENT_TYPE])]
//~^ ERROR `headers` does not take this value
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
