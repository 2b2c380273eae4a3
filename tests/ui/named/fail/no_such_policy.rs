use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(policy = PARTNERS)]
//~^ ERROR cannot find value `PARTNERS`
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
