use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = [])]
//~^ ERROR `origins` is empty
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
