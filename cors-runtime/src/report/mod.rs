//! The CORS surface of an app as a value: who may call what from a browser.
//!
//! [`CorsRouter::report`](crate::axum::CorsRouter::report) and
//! [`rocket::Cors::report`](crate::rocket::Cors::report) make a [`Report`]. Its text is a table, and with
//! the feature `serde` it is JSON for other tools. Kept in a file that a test compares, it makes a change
//! show when the surface grows:
//!
//! ```
//! use cors_runtime::{axum::{CorsRouter, routing::get}, cors};
//!
//! #[cors(origins = ["https://app.example.com"], credentials, max_age = "24h")]
//! async fn list_users() -> &'static str { "…" }
//!
//! async fn health() -> &'static str { "ok" }
//!
//! fn app() -> CorsRouter {
//!     CorsRouter::new().route("/users", get(list_users)).route("/health", get(health))
//! }
//!
//! // In a test it would be `include_str!("cors-surface.txt")`.
//! let surface = "\
//! PATH    METHODS    ORIGINS                  CREDENTIALS  HEADERS  EXPOSED  MAX-AGE  ENFORCE
//! /users  GET, HEAD  https://app.example.com  yes          -        -        86400 s  -
//!
//! Without CORS:
//! /health  GET, HEAD
//! ";
//! assert_eq!(app().report().without_locations().to_string(), surface);
//! ```
//!
//! What is listed is what a page of another origin may call: one entry for each handler with a policy.
//! Routes without CORS come after it, a line each, so that a route which loses its policy, or was
//! forgotten, is seen as well, and they do not drown the table. What does not tell its routes, such
//! as a plain `axum::Router` or a service, is said to be unknown: it may have policies of its own.
//! The 404s and 405s that the policy of a router makes readable are not listed, for nothing can be
//! called there.

mod entry;
mod table;

pub use self::entry::{Access, Entry, Granted, Kind};

/// The CORS surface of an app. See the [module](self).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Report {
    entries: Vec<Entry>,
}

impl Report {
    /// The entries in the order that a report has, whatever the order of the routes was.
    pub(crate) fn of(entries: impl IntoIterator<Item = Entry>) -> Self {
        let mut entries: Vec<_> = entries.into_iter().collect();
        entries.sort_by_cached_key(Entry::order);
        Self { entries }
    }

    /// All entries, by path, then by method.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The report of a release build: without the origins for development.
    ///
    /// It is the same in debug and release builds.
    ///
    /// ```
    /// use cors_runtime::{axum::{CorsRouter, routing::get}, cors};
    ///
    /// #[cors(origins = ["https://app.example.com"], dev_origins = ["http://localhost:*"])]
    /// async fn list_users() {}
    ///
    /// let app: CorsRouter = CorsRouter::new().route("/users", get(list_users));
    /// assert!(!app.report().as_release().to_string().contains("localhost"));
    /// ```
    #[must_use]
    pub fn as_release(mut self) -> Self {
        for granted in self.granted() {
            granted.dev_origins.clear();
        }
        self
    }

    /// The same without the places where the policies are written: a line added above a handler
    /// then changes nothing.
    #[must_use]
    pub fn without_locations(mut self) -> Self {
        for granted in self.granted() {
            granted.location = None;
        }
        self
    }

    fn granted(&mut self) -> impl Iterator<Item = &mut Granted> {
        self.entries
            .iter_mut()
            .filter_map(|entry| match &mut entry.access {
                Access::Granted(granted) => Some(granted),
                Access::NoCors | Access::Disabled | Access::Unknown => None,
            })
    }
}
