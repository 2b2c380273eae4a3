//! The entries of a report.

use core::{fmt, panic::Location};

use crate::{
    Policy,
    policy::MethodSet,
    route::{RoutePolicies, ServedMethods},
};

/// The handlers of a path that share a policy, or have none.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Entry {
    path: String,
    kind: Kind,
    methods: Vec<&'static str>,
    pub(super) access: Access,
}

/// The kind of a handler or part of a router.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum Kind {
    /// A handler with known methods.
    Endpoint,
    /// A plain `axum::routing::MethodRouter`. Its methods are unknown.
    PlainRoute,
    /// A plain `axum::Router`. Its routes are unknown.
    PlainRouter,
    /// A tower service.
    Service,
    /// The handler for requests that match no route.
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

/// The access of pages of other origins.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum Access {
    /// Allowed by this policy.
    Granted(Granted),
    /// No policy.
    NoCors,
    /// `#[cors(disabled)]`.
    Disabled,
    /// Unknown: the part may have policies of its own.
    Unknown,
}

/// The keys of a policy.
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
    pub(super) location: Option<PolicyLocation>,
}

/// The source location of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PolicyLocation(&'static Location<'static>);

impl fmt::Display for PolicyLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.0.file(), self.0.line())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for PolicyLocation {
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

    /// A part without a policy, for any method.
    #[cfg(feature = "axum")]
    pub(crate) fn plain(path: &str, kind: Kind) -> Self {
        Self::new(path, kind, vec!["*"], Access::NoCors)
    }

    /// An opaque part.
    #[cfg(feature = "axum")]
    pub(crate) fn unknown(path: &str, kind: Kind) -> Self {
        Self::new(path, kind, Vec::new(), Access::Unknown)
    }

    /// An opaque part with `#[cors(disabled)]`.
    #[cfg(feature = "axum")]
    pub(crate) fn disabled(path: &str, kind: Kind) -> Self {
        Self::new(path, kind, Vec::new(), Access::Disabled)
    }

    #[cfg(feature = "axum")]
    pub(crate) fn with_kind(self, kind: Kind) -> Self {
        Self { kind, ..self }
    }

    /// The handlers of a path, one entry for all that share a policy.
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
                .sort_by_key(|method| MethodSet::index_of(method.as_bytes()));
        }
        entries
    }

    /// The path of the route: `/users/{id}` on axum, `/users/<id>` on Rocket. That of an opaque part ends in `/*`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The kind of the entry.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The methods: with a policy, those that pages may use. `*` stands for any method. Empty if the methods are unknown
    /// or, with a policy, if none of them is served.
    #[must_use]
    pub fn methods(&self) -> &[&'static str] {
        &self.methods
    }

    /// The access of pages of other origins.
    #[must_use]
    pub const fn access(&self) -> &Access {
        &self.access
    }

    /// The policy, if there is one.
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
            .map(|method| MethodSet::index_of(method.as_bytes()));
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
            location: Some(PolicyLocation(policy.declaration.location)),
        }
    }

    /// The allowed origins: the sorted list, or `any`. Dynamic origins appear as in the policy: `env(ALLOWED_ORIGINS)`,
    /// `config::PARTNERS`, `matching(is_tenant)`.
    #[must_use]
    pub fn origins(&self) -> &[String] {
        &self.origins
    }

    /// The origins that are allowed in debug builds only, sorted.
    #[must_use]
    pub fn dev_origins(&self) -> &[String] {
        &self.dev_origins
    }

    /// True if pages may use cookies and HTTP authentication.
    #[must_use]
    pub const fn credentials(&self) -> bool {
        self.credentials
    }

    /// The request headers that a script may set, besides the safelisted ones.
    #[must_use]
    pub fn headers(&self) -> &[&'static str] {
        &self.headers
    }

    /// The response headers that a script may read, besides the safelisted ones.
    #[must_use]
    pub fn expose_headers(&self) -> &[&'static str] {
        &self.expose_headers
    }

    /// The number of seconds for which a browser may cache a preflight, if the policy sets one.
    #[must_use]
    pub const fn max_age(&self) -> Option<u64> {
        self.max_age
    }

    /// True if requests from other origins that are not allowed are refused before the handler runs.
    #[must_use]
    pub const fn enforces(&self) -> bool {
        self.enforce
    }

    /// The source location of the policy: the attribute, or the `policy!` of a named one.
    #[must_use]
    pub fn location(&self) -> Option<&'static Location<'static>> {
        self.location.map(|place| place.0)
    }
}

fn names(list: Option<&'static str>) -> Vec<&'static str> {
    list.map_or(Vec::new(), |list| list.split(',').collect())
}
