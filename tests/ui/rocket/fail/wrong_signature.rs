use cors_runtime::{cors, rocket::routes};
use rocket::{State, get};

#[cors(origins = any)]
#[get("/")]
fn index() -> &str {
    //~^ ERROR missing lifetime specifier
    "hello"
}

#[cors(origins = any)]
#[get("/<first>/<second>")]
fn either(first: &str, second: &str) -> &str {
    //~^ ERROR missing lifetime specifier
    if first.is_empty() { second } else { first }
}

#[cors(origins = any)]
#[get("/undeclared/<id>")]
fn undeclared(id: &'a str) -> String {
    //~^ ERROR use of undeclared lifetime name `'a`
    id.to_owned()
}

#[cors(origins = any)]
#[get("/generic")]
fn generic<T: Send + Sync + 'static>(state: &State<T>) {
    //~^ ERROR cannot find type `T` in this scope
    let _ = state;
}

fn main() {
    let _ = rocket::build().mount("/", routes![index, either, undeclared, generic]);
}
