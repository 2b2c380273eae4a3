//! The report of a router.

use super::{CorsRouter, opaque_part::OpaquePart, path_entry::PathEntry};
use crate::report::Report;

impl<S> CorsRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    /// Lists the origins that may call each route from a browser. Print the report as a table, or compare it in a
    /// test. See [`report`](crate::report).
    ///
    /// Services and plain routers do not report their routes. They are listed as unknown, or with the default policy
    /// that applies to them.
    ///
    /// ```
    /// use cors_runtime::{axum::{CorsRouter, routing::get}, cors};
    ///
    /// #[cors(origins = ["https://app.example.com"])]
    /// async fn list_users() {}
    ///
    /// let app: CorsRouter = CorsRouter::new().route("/users", get(list_users));
    /// let report = app.report();
    /// let [users] = report.entries() else { panic!("one entry") };
    /// assert_eq!((users.path(), users.methods()), ("/users", &["GET", "HEAD"][..]));
    /// assert_eq!(users.granted().unwrap().origins(), ["https://app.example.com"]);
    /// ```
    #[must_use]
    pub fn report(&self) -> Report {
        let known = self.entries().flat_map(PathEntry::report);
        let opaque = self.opaque().iter().flat_map(OpaquePart::report);
        Report::of(known.chain(opaque).chain(self.report_fallback()))
    }
}
