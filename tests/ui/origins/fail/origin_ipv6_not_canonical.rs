use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = ["http://[0:0:0:0:0:0:0:1]:3000"])]
//~^ ERROR is not in the form browsers send
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
