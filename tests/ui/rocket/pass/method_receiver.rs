use cors_runtime::{cors, rocket::routes};
use rocket::{
    Request, Route, get,
    request::{FromRequest, Outcome},
};

#[derive(Clone, Copy)]
struct Users(u32);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Users {
    type Error = ();

    async fn from_request(_: &'r Request<'_>) -> Outcome<Self, ()> {
        Outcome::Success(Self(1))
    }
}

#[cors(origins = any)]
#[get("/users")]
fn count(users: Users) -> String {
    users.0.to_string()
}

pub(crate) fn routes() -> Vec<Route> {
    routes![count]
}
