use cors_runtime::{AllowedOrigin, Policy, cors, policy, rocket::routes};

static PUBLIC: Policy = policy!(origins = any);
static LISTED: Policy = policy!(origins = ["https://a.example"]);

#[cors(origins = any)]
async fn literal(_: AllowedOrigin) {}
//~^ ERROR `AllowedOrigin` needs a list of origins

#[cors(policy = PUBLIC)]
async fn named(_: Option<AllowedOrigin>) {}
//~^ ERROR `Option<AllowedOrigin>` needs a list of origins

#[cors(base = LISTED, origins = any)]
async fn based(_: AllowedOrigin) {}
//~^ ERROR `AllowedOrigin` needs a list of origins

#[cors(disabled)]
async fn disabled(_: AllowedOrigin, body: String) -> String {
    //~^ ERROR `AllowedOrigin` needs a list of origins
    body
}

#[cors(origins = ["*"])]
#[rocket::get("/written")]
fn written_route(_origin: AllowedOrigin) {}
//~^ ERROR `AllowedOrigin` needs a list of origins

#[cors(policy = PUBLIC)]
#[rocket::get("/named")]
fn named_route(_origin: Option<AllowedOrigin>) {}
//~^ ERROR `Option<AllowedOrigin>` needs a list of origins

fn main() {
    let _ = routes![written_route, named_route];
}

//~ HAND the mistake is in the policy
