use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(allow_origin = "https://app.example.com", supports_credentials, ttl = 600)]
//~^ ERROR there is no key `allow_origin`
//~^ ERROR there is no key `supports_credentials`
//~^ ERROR there is no key `ttl`
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
