use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(
    origins = ["https://app.example.com/", "localhost:3000"],
    //~^ ERROR ends in a slash
    //~| ERROR has no scheme
    method = [patch],
    //~^ ERROR there is no key `method`
    //~| ERROR is not in upper case
    max_age = "7d",
    //~^ ERROR is longer than a day
    max_age = 5,
    //~^ ERROR `max_age` is written twice
)]
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
