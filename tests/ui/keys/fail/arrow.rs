use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins => ["https://app.example.com"])]
//~^ ERROR are not joined by `=`
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
