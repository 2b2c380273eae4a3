//! The same bodies where somebody has said what he thinks of it, and bodies no form can send.

#![deny(deprecated)]

use axum::{
    Form, Json,
    body::Bytes,
    extract::{Query, RawForm},
};
use cors_runtime::{
    Policy,
    axum::{
        CorsRouter,
        routing::{get, post, put},
    },
    cors, policy,
};

type Order = Form<Vec<(String, String)>>;

#[cors(origins = ["https://app.example.com"], credentials, enforce)]
async fn enforced(_: Order) {}

#[cors(origins = ["https://app.example.com"], credentials, enforce = false)]
async fn not_enforced(_: Order) {}

#[cors(origins = ["https://app.example.com"], credentials, allow(form_enforce))]
async fn allowed(_: Order) {}

#[cors(origins = any)]
async fn without_cookies(_: Order) {}

// Browsers ask before they send a `PUT`.
#[cors(origins = ["https://app.example.com"], credentials, methods = [PUT])]
async fn asked_for(_: Bytes) {}

#[cors(origins = ["https://app.example.com"], credentials, headers = ["content-type"])]
async fn json(_: Json<u32>) {}

#[cors(origins = ["https://app.example.com"], credentials)]
async fn no_body(_: Query<Vec<(String, String)>>) {}

/// One of the user's own, which may look at the type of the content.
struct OwnBody;

impl<S: Sync> axum::extract::FromRequest<S> for OwnBody {
    type Rejection = std::convert::Infallible;

    async fn from_request(_: axum::extract::Request, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self)
    }
}

#[cors(origins = ["https://app.example.com"], credentials)]
async fn own_body(_: OwnBody) {}

static COOKIES: Policy =
    policy!(origins = ["https://app.example.com"], credentials, allow(form_enforce));
static ENFORCED: Policy = policy!(base = COOKIES, enforce);

#[cors(policy = ENFORCED)]
async fn named(_: RawForm) {}

static PUTS: Policy = policy!(origins = ["https://app.example.com"], credentials, methods = [PUT]);

#[cors(policy = PUTS)]
async fn named_put(_: RawForm) {}

#[cors(base = COOKIES, max_age = 60)]
async fn started_from(_: String) {}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new()
        .route("/enforced", post(enforced))
        .route("/not_enforced", post(not_enforced))
        .route("/allowed", post(allowed))
        .route("/without_cookies", post(without_cookies))
        .route("/asked_for", put(asked_for))
        .route("/json", post(json))
        .route("/no_body", get(no_body))
        .route("/own_body", post(own_body))
        .route("/named", post(named))
        .route("/named_put", put(named_put))
        .route("/started_from", post(started_from))
}
