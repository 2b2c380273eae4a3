use cors_runtime::{
    Policy,
    axum::{CorsRouter, routing::get},
    cors, policy,
};

static APP: Policy = policy!(origins = ["https://app.example.com"]);

#[cors(base = APP, allow(forwarded_host))]
//~^ ERROR `forwarded_host` has no effect without `enforce`
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
