use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = ["https://app.example.com"], expose_headers = ["set-cookie"])]
//~^ ERROR no script can read the response header
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
