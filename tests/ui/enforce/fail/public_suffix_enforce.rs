use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = ["https://*.run.app"], enforce)]
//~^ ERROR covers sites of strangers
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
