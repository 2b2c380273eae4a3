//! The normalised form of a policy without findings.

use alloc::{string::String, vec, vec::Vec};

use crate::check::{is_star, is_star_and_authorization};
use crate::{Draft, Field, Finding, MaxAge, Names, Origins, check, check_max_age, parse_max_age};

/// A policy without findings, normalised: a list of one star is `Any`, header names are lower-case, and no entry
/// is repeated. Entries that are known later ([`Draft::incomplete`]) are not in its lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// The origins that may read the response; an empty list if there are only `dev_origins`.
    pub origins: ResolvedOrigins,
    /// Origins added in debug builds only.
    pub dev_origins: Vec<String>,
    /// True if cookies and HTTP authentication may be used.
    pub credentials: bool,
    /// The methods a script may use; `HEAD` is in a list with `GET`. `None` for the methods that the route serves.
    pub methods: Option<ResolvedNames>,
    /// The request headers a script may set; `None` for the safelisted ones.
    pub headers: Option<ResolvedNames>,
    /// The response headers a script may read; `None` for the safelisted ones.
    pub expose_headers: Option<ResolvedNames>,
    /// Seconds a browser may cache a preflight; `None` for its default of 5.
    pub max_age: Option<u32>,
    /// True if requests of other sites from origins that are not allowed are refused before the handler runs.
    pub enforce: bool,
}

/// The origins that may read the response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResolvedOrigins {
    /// Every origin.
    Any,
    /// These entries: patterns for [`OriginPattern::parse`](crate::OriginPattern::parse), or `null`.
    List(Vec<String>),
}

/// Methods or header names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResolvedNames {
    /// Every name.
    Any,
    /// Every request header, and `authorization`, which `*` does not cover.
    AnyAndAuthorization,
    /// These names.
    List(Vec<String>),
}

impl ResolvedNames {
    /// The value of the header that lists the names, without white space.
    ///
    /// ```
    /// use cors_rules::ResolvedNames;
    ///
    /// assert_eq!(ResolvedNames::List(vec!["GET".into(), "HEAD".into()]).header_value(), "GET,HEAD");
    /// assert_eq!(ResolvedNames::AnyAndAuthorization.header_value(), "*,authorization");
    /// ```
    #[must_use]
    pub fn header_value(&self) -> String {
        match self {
            Self::Any => "*".into(),
            Self::AnyAndAuthorization => "*,authorization".into(),
            Self::List(names) => names.join(","),
        }
    }
}

/// Normalises a policy, or returns every mistake in it.
///
/// ```
/// use cors_rules::{Draft, Names, Origins, ResolvedOrigins, resolve};
///
/// let draft = Draft {
///     origins: Some(Origins::List(vec!["*"])),
///     headers: Some(Names::List(vec!["Content-Type", "content-type"])),
///     ..Draft::default()
/// };
/// let policy = resolve(&draft).expect("no findings");
/// assert_eq!(policy.origins, ResolvedOrigins::Any);
/// assert_eq!(policy.headers.expect("given").header_value(), "content-type");
/// ```
pub fn resolve(draft: &Draft<'_>) -> Result<Resolved, Vec<Finding>> {
    let findings = check(draft);
    if !findings.is_empty() {
        return Err(findings);
    }
    Ok(Resolved {
        origins: match &draft.origins {
            Some(Origins::Any) => ResolvedOrigins::Any,
            Some(Origins::List(list)) if is_star(list) && draft.is_complete(Field::Origins) => {
                ResolvedOrigins::Any
            }
            Some(Origins::List(list)) => {
                ResolvedOrigins::List(unique(list.iter().copied().map(String::from)))
            }
            None => ResolvedOrigins::List(Vec::new()),
        },
        dev_origins: unique(
            draft
                .dev_origins
                .iter()
                .flatten()
                .copied()
                .map(String::from),
        ),
        credentials: draft.credentials,
        methods: resolve_names(draft, Field::Methods),
        headers: resolve_names(draft, Field::Headers),
        expose_headers: resolve_names(draft, Field::ExposeHeaders),
        max_age: draft.max_age.and_then(|age| match age {
            MaxAge::Seconds(seconds) => check_max_age(seconds).ok(),
            MaxAge::Text(text) => parse_max_age(text).ok(),
        }),
        enforce: draft.enforce,
    })
}

fn resolve_names(draft: &Draft<'_>, field: Field) -> Option<ResolvedNames> {
    let names = match field {
        Field::Methods => &draft.methods,
        Field::Headers => &draft.headers,
        _ => &draft.expose_headers,
    };
    let is_complete = draft.is_complete(field);
    match names.as_ref()? {
        Names::Any => Some(ResolvedNames::Any),
        Names::List(entries) if is_complete && entries.is_empty() => None,
        Names::List(entries) if is_complete && is_star(entries) => Some(ResolvedNames::Any),
        Names::List(entries) if is_complete && is_star_and_authorization(entries) => {
            Some(ResolvedNames::AnyAndAuthorization)
        }
        Names::List(entries) if field == Field::Methods => {
            Some(ResolvedNames::List(methods(entries)))
        }
        Names::List(entries) => Some(ResolvedNames::List(headers(entries))),
    }
}

/// HEAD goes with GET: its response is the same without a body.
fn methods(entries: &[&str]) -> Vec<String> {
    unique(
        entries
            .iter()
            .flat_map(|&entry| {
                if entry == "GET" {
                    vec!["GET", "HEAD"]
                } else {
                    vec![entry]
                }
            })
            .map(String::from),
    )
}

fn headers(entries: &[&str]) -> Vec<String> {
    unique(entries.iter().map(|entry| entry.to_ascii_lowercase()))
}

fn unique(entries: impl Iterator<Item = String>) -> Vec<String> {
    let mut kept = Vec::new();
    for entry in entries {
        if !kept.contains(&entry) {
            kept.push(entry);
        }
    }
    kept
}
