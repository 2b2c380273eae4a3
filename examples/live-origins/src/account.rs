//! What pages call: those of the partners with their users' cookies, and those of everybody.

use axum::{Json, extract::State};
use cors_runtime::{AllowedOrigin, cors};
use serde::Serialize;

use crate::{Api, allow_list::PARTNERS, error::ApiError, session::Session};

#[derive(Serialize)]
pub(crate) struct Account {
    partner: String,
    origin: String,
}

/// The account of the user's own partner.
///
/// The policy lets the pages of all partners in, and the cookie comes along whichever of them calls. So the
/// page has to be of the partner whose user it is: otherwise each partner could read the others' accounts.
#[cors(origins = PARTNERS, credentials)]
pub(crate) async fn show(
    origin: AllowedOrigin,
    Session { partner }: Session,
) -> Result<Json<Account>, ApiError> {
    if origin != partner.origin {
        return Err(ApiError::PageOfAnother);
    }
    Ok(Json(Account {
        partner: partner.name,
        origin: partner.origin,
    }))
}

/// Public: any page may show whom we work with.
#[cors(origins = any, max_age = "1h")]
pub(crate) async fn list_names(State(api): State<Api>) -> Result<Json<Vec<String>>, ApiError> {
    let partners = api.database.partners().await?;
    Ok(Json(
        partners.into_iter().map(|partner| partner.name).collect(),
    ))
}
