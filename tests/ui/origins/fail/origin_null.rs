use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = ["null"])]
//~^ ERROR is nobody in particular
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
