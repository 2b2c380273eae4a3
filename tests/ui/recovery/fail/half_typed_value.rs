use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = , credentials = 3)]
//~^ ERROR `origins` has no value
//~| ERROR `credentials` does not take this value
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
