//! An API that the pages of partners call with their users' cookies. The list of partners is a table of a
//! database, and changes while the server runs.

mod account;
mod admin;
mod allow_list;
mod auth;
mod candidate;
mod database;
mod error;
mod session;

use axum::middleware::from_fn_with_state;
use cors_runtime::axum::{
    CorsRouter,
    routing::{delete, get, post},
};

pub use crate::auth::AdminToken;
use crate::{allow_list::AllowList, database::Database, session::Sessions};

/// What the handlers share.
#[derive(Clone, Debug)]
pub struct Api {
    database: Database,
    allow_list: AllowList,
    sessions: Sessions,
}

impl Api {
    /// Opens the database and puts its allow-list in force.
    pub async fn open(database_url: &str) -> sqlx::Result<Self> {
        let database = Database::open(database_url).await?;
        let allow_list = AllowList::of(database.clone());
        allow_list.refresh().await?;
        Ok(Self {
            database,
            allow_list,
            sessions: Sessions::default(),
        })
    }

    /// Keeps the allow-list as the table is, for as long as it is polled.
    pub async fn watch(&self) {
        self.allow_list.watch().await;
    }
}

/// The whole application, ready for [`axum::serve()`].
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
