//! An API that partners' pages call with their users' cookies. The allow-list of partners is in a database, and changes
//! while the server runs.

mod account;
mod admin;
mod allow_list;
mod auth;
mod database;
mod error;
mod new_origin;
mod session;

use axum::middleware::from_fn_with_state;
use cors_runtime::axum::{
    CorsRouter,
    routing::{delete, get, post},
};

pub use crate::auth::AdminToken;
use crate::{allow_list::AllowList, database::Database, session::Sessions};

/// The state of the handlers.
#[derive(Clone, Debug)]
pub struct Api {
    database: Database,
    allow_list: AllowList,
    sessions: Sessions,
}

impl Api {
    /// Opens the database and loads the allow-list.
    pub async fn open(database_url: &str) -> sqlx::Result<Self> {
        let database = Database::open(database_url).await?;
        let allow_list = AllowList::new(database.clone());
        allow_list.refresh().await?;
        Ok(Self {
            database,
            allow_list,
            sessions: Sessions::default(),
        })
    }

    /// Updates the allow-list from the table until it is dropped.
    pub async fn watch(&self) {
        self.allow_list.watch().await;
    }
}

/// The application, for [`axum::serve()`].
pub fn app(api: Api, token: AdminToken) -> CorsRouter {
    let admin = CorsRouter::new()
        .route("/partners", get(admin::list).post(admin::add))
        .route("/partners/{id}", delete(admin::remove))
        .route("/partners/{id}/sessions", post(admin::open_session))
        .layer(from_fn_with_state(token, auth::require_token));
    CorsRouter::new()
        .route("/account", get(account::show))
        .route("/partners", get(account::list_names))
        .nest("/admin", admin)
        .with_state(api)
}
