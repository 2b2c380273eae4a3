use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = ["http://*.127.0.0.1", "http://192.168.1.*"])]
//~^ ERROR `http://*.127.0.0.1` is not one IP address
//~| ERROR `http://192.168.1.*` is not one IP address
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
