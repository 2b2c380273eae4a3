use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = ["https://a.example", env("ALLOWED_ORIGINS", default = ["*", "https://b.example/"])])]
//~^ ERROR `*` cannot be an entry of a list that is loaded at run time
//~| ERROR ends in a slash
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
