use cors_runtime::cors;

#[cors(origins = any)]
fn list() -> &'static str {
    //~^ ERROR the handler is not `async`
    "users"
}

fn main() {
    let _ = list();
}
