use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = any)]
async fn list() -> &str {
    //~^ ERROR missing lifetime specifier
    "list"
}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
