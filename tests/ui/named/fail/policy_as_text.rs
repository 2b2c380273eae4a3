use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(policy = "PARTNERS")]
//~^ ERROR `policy` does not take this value
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
