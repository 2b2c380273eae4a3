use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = "https://a.example.com", "https://b.example.com", methods = GET, PUT, credentials)]
//~^ ERROR `origins` does not take this value
//~^ ERROR `methods` does not take this value
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
