use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = "https://app.example.com/, localhost:3000", methods = "GET, post", headers = "Content-Type Authorization")]
//~^ ERROR `origins` does not take this value
//~^ ERROR `methods` does not take this value
//~^ ERROR `headers` does not take this value
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
