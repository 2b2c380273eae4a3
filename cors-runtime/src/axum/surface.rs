//! What a router tells of its CORS surface, and what it cannot tell.

use super::{CorsRouter, entry::nested};
use crate::{
    path::Path,
    policy::Policy,
    report::{Entry, Kind, Report},
};

/// A part of a router that does not tell its routes or methods.
#[derive(Clone, Debug)]
pub(super) struct Untold {
    path: String,
    kind: Kind,
    /// The default of the router around.
    default: Option<&'static Policy>,
}

/// The parts of a router that do not tell what is inside.
#[derive(Clone, Debug, Default)]
pub(super) struct Unknown(Vec<Untold>);

/// Whatever is below.
const EVERYTHING: &str = "/*";

impl Unknown {
    pub(super) fn router() -> Self {
        let mut unknown = Self::default();
        unknown.add(EVERYTHING, Kind::PlainRouter);
        unknown
    }

    pub(super) fn service(&mut self, path: &str) {
        self.add(path, Kind::Service);
    }

    pub(super) fn nested_service(&mut self, path: &str) {
        self.add(&nested(path, EVERYTHING), Kind::Service);
    }

    pub(super) fn fallback(&mut self) {
        self.no_fallback();
        self.add(EVERYTHING, Kind::Fallback);
    }

    pub(super) fn no_fallback(&mut self) {
        self.0
            .retain(|part| part.kind != Kind::Fallback || part.path != EVERYTHING);
    }

    fn add(&mut self, path: &str, kind: Kind) {
        self.0.push(Untold {
            path: path.to_owned(),
            kind,
            default: None,
        });
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    pub(super) fn nest(&mut self, prefix: &str, inner: &Self) {
        self.0.extend(inner.0.iter().map(|part| Untold {
            path: nested(prefix, &part.path),
            ..part.clone()
        }));
    }

    /// The policy of a router around does not change what has one.
    pub(super) fn cover(&mut self, policy: &'static Policy) {
        if !policy.disabled {
            for part in &mut self.0 {
                part.default.get_or_insert(policy);
            }
        }
    }

    fn entries(&self) -> impl Iterator<Item = Entry> {
        self.0.iter().flat_map(|part| match part.default {
            Some(policy) => Entry::of_path(&part.path, &Path::of_service(policy))
                .into_iter()
                .map(|entry| entry.with_kind(part.kind))
                .collect(),
            // A handler, so that it is known to have no policy.
            None if part.kind == Kind::Fallback => vec![Entry::plain(&part.path, part.kind)],
            None => vec![Entry::unknown(&part.path, part.kind)],
        })
    }
}

impl<S> CorsRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    /// Who may call which route from a browser: a table, or a value to compare in a test. See
    /// [`report`](crate::report).
    ///
    /// Services and plain routers do not tell their routes; they are listed as unknown, or with the
    /// policy of the router around them.
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
        let told = self.entries().iter().flat_map(super::entry::Entry::report);
        Report::of(told.chain(self.unknown().entries()))
    }
}
