use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = config::frontend, headers = allowed, max_age = max_age, credentials = WITH_COOKIES)]
//~^ ERROR `config::frontend` in `origins` is not the name of a constant
//~^ ERROR `allowed` in `headers` is not the name of a constant
//~^ ERROR `max_age` in `max_age` is not the name of a constant
//~^ ERROR `credentials` does not take a constant such as `WITH_COOKIES`
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
