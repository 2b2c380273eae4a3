use cors_runtime::cors;
use rocket::{get, post, routes};

#[cors(origins = any)]
#[get("/users")]
fn list() -> &'static str {
    "users"
}

#[cors(origins = any)]
#[post("/users")]
async fn create() -> &'static str {
    "created"
}

#[get("/health")]
fn health() -> &'static str {
    "ok"
}

fn main() {
    let _ = rocket::build().mount("/", routes![list]);
    //~^ ERROR `list` has a policy, and `rocket::routes!` would mount it without the policy
    let _ = rocket::build().mount("/", rocket::routes![health, list, create]);
    //~^ ERROR `list` has a policy, and `rocket::routes!` would mount it without the policy
    //~| ERROR `create` has a policy, and `rocket::routes!` would mount it without the policy
}
