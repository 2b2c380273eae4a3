//! The grant of a policy on a path: the methods that a preflight response lists, and whether a browser may cache it.

use http::HeaderValue;

use super::method_handler::{MethodHandler, SAFELISTED, SEVEN, ServedMethods, handler_of};
use crate::{
    policy::MethodSet,
    policy::{Methods, Policy},
};

/// The grant of a policy on a path, beside the policy's own headers.
///
/// A browser remembers granted methods and granted headers for the whole URL, apart from each other
/// ([preflight cache]). So a grant lists only what is true for every handler of the path.
///
/// [preflight cache]: https://fetch.spec.whatwg.org/#concept-cache-match-header
#[derive(Debug)]
pub(crate) struct Grant {
    pub(crate) policy: &'static Policy,
    pub(crate) methods: GrantedMethods,
    /// False if a page could use a remembered header on a handler whose policy does not grant it. The
    /// preflight response then has `Access-Control-Max-Age: 0`, and the browser asks each time.
    pub(crate) may_be_remembered: bool,
}

/// The value of `Access-Control-Allow-Methods`.
#[derive(Debug)]
pub(crate) enum GrantedMethods {
    List(HeaderValue),
    /// The requested method alone: an opaque handler does not report its methods, so nothing is known
    /// about the others.
    Requested,
}

impl Grant {
    pub(super) fn new(
        policy: &'static Policy,
        serves: ServedMethods,
        parts: &[MethodHandler],
        opaque: bool,
    ) -> Self {
        Self {
            policy,
            methods: if serves == ServedMethods::OpaqueDefault {
                GrantedMethods::Requested
            } else {
                let listed = list_methods(policy, serves.is_unserved(), parts, opaque);
                GrantedMethods::List(header_value(&listed))
            },
            may_be_remembered: policy.headers.is_none()
                || !opaque && headers_hold_everywhere(policy, parts),
        }
    }

    /// The value of `Access-Control-Allow-Methods`, unless it is the requested method.
    #[inline]
    pub(crate) fn listed_methods(&self) -> Option<&HeaderValue> {
        match &self.methods {
            GrantedMethods::List(list) => Some(list),
            GrantedMethods::Requested => None,
        }
    }

    /// A method the grant lists, for a preflight that checks it.
    pub(crate) fn first_method(&self) -> Option<&str> {
        match &self.methods {
            GrantedMethods::List(list) => {
                let first = list.to_str().ok()?.split(',').next()?;
                match first {
                    "" => None,
                    "*" => Some("GET"),
                    method => Some(method),
                }
            }
            GrantedMethods::Requested => {
                let first = self.policy.methods().and_then(|names| names.first());
                Some(first.unwrap_or(&"GET"))
            }
        }
    }
}

/// True if every other policy that a page can reach on the path grants the same headers to the same origins.
fn headers_hold_everywhere(policy: &Policy, parts: &[MethodHandler]) -> bool {
    let holds = |part: &MethodHandler, method: &str| match part.policy {
        // The router responds with 405 in any case.
        _ if part.serves == ServedMethods::Unserved => true,
        Some(own) if own.is(policy) || own.grants_headers_of(policy) => {
            // A service behind a layer serves all its methods, and safe methods change nothing.
            part.covers(own, method) || part.serves == ServedMethods::Opaque && method != "POST"
        }
        _ => false,
    };
    // The safelisted methods need no grant themselves: a page can always try them.
    let safelisted = SAFELISTED
        .names()
        .all(|method| handlers_of(method, parts).all(|part| holds(part, method)));
    // The other methods are granted by policies alone, and to their own origins.
    safelisted
        && parts.iter().all(|part| {
            part.serves == ServedMethods::Unserved
                || part.policy.is_none_or(|own| {
                    own.is(policy)
                        || own.grants_headers_of(policy)
                        || own.shares_no_origin_with(policy)
                })
        })
}

/// The handlers that a request with this method may reach.
fn handlers_of<'p>(
    method: &str,
    parts: &'p [MethodHandler],
) -> impl Iterator<Item = &'p MethodHandler> {
    let known = handler_of(method, parts, false);
    // A `HEAD` handler of an opaque part is unknown.
    let opaque = parts
        .iter()
        .position(|part| part.serves == ServedMethods::OpaqueDefault)
        .filter(|index| method == "HEAD" && Some(*index) != known);
    [known, opaque]
        .into_iter()
        .flatten()
        .map(|index| &parts[index])
}

/// The methods of the path that a page may use under an equal policy: a browser remembers the whole
/// list, so the next preflight can be saved. Unserved methods are listed for a page that asks for one of
/// them, so that it can read the response of the router.
fn list_methods(
    policy: &Policy,
    unserved: bool,
    parts: &[MethodHandler],
    opaque: bool,
) -> Vec<&'static str> {
    // A browser takes the star for every method of the path, so no other handler may be there.
    if policy.methods == Methods::Any && !opaque && is_all_of(policy, parts) {
        return vec!["*"];
    }
    methods_of(policy, parts, opaque, |index| {
        let part = &parts[index];
        part.serves != ServedMethods::OpaqueDefault
            && (unserved || !part.serves.is_unserved())
            && part.has(policy)
    })
}

/// The methods whose handler is `among` the wanted ones, and covered by the policy there.
pub(super) fn methods_of(
    policy: &Policy,
    parts: &[MethodHandler],
    opaque: bool,
    among: impl Fn(usize) -> bool,
) -> Vec<&'static str> {
    let named: &[&str] = match policy.methods {
        Methods::Any | Methods::Served => &[],
        Methods::Only(names) => names,
    };
    let others = named
        .iter()
        .copied()
        .filter(|name| MethodSet::of(name).is_empty());
    SEVEN
        .names()
        .chain(others)
        .filter(|method| {
            handler_of(method, parts, opaque)
                .is_some_and(|index| among(index) && parts[index].covers(policy, method))
        })
        .collect()
}

/// True if every method of the path reaches a handler with this policy.
fn is_all_of(policy: &Policy, parts: &[MethodHandler]) -> bool {
    parts.iter().all(|part| part.has(policy))
        && parts
            .iter()
            .any(|part| part.takes_any_method() && part.serves != ServedMethods::OpaqueDefault)
}

pub(super) fn header_value(names: &[&str]) -> HeaderValue {
    // Methods are tokens, so the joined list is always a header value.
    HeaderValue::try_from(names.join(",")).unwrap_or(HeaderValue::from_static(""))
}
