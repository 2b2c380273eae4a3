use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(disabled, credentials)]
//~^ ERROR `disabled` cannot go with other keys
async fn list() {}

#[cors(disabled = false)]
//~^ ERROR `disabled` does not take this value
async fn create() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list).post(create));
}
