use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = [Regex::new(r"https://.*"), "https://app.example.com".to_owned()], max_age = Duration::from_secs(600))]
//~^ ERROR `Regex::new(…)` in `origins` is not supported yet
//~^ ERROR `.to_owned(…)` in `origins` is not supported yet
//~^ ERROR `Duration::from_secs(…)` in `max_age` is not supported yet
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
