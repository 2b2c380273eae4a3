use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(allow_origins = ["https://app.example.com"], allow_credentials = true)]
//~^ ERROR there is no key `allow_origins`
//~^ ERROR there is no key `allow_credentials`
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
