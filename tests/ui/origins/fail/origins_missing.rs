use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(credentials)]
//~^ ERROR no `origins` are given
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
