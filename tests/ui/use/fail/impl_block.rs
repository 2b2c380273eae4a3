use cors_runtime::cors;

struct Users;

#[cors(origins = any)]
impl Users {
    //~^ ERROR the attribute is not on a function
    async fn list() {}
}

fn main() {
    let _ = Users::list();
}

//~ HAND functions move
