use cors_runtime::cors;

struct Users;

impl Users {
    #[cors(origins = any)]
    async fn list(&self) {}
    //~^ ERROR a handler cannot take `&self`
}

fn main() {
    let _ = Users.list();
}

//~ HAND a function moves
