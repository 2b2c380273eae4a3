use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = [Regex::new(r"https://.*"), "https://app.example.com".to_owned()], max_age = Duration::from_secs(600))]
//~^ ERROR `Regex::new(…)` cannot be used in `origins`
//~^ ERROR `.to_owned(…)` cannot be used in `origins`
//~^ ERROR `Duration::from_secs(…)` cannot be used in `max_age`
async fn list() {}

#[cors(origins = CONFIG.origins)]
//~^ ERROR `CONFIG.origins` cannot be used in `origins`
async fn configured() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list).post(configured));
}
