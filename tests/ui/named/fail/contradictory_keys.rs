use cors_runtime::{
    Policy,
    axum::{CorsRouter, routing::get},
    cors, policy,
};

static PARTNERS: Policy = policy!(origins = ["https://a.example"]);

#[cors(policy = PARTNERS, credentials, max_age = 60)]
//~^ ERROR `policy = PARTNERS` cannot go with other keys
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
