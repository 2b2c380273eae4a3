use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = any)]
async fn list<'a>() -> &'a str {
    //~^ ERROR a handler with a policy cannot be generic
    "list"
}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}

//~ HAND the types are the author's to choose
