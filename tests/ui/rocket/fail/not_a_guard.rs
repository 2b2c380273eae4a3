use cors_runtime::{cors, rocket::routes};
use rocket::get;

struct Session;

#[cors(origins = any)]
#[get("/users/<id>")]
fn user(id: u32, session: Session) -> String {
    //~^ ERROR the trait bound `Session: FromRequest<'_>` is not satisfied
    let Session = session;
    id.to_string()
}

#[cors(origins = any)]
#[get("/sessions/<session>")]
async fn session(session: Session) {
    //~^ ERROR the trait bound `Session: FromParam<'_>` is not satisfied
    let Session = session;
}

fn main() {
    let _ = rocket::build().mount("/", routes![user, session]);
    let _ = user(1, Session);
}
