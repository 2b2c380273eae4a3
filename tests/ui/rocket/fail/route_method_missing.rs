use cors_runtime::{cors, rocket::routes};
use rocket::{delete, get, head, route};

#[cors(origins = any, methods = [GET, POST])]
//~^ ERROR `methods` lacks `DELETE`, the method of the route itself
#[delete("/users/<id>")]
fn remove(id: u32) -> String {
    id.to_string()
}

#[cors(origins = any, methods = ["PURGE"])]
//~^ ERROR `methods` lacks `PUT`, the method of the route itself
#[route(PUT, uri = "/users/<id>")]
fn replace(id: u32) -> String {
    id.to_string()
}

#[cors(origins = any, methods = [HEAD])]
//~^ ERROR `methods` lacks `GET`, the method of the route itself
#[get("/users")]
async fn list() -> &'static str {
    "users"
}

// What is written wrongly may be the missing method.
#[cors(origins = any, methods = ["get"])]
//~^ ERROR method `get` is not in upper case
#[head("/health")]
fn health() {}

fn main() {
    let _ = rocket::build().mount("/", routes![remove, replace, list, health]);
}
