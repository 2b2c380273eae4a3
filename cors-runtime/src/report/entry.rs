//! One line of a report.

use core::{fmt, panic::Location};

use crate::{
    Policy,
    policy::MethodSet,
    route::{RoutePolicies, ServedMethods},
};

/// What of a path has one policy, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Entry {
    path: String,
    kind: Kind,
    methods: Vec<&'static str>,
    pub(super) access: Access,
}

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum Kind {
    /// A handler that tells its methods.
    Endpoint,
    /// A plain `axum::routing::MethodRouter`, which does not tell its methods.
    PlainRoute,
    /// A plain `axum::Router`, which does not tell its routes.
    PlainRouter,
    /// A tower service.
    Service,
    /// What answers where no route matches.
    Fallback,
}

impl Kind {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Endpoint => "endpoint",
            Self::PlainRoute => "plain route",
            Self::PlainRouter => "plain router",
            Self::Service => "service",
            Self::Fallback => "fallback",
        }
    }
}

/// True if pages of other origins may call.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum Access {
    /// As this policy says.
    Granted(Granted),
    /// There is no policy.
    NoCors,
    /// There is none on purpose: `#[cors(disabled)]`.
    Disabled,
    /// Nobody can tell: whatever stands there may have policies of its own.
    Unknown,
}

/// What a policy grants.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Granted {
    origins: Vec<String>,
    pub(super) dev_origins: Vec<String>,
    credentials: bool,
    headers: Vec<&'static str>,
    expose_headers: Vec<&'static str>,
    max_age: Option<u64>,
    enforce: bool,
    #[cfg_attr(feature = "serde", serde(rename = "policy"))]
    pub(super) location: Option<Place>,
}

/// Where a policy is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place(&'static Location<'static>);

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.0.file(), self.0.line())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Place {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Entry {
    fn new(path: &str, kind: Kind, methods: Vec<&'static str>, access: Access) -> Self {
        Self {
            path: path.to_owned(),
            kind,
            methods,
            access,
        }
    }

    /// What has no policy and takes any method.
    #[cfg(feature = "axum")]
    pub(crate) fn plain(path: &str, kind: Kind) -> Self {
        Self::new(path, kind, vec!["*"], Access::NoCors)
    }

    /// What does not tell what it does.
    #[cfg(feature = "axum")]
    pub(crate) fn unknown(path: &str, kind: Kind) -> Self {
        Self::new(path, kind, Vec::new(), Access::Unknown)
    }

    /// An opaque part that has no CORS on purpose.
    #[cfg(feature = "axum")]
    pub(crate) fn disabled(path: &str, kind: Kind) -> Self {
        Self::new(path, kind, Vec::new(), Access::Disabled)
    }

    #[cfg(feature = "axum")]
    pub(crate) fn with_kind(self, kind: Kind) -> Self {
        Self { kind, ..self }
    }

    /// The handlers of a path, one entry for all that were given the same policy.
    pub(crate) fn of_path(template: &str, path: &RoutePolicies) -> Vec<Self> {
        let mut entries: Vec<Self> = Vec::new();
        for (part, methods) in path.handlers_with_methods() {
            let kind = match part.serves {
                ServedMethods::Opaque | ServedMethods::OpaqueDefault => Kind::PlainRoute,
                _ => Kind::Endpoint,
            };
            let access = match part.policy {
                Some(policy) => Access::Granted(Granted::of(policy)),
                None if part.disabled => Access::Disabled,
                None => Access::NoCors,
            };
            let same = entries
                .iter_mut()
                .find(|entry| entry.kind == kind && entry.access == access);
            match same {
                Some(entry) => entry.methods.extend(methods),
                None => entries.push(Self::new(template, kind, methods, access)),
            }
        }
        for entry in &mut entries {
            entry
                .methods
                .sort_by_key(|method| MethodSet::place(method.as_bytes()));
        }
        entries
    }

    /// The path as the router knows it: `/users/{id}` on axum, `/users/<id>` on Rocket. Below a part
    /// that does not tell its paths it ends in `/*`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What stands there.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The methods, those a page may use if there is a policy. `*` stands for any, and nothing for
    /// methods that are not known or, beside a policy, for none that is served.
    #[must_use]
    pub fn methods(&self) -> &[&'static str] {
        &self.methods
    }

    /// True if pages of other origins may call.
    #[must_use]
    pub const fn access(&self) -> &Access {
        &self.access
    }

    /// What the policy grants, if there is one.
    #[must_use]
    pub const fn granted(&self) -> Option<&Granted> {
        match &self.access {
            Access::Granted(granted) => Some(granted),
            Access::NoCors | Access::Disabled | Access::Unknown => None,
        }
    }

    pub(super) fn order(&self) -> impl Ord + use<> {
        let first = self
            .methods
            .first()
            .map(|method| MethodSet::place(method.as_bytes()));
        let place = self.granted().and_then(Granted::location);
        (
            self.path.clone(),
            self.kind,
            first,
            self.methods.join(","),
            place.map(|place| (place.file(), place.line(), place.column())),
        )
    }
}

impl Granted {
    pub(crate) fn of(policy: &Policy) -> Self {
        let mut origins: Vec<String> = policy.origins.descriptions().collect();
        let mut dev_origins: Vec<String> = Vec::new();
        if policy.allows_any_origin() {
            origins = vec!["any".to_owned()];
        } else if let Some(dev) = policy.dev_origins {
            dev_origins.extend(
                dev.descriptions()
                    .filter(|origin| !origins.contains(origin)),
            );
        }
        origins.sort_unstable();
        dev_origins.sort_unstable();
        Self {
            origins,
            dev_origins,
            credentials: policy.credentials(),
            headers: names(policy.headers()),
            expose_headers: names(policy.expose_headers()),
            max_age: policy.max_age().and_then(|seconds| seconds.parse().ok()),
            enforce: policy.enforces(),
            location: Some(Place(policy.declaration.location)),
        }
    }

    /// The origins that may call: those of the list, sorted, or the one word `any`. Those that are known
    /// only while the server runs are told as the policy has them: `env(ALLOWED_ORIGINS)`,
    /// `config::PARTNERS`, `matching(is_tenant)`.
    #[must_use]
    pub fn origins(&self) -> &[String] {
        &self.origins
    }

    /// The origins that may call in this build and may not in a release build, sorted.
    #[must_use]
    pub fn dev_origins(&self) -> &[String] {
        &self.dev_origins
    }

    /// True if cookies and HTTP authentication may be used.
    #[must_use]
    pub const fn credentials(&self) -> bool {
        self.credentials
    }

    /// The request headers a script may set, beside the safelisted ones.
    #[must_use]
    pub fn headers(&self) -> &[&'static str] {
        &self.headers
    }

    /// The response headers a script may read, beside the safelisted ones.
    #[must_use]
    pub fn expose_headers(&self) -> &[&'static str] {
        &self.expose_headers
    }

    /// How many seconds a browser may remember a preflight, if the policy says.
    #[must_use]
    pub const fn max_age(&self) -> Option<u64> {
        self.max_age
    }

    /// True if requests of foreign, unlisted origins are refused before the handler runs.
    #[must_use]
    pub const fn enforces(&self) -> bool {
        self.enforce
    }

    /// Where the policy is written: the attribute, or the `policy!` of a named one.
    #[must_use]
    pub fn location(&self) -> Option<&'static Location<'static>> {
        self.location.map(|place| place.0)
    }
}

fn names(list: Option<&'static str>) -> Vec<&'static str> {
    list.map_or(Vec::new(), |list| list.split(',').collect())
}
