use cors_runtime::{cors, rocket::routes};
use rocket::get;

#[cors(origins = any)]
#[get("/users/<id>")]
fn user(id: u32, db: Database) -> String {
    //~^ ERROR cannot find type `Database` in this scope
    db.name(id)
}

#[cors(origins = any)]
#[get("/users")]
fn list() -> Json<String> {
    //~^ ERROR cannot find type `Json` in this scope
    todo!()
}

fn main() {
    let _ = rocket::build().mount("/", routes![user, list]);
}
