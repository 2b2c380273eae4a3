//! The grant of a policy on a path: the methods that a preflight response lists, and whether a browser may cache it.

use http::HeaderValue;

use super::method_handler::{MethodHandler, SAFELISTED, SEVEN, ServedMethods, handler_of};
use crate::policy::{MethodSet, Methods, Policy, join};

/// The grant of a policy on a path, beside the policy's own headers.
///
/// A browser caches granted methods and granted headers for the whole URL, apart from each other
/// ([preflight cache]). So a grant lists only what is true for every handler of the path.
///
/// [preflight cache]: https://fetch.spec.whatwg.org/#concept-cache-match-header
#[derive(Debug)]
pub(crate) struct Grant {
    pub(crate) policy: &'static Policy,
    pub(crate) methods: GrantedMethods,
    /// False if a page could use a cached header on a handler whose policy does not grant it. The
    /// preflight response then has `Access-Control-Max-Age: 0`, and the browser asks each time.
    pub(crate) may_be_cached: bool,
}

/// The value of `Access-Control-Allow-Methods`.
#[derive(Debug)]
pub(crate) enum GrantedMethods {
    List(HeaderValue),
    /// The requested method alone: an opaque part does not report its methods, so nothing is known
    /// about the others.
    Requested,
}

impl Grant {
    pub(super) fn new(
        policy: &'static Policy,
        serves: ServedMethods,
        handlers: &[MethodHandler],
        opaque: bool,
    ) -> Self {
        Self {
            policy,
            methods: if serves == ServedMethods::OpaqueDefault {
                GrantedMethods::Requested
            } else {
                let listed = list_methods(policy, serves.is_unserved(), handlers, opaque);
                GrantedMethods::List(header_value(&listed))
            },
            may_be_cached: policy.headers.is_none()
                || !opaque && headers_hold_everywhere(policy, handlers),
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
fn headers_hold_everywhere(policy: &Policy, handlers: &[MethodHandler]) -> bool {
    let holds = |handler: &MethodHandler, method: &str| match handler.policy {
        // The router responds with 405 in any case.
        _ if handler.serves == ServedMethods::Unserved => true,
        Some(own) if own.is(policy) || own.grants_headers_of(policy) => {
            // A service behind a layer serves all its methods, and safe methods change nothing.
            handler.covers(own, method)
                || handler.serves == ServedMethods::Opaque && method != "POST"
        }
        _ => false,
    };
    // The safelisted methods need no grant themselves: a page can always try them.
    let safelisted = SAFELISTED
        .names()
        .all(|method| handlers_of(method, handlers).all(|handler| holds(handler, method)));
    // The other methods are granted by policies alone, and to their own origins.
    safelisted
        && handlers.iter().all(|handler| {
            handler.serves == ServedMethods::Unserved
                || handler.policy.is_none_or(|own| {
                    own.is(policy)
                        || own.grants_headers_of(policy)
                        || own.shares_no_origin_with(policy)
                })
        })
}

/// The handlers that a request with this method may reach.
fn handlers_of<'p>(
    method: &str,
    handlers: &'p [MethodHandler],
) -> impl Iterator<Item = &'p MethodHandler> {
    let known = handler_of(method, handlers, false);
    // A `HEAD` handler of an opaque part is unknown.
    let opaque = handlers
        .iter()
        .position(|handler| handler.serves == ServedMethods::OpaqueDefault)
        .filter(|index| method == "HEAD" && Some(*index) != known);
    [known, opaque]
        .into_iter()
        .flatten()
        .map(|index| &handlers[index])
}

/// The methods of the path that a page may use under an equal policy: a browser caches the whole
/// list, so the next preflight can be saved. Unserved methods are listed for a page that asks for one of
/// them, so that it can read the response of the router.
fn list_methods(
    policy: &Policy,
    unserved: bool,
    handlers: &[MethodHandler],
    opaque: bool,
) -> Vec<&'static str> {
    // A browser takes the star for every method of the path, so no other handler may be there.
    if policy.methods == Methods::Any && !opaque && is_all_of(policy, handlers) {
        return vec!["*"];
    }
    methods_of(policy, handlers, opaque, |index| {
        let handler = &handlers[index];
        handler.serves != ServedMethods::OpaqueDefault
            && (unserved || !handler.serves.is_unserved())
            && handler.has(policy)
    })
}

/// The methods whose handler is `among` the wanted ones, and covered by the policy there.
pub(super) fn methods_of(
    policy: &Policy,
    handlers: &[MethodHandler],
    opaque: bool,
    among: impl Fn(usize) -> bool,
) -> Vec<&'static str> {
    let named: &[&str] = match policy.methods {
        Methods::Any | Methods::Served => &[],
        Methods::Only(names) => names,
    };
    let mut methods = Vec::new();
    let mut add = |method| {
        let handler = handler_of(method, handlers, opaque);
        if handler.is_some_and(|index| among(index) && handlers[index].covers(policy, method)) {
            methods.push(method);
        }
    };
    SEVEN.names().for_each(&mut add);
    for name in named {
        if MethodSet::of(name).is_empty() {
            add(name);
        }
    }
    methods
}

/// True if every method of the path reaches a handler with this policy.
fn is_all_of(policy: &Policy, handlers: &[MethodHandler]) -> bool {
    handlers.iter().all(|handler| handler.has(policy))
        && handlers.iter().any(|handler| {
            handler.takes_any_method() && handler.serves != ServedMethods::OpaqueDefault
        })
}

pub(super) fn header_value(names: &[&str]) -> HeaderValue {
    // Methods are tokens, so the list is always a header value.
    HeaderValue::try_from(join(names, ",")).unwrap_or(HeaderValue::from_static(""))
}
