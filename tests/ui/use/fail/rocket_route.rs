use cors_runtime::cors;
// Rocket's `get` is not at hand; this one takes the same arguments.
use tracing::instrument as get;

#[cors(origins = any)]
#[get("/users/<id>")]
//~^ ERROR a policy on a Rocket route is not supported yet
fn user(id: u32) -> String {
    id.to_string()
}

fn main() {
    let _ = user(1);
}
