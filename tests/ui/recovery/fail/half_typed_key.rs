use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origi)]
//~^ ERROR there is no key `origi`
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
