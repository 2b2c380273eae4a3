use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = Any, methods = all, expose_headers = [*])]
//~^ ERROR `origins` does not take this value
//~^ ERROR `methods` does not take this value
//~^ ERROR `expose_headers` does not take this value
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
