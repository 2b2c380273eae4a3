use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = any, credentials, methods = any, headers = any, expose_headers = any)]
//~^ ERROR `any` in `origins` cannot go with `credentials`
//~| ERROR `any` in `methods` cannot go with `credentials`
//~| ERROR `any` in `headers` cannot go with `credentials`
//~| ERROR `any` in `expose_headers` cannot go with `credentials`
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
