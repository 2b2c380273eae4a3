//! Implements [`AllowedOrigin`] as a request guard.

use rocket::{
    Request,
    http::Status,
    request::{FromRequest, Outcome},
};

use super::{
    headers::CorsRequest,
    response_policy::{ResponsePolicy, response_policy},
    state, verdict,
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
    let response_policy = state::route_table(request.rocket())
        .map(|route_table| response_policy(route_table, request, Status::Ok));
    let policy = match response_policy {
        Some(
            ResponsePolicy::OfRoute(Some(policy)) | ResponsePolicy::OfRequestedRoute(policy, _),
        ) if policy.varies() => policy,
        Some(ResponsePolicy::Unreadable { varies: true }) => return AllowedOrigin::new(None),
        _ => return Err(NoAllowedOrigin::no_list()),
    };
    match verdict::decide(policy, &CorsRequest::of(request)) {
        Decision::Run(ResponseAction::Expose(_, AllowOrigin::Echo(origin))) => {
            AllowedOrigin::new(Some(origin.as_bytes()))
        }
        _ => AllowedOrigin::new(None),
    }
}
