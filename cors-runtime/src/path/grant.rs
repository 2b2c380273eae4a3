//! What the policy of a handler grants on a path.

use http::HeaderValue;

use super::part::{Part, SEVEN, Serves, handler_of};
use crate::{
    methods::MethodSet,
    policy::{Methods, Policy},
};

/// What a policy grants on a path, beside its own headers.
#[derive(Debug)]
pub(crate) struct Grant {
    pub(crate) policy: &'static Policy,
    /// The value of `Access-Control-Allow-Methods`.
    pub(crate) methods: HeaderValue,
    /// Whether browsers have to ask each time, whatever the policy says.
    ///
    /// A browser keeps the headers it was granted for the whole URL, and needs no grant for `POST`
    /// itself. A page that was granted a header for `GET` could thus send it with a `POST` that has
    /// another policy, and that would refuse it ([preflight cache]).
    ///
    /// [preflight cache]: https://fetch.spec.whatwg.org/#concept-cache-match-header
    pub(crate) ask_each_time: bool,
}

impl Grant {
    pub(super) fn new(
        policy: &'static Policy,
        unserved: bool,
        parts: &[Part],
        opaque: bool,
    ) -> Self {
        let strangers_post = || match handler_of("POST", parts, opaque) {
            // Nothing there could do what a header asks for.
            Some(index) if parts[index].serves == Serves::Unserved => false,
            Some(index) => !parts[index].has(policy),
            None => opaque,
        };
        Self {
            policy,
            methods: header_value(&list_methods(policy, unserved, parts, opaque)),
            ask_each_time: policy.headers.is_some() && strangers_post(),
        }
    }
}

/// The methods of the path that a page may use under an equal policy: a browser remembers the whole
/// list, so the next preflight can be saved. Those that nothing serves are listed for whoever asks for
/// one of them, to see the answer of the router.
fn list_methods(
    policy: &Policy,
    unserved: bool,
    parts: &[Part],
    opaque: bool,
) -> Vec<&'static str> {
    // A browser takes the star for every method of the path, so no other handler may be there.
    if policy.methods == Methods::Any && !opaque && is_all_of(policy, parts) {
        return vec!["*"];
    }
    methods_of(policy, parts, opaque, |index| {
        let part = &parts[index];
        (unserved || part.serves != Serves::Unserved) && part.has(policy)
    })
}

/// The methods whose handler is `among` those that are asked about, and covered by the policy there.
pub(super) fn methods_of(
    policy: &Policy,
    parts: &[Part],
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

/// Whether every method of the path ends up at a handler with this policy.
fn is_all_of(policy: &Policy, parts: &[Part]) -> bool {
    parts.iter().all(|part| part.has(policy)) && parts.iter().any(Part::takes_any_method)
}

pub(super) fn header_value(names: &[&str]) -> HeaderValue {
    // Methods are tokens, so the joined list is always a header value.
    HeaderValue::try_from(names.join(",")).unwrap_or(HeaderValue::from_static(""))
}
