use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = option_env!("ORIGINS"))]
//~^ ERROR cannot be used in
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
