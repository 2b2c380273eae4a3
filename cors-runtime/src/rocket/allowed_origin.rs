//! The origin that was let in, as a guard.

use rocket::{
    Request,
    http::Status,
    request::{FromRequest, Outcome},
};

use super::{
    headers::Head,
    launch,
    rewritten::{Governing, governing},
    verdict,
};
use crate::{
    allowed_origin::{AllowedOrigin, NoAllowedOrigin},
    decision::{AllowOrigin, Decision, ResponseAction},
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
    let governing = launch::route_table(request.rocket())
        .map(|route_table| governing(route_table, request, Status::Ok));
    let policy = match governing {
        Some(Governing::Ran(Some(policy)) | Governing::Asked(policy, _)) if policy.varies() => {
            policy
        }
        Some(Governing::Nobody { varies: true }) => return AllowedOrigin::new(None),
        _ => return Err(NoAllowedOrigin::no_list()),
    };
    match verdict::decide(policy, &Head::of(request)) {
        Decision::Run(ResponseAction::Expose(_, AllowOrigin::Listed(origin))) => {
            AllowedOrigin::new(Some(origin.as_bytes()))
        }
        _ => AllowedOrigin::new(None),
    }
}
