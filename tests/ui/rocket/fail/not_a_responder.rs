use cors_runtime::{cors, rocket::routes};
use rocket::get;

struct User;

#[cors(origins = any)]
#[get("/users")]
async fn first() -> User {
    //~^ ERROR the trait bound `User: Responder<'_, '_>` is not satisfied
    User
}

fn main() {
    let _ = rocket::build().mount("/", routes![first]);
    let _ = first();
}
