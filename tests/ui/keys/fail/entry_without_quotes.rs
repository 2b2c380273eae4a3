use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = [localhost:3000])]
//~^ ERROR `origins` does not take this value
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
