use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = ["https://app.example.com."], credentials, headers = any)]
//~^ ERROR `any` in `headers` cannot go with `credentials`
async fn list() -> String {
    5
    //~^ ERROR mismatched types
}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
