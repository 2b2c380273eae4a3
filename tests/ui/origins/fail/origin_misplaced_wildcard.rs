use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = ["https://*-preview.example.com", "https://app.*.example.com", "https://**.example.com"])]
//~^ ERROR `https://*-preview.example.com` has a `*` in the wrong place
//~| ERROR `https://app.*.example.com` has a `*` in the wrong place
//~| ERROR `https://**.example.com` has a `*` in the wrong place
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
