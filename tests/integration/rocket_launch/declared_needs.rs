//! Guards of the user below a default policy: their needs are declared at start.

use cors_runtime::{CorsNeeds, Need, cors, declare_needs, rocket::routes};
use cors_tests::{Recorded, colourless};
use rocket::{
    Build, Request, Rocket, get,
    request::{FromRequest, Outcome},
};

use crate::defaults::{launch, refusal};

struct Session<'r>(&'r str);

impl CorsNeeds for Session<'_> {
    const NEEDS: &'static [Need] = &[Need::Credentials];
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Session<'r> {
    type Error = ();

    async fn from_request(_: &'r Request<'_>) -> Outcome<Self, ()> {
        Outcome::Success(Session("…"))
    }
}

#[get("/account")]
fn account(session: Option<Session<'_>>) -> &str {
    session.map_or("…", |session| session.0)
}

#[cors(origins = ["https://app.example.com"])]
fn app() -> Rocket<Build> {
    colourless().mount("/", routes![account])
}

#[rocket::async_test]
async fn declared_needs_of_guards_are_checked_at_launch() {
    let log = Recorded::alone().await;
    launch(&log, app()).await;

    declare_needs::<Session<'_>>();
    let lines = refusal(&log, app()).await;
    let [line] = &lines[..] else {
        panic!("{lines:?}")
    };
    assert!(
        line.starts_with(
            "the default policy does not fit `GET /account`: `Option<Session<'_>>` takes cookies"
        ),
        "{line}"
    );
}
