use cors_runtime::cors;

#[cors(origins = any, crate = ::no_such_crate)]
//~^ ERROR cannot find
async fn list() {}

fn main() {}
