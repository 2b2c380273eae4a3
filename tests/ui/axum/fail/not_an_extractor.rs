use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = any)]
async fn list(_id: u32, _body: String) {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
    //~^ ERROR `u32` cannot be an argument here
}
