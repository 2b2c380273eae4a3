use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = any)]
async unsafe fn list() {}
//~^ ERROR a handler cannot be `unsafe`

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
