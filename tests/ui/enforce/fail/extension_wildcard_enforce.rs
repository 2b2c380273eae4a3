use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = ["moz-extension://*"], enforce)]
//~^ ERROR cannot go with `enforce`
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
