//! A guard that requires a token.
//!
//! Preflights, which have no token, run no guards, and a page can read the 401 response of this one.

use rocket::{
    Request,
    http::Status,
    request::{FromRequest, Outcome},
};

const TOKEN: &str = "Bearer let-me-in";

pub(crate) struct Token;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Token {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        if request.headers().get_one("authorization") == Some(TOKEN) {
            Outcome::Success(Self)
        } else {
            Outcome::Error((Status::Unauthorized, ()))
        }
    }
}
