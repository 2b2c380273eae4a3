use cors_runtime::{
    Policy,
    axum::{CorsRouter, routing::get},
    cors, policy,
};

static PARTNERS: Policy = policy!(origins = ["https://a.example"]);

#[cors(policy = "PARTNERS")]
//~^ ERROR `policy` does not take this value
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
