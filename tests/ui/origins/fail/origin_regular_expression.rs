use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = [
    r"^https://.*\.example\.com$",
    //~^ ERROR looks like a regular expression
    "https://{app,admin}.example.com",
    //~^ ERROR looks like a regular expression
])]
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
