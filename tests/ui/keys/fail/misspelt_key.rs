use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(orgins = ["https://app.example.com"])]
//~^ ERROR there is no key `orgins`
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
