use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origin("https://app.example.com"))]
//~^ ERROR there is no key `origin`
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
