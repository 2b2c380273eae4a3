//! Routes for pages: one for partners with their users' cookies, and one for any page.

use axum::{Json, extract::State};
use cors_runtime::{AllowedOrigin, cors};
use serde::Serialize;

use crate::{Api, allow_list::PARTNERS, error::ApiError, session::Session};

#[derive(Serialize)]
pub(crate) struct Account {
    partner: String,
    origin: String,
}

/// The account of the partner that the user belongs to.
///
/// The policy allows all partners, and the browser sends the user's cookie with a request of any of them. So the
/// handler compares the page's origin with the user's partner. Without that, each partner could read the others'
/// accounts.
#[cors(origins = PARTNERS, credentials)]
pub(crate) async fn show(
    origin: AllowedOrigin,
    Session { partner }: Session,
) -> Result<Json<Account>, ApiError> {
    if origin != partner.origin {
        return Err(ApiError::OtherPartner);
    }
    Ok(Json(Account {
        partner: partner.name,
        origin: partner.origin,
    }))
}

/// Any page may list the names of the partners.
#[cors(origins = any, max_age = "1h")]
pub(crate) async fn list_names(State(api): State<Api>) -> Result<Json<Vec<String>>, ApiError> {
    let partners = api.database.partners().await?;
    Ok(Json(
        partners.into_iter().map(|partner| partner.name).collect(),
    ))
}
