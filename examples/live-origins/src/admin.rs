//! Who adds and removes partners.
//!
//! These routes have no policy: no page of another origin may call them, whatever token it got hold of.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use serde::{Deserialize, Serialize};

use crate::{
    Api,
    candidate::judge,
    database::{Partner, is_duplicate},
    error::ApiError,
};

#[derive(Deserialize)]
pub(crate) struct NewPartner {
    name: String,
    origin: String,
}

#[derive(Serialize)]
pub(crate) struct Row {
    id: i64,
    name: String,
    origin: String,
}

impl From<Partner> for Row {
    fn from(Partner { id, name, origin }: Partner) -> Self {
        Self { id, name, origin }
    }
}

#[derive(Serialize)]
pub(crate) struct NewSession {
    session: String,
}

pub(crate) async fn list(State(api): State<Api>) -> Result<Json<Vec<Row>>, ApiError> {
    let partners = api.database.partners().await?;
    Ok(Json(partners.into_iter().map(Row::from).collect()))
}

/// The partner may call once the answer is there.
pub(crate) async fn add(
    State(api): State<Api>,
    Json(NewPartner { name, origin }): Json<NewPartner>,
) -> Result<(StatusCode, Json<Row>), ApiError> {
    if name.trim().is_empty() {
        return Err(ApiError::NoName);
    }
    judge(&origin).map_err(ApiError::Refused)?;
    match api.database.add(&name, &origin).await {
        Ok(id) => {
            api.allow_list.refresh().await?;
            Ok((StatusCode::CREATED, Json(Row { id, name, origin })))
        }
        Err(error) if is_duplicate(&error) => Err(ApiError::Duplicate(origin)),
        Err(error) => Err(error.into()),
    }
}

/// The partner may no longer call once the answer is there.
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

/// Stands in for the login of a user of the partner, which is not what this example is about.
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
