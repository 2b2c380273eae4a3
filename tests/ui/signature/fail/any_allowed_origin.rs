use cors_runtime::{AllowedOrigin, Policy, cors, policy, rocket::routes};

static PUBLIC: Policy = policy!(origins = any);
static LISTED: Policy = policy!(origins = ["https://a.example"]);

#[cors(origins = any)]
async fn literal(_: AllowedOrigin) {}
//~^ ERROR `AllowedOrigin` is an origin of the policy's list

#[cors(policy = PUBLIC)]
async fn named(_: Option<AllowedOrigin>) {}
//~^ ERROR `Option<AllowedOrigin>` is an origin of the policy's list

#[cors(base = LISTED, origins = any)]
async fn based(_: AllowedOrigin) {}
//~^ ERROR `AllowedOrigin` is an origin of the policy's list

#[cors(disabled)]
async fn disabled(_: AllowedOrigin, body: String) -> String {
    //~^ ERROR `AllowedOrigin` is an origin of the policy's list
    body
}

#[cors(origins = ["*"])]
#[rocket::get("/written")]
fn written_route(_origin: AllowedOrigin) {}
//~^ ERROR `AllowedOrigin` is an origin of the policy's list

#[cors(policy = PUBLIC)]
#[rocket::get("/named")]
fn named_route(_origin: Option<AllowedOrigin>) {}
//~^ ERROR `Option<AllowedOrigin>` is an origin of the policy's list

fn main() {
    let _ = routes![written_route, named_route];
}

//~ HAND what is wrong stands in the policy
