use cors_runtime::cors;

struct Router;

#[cors(origins = any)]
fn api() -> Router {
    //~^ ERROR a policy cannot be the default for `Router`
    Router
}

fn main() {
    let _ = api();
}
