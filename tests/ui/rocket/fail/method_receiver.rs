use cors_runtime::cors;

struct Users(u32);

impl Users {
    #[cors(origins = any)]
    #[rocket::get("/users")]
    fn count(&self) -> String {
        //~^ ERROR a handler cannot take `&self`
        self.0.to_string()
    }

    #[cors(origins = any)]
    #[rocket::get("/users")]
    fn first(users: Self) -> String {
        //~^ ERROR a handler with a policy cannot be in an `impl` block
        users.0.to_string()
    }
}

fn main() {
    let _ = Users(1).count();
    let _ = Users::first(Users(1));
}

//~ HAND a function moves
