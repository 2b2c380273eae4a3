use axum::{Json, extract::State};
use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = any, headers = ["content-type"])]
async fn list(Json(_name): Json<String>, State(_count): State<u8>) {}

fn main() {
    let _: CorsRouter<u8> = CorsRouter::new().route("/", get(list));
    //~^ ERROR `Json<String>` cannot be an argument here
}
