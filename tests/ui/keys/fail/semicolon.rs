use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = ["https://app.example.com"]; credentials;)]
//~^ ERROR a comma is missing before `credentials`
//~^ ERROR a policy does not end in `;`
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
