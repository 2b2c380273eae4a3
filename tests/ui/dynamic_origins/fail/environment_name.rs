use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = env("https://app.example.com"))]
//~^ ERROR cannot be the name of a variable
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
