//! Lists the routes of an app with their policies.
//!
//! `CorsRouter::report` and
//! `rocket::Cors::report` return a [`Report`]. `Display` prints it as a table, and the
//! feature `serde` serializes it. A test that compares it with a file fails when a change lets more pages call a route:
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
//! // In a test: `include_str!("cors-surface.txt")`.
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
//! The table has one row for each handler with a policy. Routes without CORS follow, one line each, so that the report
//! also changes if a route loses its policy. An opaque part, such as a plain `axum::Router` or a service, does not
//! report its routes. It is listed as unknown, because it may have policies of its own. The 404 and 405 responses of a
//! router are not listed.

mod entry;
#[cfg(feature = "testing")]
pub(crate) mod surface;
mod table;

pub use self::entry::{Access, Entry, Granted, Kind};

/// The routes of an app with their policies. See the [module documentation](self).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Report {
    entries: Vec<Entry>,
    /// True if `Display` groups the routes by their policies.
    #[cfg_attr(feature = "serde", serde(skip))]
    is_by_policy: bool,
}

impl Report {
    /// Sorts the entries, so that a report does not depend on the order of the routes.
    pub(crate) fn of(entries: impl IntoIterator<Item = Entry>) -> Self {
        let mut entries: Vec<_> = entries.into_iter().collect();
        entries.sort_by_cached_key(Entry::order);
        Self {
            entries,
            is_by_policy: false,
        }
    }

    /// All entries, sorted by path, then by method.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Removes the `dev_origins`, as in a release build. The result is the same in debug and release builds.
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

    /// Removes the source locations of the policies, so that a line added above a handler does not change the report.
    #[must_use]
    pub fn without_locations(mut self) -> Self {
        for granted in self.granted() {
            granted.location = None;
        }
        self
    }

    /// Prints each policy once, with its routes below: a table for apps of hundreds of routes.
    ///
    /// ```
    /// use cors_runtime::{axum::{CorsRouter, routing::get}, cors};
    ///
    /// #[cors(origins = ["https://app.example.com"])]
    /// async fn list_users() {}
    ///
    /// let app: CorsRouter = CorsRouter::new().route("/users", get(list_users)).route("/people", get(list_users));
    /// let report = app.report().without_locations().by_policy();
    /// assert!(report.to_string().ends_with("\n  /people  GET, HEAD\n  /users   GET, HEAD\n"));
    /// ```
    #[must_use]
    pub const fn by_policy(mut self) -> Self {
        self.is_by_policy = true;
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
