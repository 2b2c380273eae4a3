use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = ["https://app.example.com"], no_credentials, not_enforced, without_headers)]
//~^ ERROR there is no key `no_credentials`
//~^ ERROR there is no key `not_enforced`
//~^ ERROR there is no key `without_headers`
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
