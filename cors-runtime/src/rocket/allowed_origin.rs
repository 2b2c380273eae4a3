//! The origin that was let in, as a guard.

use rocket::{
    Request,
    http::Status,
    request::{FromRequest, Outcome},
};

use super::{headers::Head, launch, verdict};
use crate::{
    allowed_origin::{AllowedOrigin, NoAllowedOrigin},
    decision::{AllowOrigin, Decision, Mark},
};

#[rocket::async_trait]
impl<'r> FromRequest<'r> for AllowedOrigin {
    type Error = NoAllowedOrigin;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, NoAllowedOrigin> {
        match find(request) {
            Ok(origin) => Outcome::Success(origin),
            Err(error) => Outcome::Error((Status::new(error.status().as_u16()), error)),
        }
    }
}

fn find(request: &Request<'_>) -> Result<AllowedOrigin, NoAllowedOrigin> {
    let policy = launch::surface(request.rocket()).and_then(|surface| surface.policy_of(request));
    let Some(policy) = policy.filter(|policy| policy.varies()) else {
        return Err(NoAllowedOrigin::no_list());
    };
    match verdict::decide(policy, &Head::of(request)) {
        Decision::Run(Mark::Readable(_, AllowOrigin::Listed(origin))) => {
            AllowedOrigin::of(Some(origin.as_bytes()))
        }
        _ => AllowedOrigin::of(None),
    }
}
