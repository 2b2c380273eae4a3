use cors_runtime::cors;

struct Users;

impl Users {
    #[cors(origins = any)]
    async fn list() -> Self {
        //~^ ERROR a handler with a policy cannot be in an `impl` block
        Self
    }
}

fn main() {
    let _ = Users::list();
}

//~ HAND a function moves
