use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = ["https://app.example.com"], credentials, allow(form_enforce, forwarded_host))]
//~^ ERROR `forwarded_host` has no effect without `enforce`
async fn list() {}

#[cors(origins = ["https://app.example.com"], enforce = false, allow(forwarded_host))]
//~^ ERROR `forwarded_host` has no effect without `enforce`
async fn create() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list).post(create));
}
