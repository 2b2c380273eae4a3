use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(policy = PARTNERS)]
//~^ ERROR is not supported yet
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
