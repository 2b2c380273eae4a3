use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = ["https://*.github.io", "https://*.app.github.dev"], credentials)]
//~^ ERROR `https://*.github.io` covers sites of strangers
//~| ERROR `https://*.app.github.dev` covers sites of strangers
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
