use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = [env!("FRONTEND"), concat!("https://", "app.example.com")], max_age = env!("MAX_AGE"))]
//~^ ERROR `env!` in `origins` is not supported yet
//~^ ERROR `concat!` in `origins` is not supported yet
//~^ ERROR `env!` in `max_age` is not supported yet
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
