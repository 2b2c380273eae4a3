use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = any)]
fn list() -> &'static str {
    //~^ ERROR the handler is not `async`
    "list"
}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
