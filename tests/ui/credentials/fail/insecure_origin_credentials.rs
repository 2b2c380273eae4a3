use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = ["http://app.example.com", "http://admin.example.com/"], credentials)]
//~^ ERROR is plain http
//~| ERROR ends in a slash
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
