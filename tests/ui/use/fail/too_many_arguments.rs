use axum::http::Method;
use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = any)]
#[rustfmt::skip]
async fn list(
    _1: Method, _2: Method, _3: Method, _4: Method, _5: Method, _6: Method, _7: Method, _8: Method, _9: Method,
    _10: Method, _11: Method, _12: Method, _13: Method, _14: Method, _15: Method, _16: Method, _17: String,
    //~^ ERROR a handler has at most 16 arguments
) {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}

//~ HAND the types are the author's to choose
