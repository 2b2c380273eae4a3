use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = any)]
async fn list<T>(_body: T) {}
//~^ ERROR a handler with a policy cannot be generic

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}

//~ HAND the types are the author's to choose
