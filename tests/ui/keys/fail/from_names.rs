use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = config::FRONTEND, methods = ALLOWED_METHODS, headers = allowed, max_age = MAX_AGE)]
//~^ ERROR `config::FRONTEND` is a constant, and those are not supported yet
//~^ ERROR `ALLOWED_METHODS` is a constant, and those are not supported yet
//~^ ERROR the name `allowed` in `headers` is not supported yet
//~^ ERROR `MAX_AGE` is a constant, and those are not supported yet
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
