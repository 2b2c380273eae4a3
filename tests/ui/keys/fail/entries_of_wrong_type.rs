use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = ["https://app.example.com", 5, true])]
//~^ ERROR `origins` does not take this value
//~^ ERROR `origins` does not take this value
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
