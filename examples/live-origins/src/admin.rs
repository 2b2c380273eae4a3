//! Routes that add and remove partners.
//!
//! They have no policy, so no page of another origin may call them, not even with a stolen token.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use serde::{Deserialize, Serialize};

use crate::{
    Api,
    database::{Partner, is_duplicate},
    error::ApiError,
    new_origin,
};

#[derive(Deserialize)]
pub(crate) struct NewPartner {
    name: String,
    origin: String,
}

#[derive(Serialize)]
pub(crate) struct PartnerBody {
    id: i64,
    name: String,
    origin: String,
}

impl From<Partner> for PartnerBody {
    fn from(Partner { id, name, origin }: Partner) -> Self {
        Self { id, name, origin }
    }
}

#[derive(Serialize)]
pub(crate) struct NewSession {
    session: String,
}

pub(crate) async fn list(State(api): State<Api>) -> Result<Json<Vec<PartnerBody>>, ApiError> {
    let partners = api.database.partners().await?;
    Ok(Json(partners.into_iter().map(PartnerBody::from).collect()))
}

/// The partner is allowed from the moment the response is sent.
pub(crate) async fn add(
    State(api): State<Api>,
    Json(NewPartner { name, origin }): Json<NewPartner>,
) -> Result<(StatusCode, Json<PartnerBody>), ApiError> {
    if name.trim().is_empty() {
        return Err(ApiError::NoName);
    }
    new_origin::check(&origin).map_err(ApiError::InvalidOrigin)?;
    match api.database.add(&name, &origin).await {
        Ok(id) => {
            api.allow_list.refresh().await?;
            Ok((StatusCode::CREATED, Json(PartnerBody { id, name, origin })))
        }
        Err(error) if is_duplicate(&error) => Err(ApiError::Duplicate(origin)),
        Err(error) => Err(error.into()),
    }
}

/// The partner is rejected from the moment the response is sent.
pub(crate) async fn remove(
    State(api): State<Api>,
    Path(id): Path<i64>,
) -> Result<StatusCode, ApiError> {
    if !api.database.remove(id).await? {
        return Err(ApiError::NoSuchPartner(id));
    }
    api.allow_list.refresh().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Replaces the login of a partner's user, which this example leaves out.
pub(crate) async fn open_session(
    State(api): State<Api>,
    Path(id): Path<i64>,
) -> Result<(StatusCode, Json<NewSession>), ApiError> {
    if api.database.partner(id).await?.is_none() {
        return Err(ApiError::NoSuchPartner(id));
    }
    let session = api.sessions.open(id)?;
    Ok((StatusCode::CREATED, Json(NewSession { session })))
}
