use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = [env!("FRONTEND"), concat!("https://", "app.example.com")], max_age = env!("MAX_AGE"))]
//~^ ERROR `env!` cannot stand in `origins`
//~^ ERROR `concat!` cannot stand in `origins`
//~^ ERROR `env!` cannot stand in `max_age`
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
