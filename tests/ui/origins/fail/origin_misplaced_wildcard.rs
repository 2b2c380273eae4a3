use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = ["https://*-preview.example.com", "https://app.*.example.com", "https://**.example.com"])]
//~^ ERROR `https://*-preview.example.com` has a `*` where none can be
//~| ERROR `https://app.*.example.com` has a `*` where none can be
//~| ERROR `https://**.example.com` has a `*` where none can be
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
