use cors_runtime::{cors, rocket::routes};

#[cors(origins = any)]
#[rocket::get("users")]
//~^ ERROR invalid route URI: expected token '/' but found 'u' at index 0
fn list() -> &'static str {
    "users"
}

#[cors(origins = any)]
#[rocket::post("/users", dta = "<name>")]
//~^ ERROR unexpected attribute parameter: `dta`
fn create(name: String) -> String {
    name
}

fn main() {
    let _ = rocket::build().mount("/", routes![list, create]);
    let _ = list();
}
