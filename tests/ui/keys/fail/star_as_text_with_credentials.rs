use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = "*", methods = [*], credentials)]
//~^ ERROR `origins` does not take this value
//~^ ERROR `methods` does not take this value
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
