use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};
use std::rc::Rc;

#[cors(origins = any)]
async fn list() {
    //~^ ERROR future cannot be sent between threads safely
    let held = Rc::new(5);
    std::future::ready(()).await;
    drop(held);
}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
