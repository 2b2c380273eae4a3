use cors_runtime::cors;

#[cors(origins = any)]
struct User;
//~^ ERROR the attribute is not on a function

fn main() {
    let _ = User;
}

//~ HAND an attribute moves to a function
