use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = ["https://*.github.io", "https://*.app.github.dev"], credentials)]
//~^ ERROR `https://*.github.io` matches sites of other owners
//~| ERROR `https://*.app.github.dev` matches sites of other owners
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
