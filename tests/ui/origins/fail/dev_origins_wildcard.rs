use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(dev_origins = ["*"])]
//~^ ERROR allows every site
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
