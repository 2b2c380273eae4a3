use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(permissive)]
//~^ ERROR no key `permissive`
async fn open() {}

#[cors(origins = ["https://app.example.com"], vary = true, allow_private_network, block_on_origin_mismatch)]
//~^ ERROR no key `vary`
//~| ERROR no key `allow_private_network`
//~| ERROR no key `block_on_origin_mismatch`
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list).post(open));
}
