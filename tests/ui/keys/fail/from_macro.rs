use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = [env!("FRONTEND"), concat!("https://", "app.example.com")], max_age = env!("MAX_AGE"))]
//~^ ERROR `env!` cannot be used in `origins`
//~^ ERROR `concat!` cannot be used in `origins`
//~^ ERROR `env!` cannot be used in `max_age`
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
