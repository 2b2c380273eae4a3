//! What is known of one path: the methods it serves, and the policy of each.

use std::sync::atomic::{AtomicU64, Ordering};

use http::HeaderValue;

use crate::{
    methods::MethodSet,
    policy::{Methods, Policy},
};

/// The seven methods a handler for any method is taken to serve: all but those no script can send.
const SEVEN: MethodSet = MethodSet::GET
    .or(MethodSet::HEAD)
    .or(MethodSet::POST)
    .or(MethodSet::PUT)
    .or(MethodSet::PATCH)
    .or(MethodSet::DELETE)
    .or(MethodSet::OPTIONS);

/// The methods the Fetch standard needs no permission for, and so the least an opaque service is
/// taken to serve.
const SAFELISTED: MethodSet = MethodSet::GET.or(MethodSet::HEAD).or(MethodSet::POST);

/// Which requests of a path end up at one handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Serves {
    /// Those with these methods.
    Methods(MethodSet),
    /// All that no other handler takes.
    Rest,
    /// Nobody can tell: a service behind a layer.
    Opaque,
    /// All that no handler takes: what the router itself answers, with 405 or 404.
    Unserved,
}

/// Why a default cannot take the place of a policy that does not state whether it enforces, as the rest
/// of a sentence about the default.
pub(crate) const ENFORCE_NOT_STATED: &str = "is enforced, and a policy inside does not say whether it \
    is, so it would lose that by accident: write `enforce` or `enforce = false` there, and a policy in \
    place of `disabled`";

/// One handler of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) serves: Serves,
    /// `None`: a plain handler, without CORS.
    pub(crate) policy: Option<&'static Policy>,
    /// Without CORS on purpose: no router around it changes that.
    pub(crate) disabled: bool,
}

impl Part {
    /// A handler with the policy that was written for it.
    pub(crate) fn new(serves: Serves, written: Option<&'static Policy>) -> Self {
        Self {
            serves,
            policy: written.filter(|policy| !policy.disabled),
            disabled: written.is_some_and(|policy| policy.disabled),
        }
    }

    /// Whether the policy lets a page use this method on this handler: one of those the policy
    /// names or, if it names none, one of those the handler is known to serve.
    pub(crate) fn covers(&self, policy: &Policy, method: &str) -> bool {
        let known = match (self.serves, policy.methods) {
            (Serves::Methods(set), _) if set.contains(MethodSet::GET) => set.or(MethodSet::HEAD),
            (Serves::Methods(set), _) => set,
            (Serves::Rest | Serves::Opaque | Serves::Unserved, Methods::Any | Methods::Only(_)) => {
                return policy.methods.cover(method);
            }
            (Serves::Rest | Serves::Unserved, Methods::Served) => SEVEN,
            (Serves::Opaque, Methods::Served) => SAFELISTED,
        };
        let wanted = MethodSet::of(method);
        !wanted.is_empty() && known.contains(wanted) && policy.methods.cover(method)
    }

    /// Whether a default that enforces takes its place without anything being lost by accident: a
    /// handler has that default, or a policy that says whether it enforces.
    pub(crate) fn states_enforce(&self) -> bool {
        match self.policy {
            Some(own) => own.accepted.states_enforce,
            None => !self.disabled,
        }
    }

    /// Gives a handler without a policy the default, unless it has none on purpose.
    pub(crate) fn fill(&mut self, default: &'static Policy) {
        if self.policy.is_none() && !self.disabled {
            self.policy = Some(default);
        }
    }

    /// Whether the handler has this policy, or an equal one.
    fn has(&self, policy: &Policy) -> bool {
        self.policy
            .is_some_and(|own| core::ptr::eq(own, policy) || own == policy)
    }

    pub(crate) fn takes_any_method(&self) -> bool {
        !matches!(self.serves, Serves::Methods(_))
    }
}

/// The handlers of one path, and what its preflights are answered with.
#[derive(Debug)]
pub(crate) struct Path {
    /// Tells the paths of a process apart when a finished service is verified.
    id: u64,
    parts: Vec<Part>,
    /// What the policy of each part grants, in the same order.
    grants: Vec<Option<Grant>>,
    /// Whether a part may answer preflights of its own, for methods no policy here speaks of.
    opaque: bool,
    /// What a request reaches, by the place of its method.
    reached: [Reached; MethodSet::PLACES],
}

/// What a request with one method reaches.
#[derive(Clone, Copy, Debug)]
enum Reached {
    Nothing,
    /// A handler without a policy.
    Plain {
        disabled: bool,
    },
    /// A handler with a policy.
    Policy {
        index: usize,
        policy: &'static Policy,
        covered: bool,
    },
}

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

/// What a path has for a method.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Found<'p> {
    /// A handler whose policy covers the method.
    Covered(&'p Grant),
    /// A handler whose policy does not cover the method.
    NotCovered(&'static Policy),
    /// A handler without a policy.
    Plain,
    /// No handler, or nobody knows.
    Nothing,
}

impl Path {
    pub(crate) fn new(parts: Vec<Part>, opaque: bool) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let mut reached = [reached("", &parts, opaque); MethodSet::PLACES];
        for method in MethodSet::ALL.names() {
            reached[MethodSet::place(method.as_bytes())] = self::reached(method, &parts, opaque);
        }
        Self {
            id: NEXT.fetch_add(1, Ordering::Relaxed),
            grants: parts
                .iter()
                .map(|part| {
                    let unserved = part.serves == Serves::Unserved;
                    part.policy
                        .map(|policy| grant(policy, unserved, &parts, opaque))
                })
                .collect(),
            parts,
            opaque,
            reached,
        }
    }

    /// A path of which only the policy is known: a service behind a layer.
    pub(crate) fn of_service(policy: &'static Policy) -> Self {
        Self::new(vec![Part::new(Serves::Opaque, Some(policy))], false)
    }

    /// The paths that nothing serves.
    #[cfg(feature = "axum")]
    pub(crate) fn unknown(policy: &'static Policy) -> Self {
        Self::new(vec![Part::new(Serves::Unserved, Some(policy))], false)
    }

    pub(crate) fn id(&self) -> u64 {
        self.id
    }

    #[cfg(any(feature = "axum", feature = "rocket"))]
    pub(crate) fn grants(&self) -> impl Iterator<Item = &Grant> {
        self.grants.iter().filter_map(Option::as_ref)
    }

    /// The handlers of the path, each with the methods that end up there: those its policy covers or,
    /// without a policy, all. `*` stands for whatever else there is. What nothing serves is no handler.
    #[cfg(any(feature = "axum", feature = "rocket"))]
    pub(crate) fn told(&self) -> impl Iterator<Item = (&Part, Vec<&'static str>)> {
        let parts = self.parts.iter().enumerate();
        parts
            .filter(|(_, part)| part.serves != Serves::Unserved)
            .map(|(i, part)| {
                let methods = match part.policy {
                    Some(policy) if policy.methods == Methods::Any && part.takes_any_method() => {
                        vec!["*"]
                    }
                    Some(policy) => methods_of(policy, &self.parts, self.opaque, |own| own == i),
                    None if part.takes_any_method() => vec!["*"],
                    None => {
                        let ends_here =
                            |name: &&str| handler_of(name, &self.parts, self.opaque) == Some(i);
                        MethodSet::ALL.names().filter(ends_here).collect()
                    }
                };
                (part, methods)
            })
    }

    pub(crate) fn is_opaque(&self) -> bool {
        self.opaque
    }

    /// The value of `Allow` on the answer to an `OPTIONS` that is no preflight.
    pub(crate) fn allow(&self) -> HeaderValue {
        header_value(&allow(&self.parts, self.opaque))
    }

    /// Whether it was said here what pages may do with the method, be it nothing.
    #[cfg(feature = "axum")]
    pub(crate) fn speaks_of(&self, method: &[u8]) -> bool {
        match self.reached[MethodSet::place(method)] {
            Reached::Nothing => false,
            Reached::Plain { disabled } => disabled,
            Reached::Policy { .. } => true,
        }
    }

    pub(crate) fn find(&self, method: &[u8]) -> Found<'_> {
        match self.at(method) {
            (Reached::Nothing, _) => Found::Nothing,
            (Reached::Plain { .. }, _) => Found::Plain,
            (Reached::Policy { index, policy, .. }, covered) => match &self.grants[index] {
                Some(grant) if covered => Found::Covered(grant),
                _ => Found::NotCovered(policy),
            },
        }
    }

    /// The policy for requests with this method, if there is one, and whether it covers the method.
    #[inline]
    pub(crate) fn policy(&self, method: &[u8]) -> Option<(&'static Policy, bool)> {
        match self.at(method) {
            (Reached::Policy { policy, .. }, covered) => Some((policy, covered)),
            (Reached::Plain { .. } | Reached::Nothing, _) => None,
        }
    }

    /// What the method reaches, and whether the policy there covers it.
    #[inline]
    fn at(&self, method: &[u8]) -> (Reached, bool) {
        let place = MethodSet::place(method);
        let reached = self.reached[place];
        if place + 1 == MethodSet::PLACES {
            return self.at_other(reached, method);
        }
        let covered = matches!(reached, Reached::Policy { covered: true, .. });
        (reached, covered)
    }

    /// Of the methods of no RFC a policy may cover some.
    fn at_other(&self, reached: Reached, method: &[u8]) -> (Reached, bool) {
        let Ok(method) = core::str::from_utf8(method) else {
            return (Reached::Nothing, false);
        };
        let covered = match reached {
            Reached::Policy { index, policy, .. } => self.parts[index].covers(policy, method),
            Reached::Plain { .. } | Reached::Nothing => false,
        };
        (reached, covered)
    }
}

/// What a request with this method reaches. All methods of no RFC reach the same.
fn reached(method: &str, parts: &[Part], opaque: bool) -> Reached {
    let Some(index) = handler_of(method, parts, opaque) else {
        return Reached::Nothing;
    };
    let part = &parts[index];
    match part.policy {
        Some(policy) => Reached::Policy {
            index,
            policy,
            covered: part.covers(policy, method),
        },
        None => Reached::Plain {
            disabled: part.disabled,
        },
    }
}

/// The handler a request with this method reaches. `HEAD` reaches that of `GET` unless it has one
/// of its own, and a handler for the rest takes what no other does.
///
/// An `opaque` part may have a handler for `HEAD` that nobody knows of.
fn handler_of(method: &str, parts: &[Part], opaque: bool) -> Option<usize> {
    let wanted = MethodSet::of(method);
    let serving = |wanted: MethodSet| {
        parts.iter().position(|part| match part.serves {
            Serves::Methods(set) => !wanted.is_empty() && set.contains(wanted),
            Serves::Rest | Serves::Opaque | Serves::Unserved => false,
        })
    };
    let of = |kinds: &[Serves]| parts.iter().position(|part| kinds.contains(&part.serves));
    let opaque = opaque || of(&[Serves::Opaque]).is_some();
    serving(wanted)
        .or_else(|| serving(MethodSet::GET).filter(|_| wanted == MethodSet::HEAD && !opaque))
        .or_else(|| of(&[Serves::Rest, Serves::Opaque]))
        .or_else(|| of(&[Serves::Unserved]))
}

fn grant(policy: &'static Policy, unserved: bool, parts: &[Part], opaque: bool) -> Grant {
    let strangers_post = || match handler_of("POST", parts, opaque) {
        // Nothing there could do what a header asks for.
        Some(index) if parts[index].serves == Serves::Unserved => false,
        Some(index) => !parts[index].has(policy),
        None => opaque,
    };
    Grant {
        policy,
        methods: header_value(&list_methods(policy, unserved, parts, opaque)),
        ask_each_time: policy.headers.is_some() && strangers_post(),
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
fn methods_of(
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

fn allow(parts: &[Part], opaque: bool) -> Vec<&'static str> {
    MethodSet::ALL
        .names()
        .filter(|method| {
            let handler = handler_of(method, parts, opaque);
            *method == "OPTIONS"
                || handler.is_some_and(|index| parts[index].serves != Serves::Unserved)
        })
        .collect()
}

fn header_value(names: &[&str]) -> HeaderValue {
    // Methods are tokens, so the joined list is always a header value.
    HeaderValue::try_from(names.join(",")).unwrap_or(HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::HeaderText;

    static ONE: Policy = Policy {
        credentials: true,
        ..Policy::deny_all()
    };
    static SAME: Policy = Policy {
        credentials: true,
        ..Policy::deny_all()
    };
    static OTHER: Policy = Policy::deny_all();
    static ANY: Policy = Policy {
        methods: Methods::Any,
        ..Policy::deny_all()
    };
    static NAMED: Policy = Policy {
        methods: Methods::Only(&["GET", "HEAD", "PURGE"]),
        ..Policy::deny_all()
    };

    fn part(serves: MethodSet, policy: &'static Policy) -> Part {
        Part::new(Serves::Methods(serves), Some(policy))
    }

    fn rest(policy: &'static Policy) -> Part {
        Part::new(Serves::Rest, Some(policy))
    }

    fn methods(path: &Path, method: &str) -> Option<String> {
        match path.find(method.as_bytes()) {
            Found::Covered(grant) => Some(grant.methods.to_str().expect("ascii").to_owned()),
            _ => None,
        }
    }

    #[test]
    fn equal_policies_of_a_path_share_their_methods() {
        let path = Path::new(
            vec![
                part(MethodSet::GET, &ONE),
                part(MethodSet::PUT, &SAME),
                part(MethodSet::DELETE, &OTHER),
            ],
            false,
        );
        assert_eq!(methods(&path, "PUT").as_deref(), Some("GET,HEAD,PUT"));
        assert_eq!(methods(&path, "HEAD").as_deref(), Some("GET,HEAD,PUT"));
        assert_eq!(methods(&path, "DELETE").as_deref(), Some("DELETE"));
        assert_eq!(methods(&path, "POST"), None);
        assert_eq!(methods(&path, "put"), None);
        assert_eq!(path.allow(), "GET,HEAD,PUT,DELETE,OPTIONS");
    }

    #[test]
    fn head_belongs_to_its_own_handler_if_there_is_one() {
        let plain = Part::new(Serves::Methods(MethodSet::HEAD), None);
        let path = Path::new(vec![part(MethodSet::GET, &ONE), plain], false);
        assert!(matches!(path.find(b"HEAD"), Found::Plain));
        assert_eq!(methods(&path, "GET").as_deref(), Some("GET"));
    }

    #[test]
    fn a_handler_for_any_method_serves_the_seven_unless_its_policy_says_otherwise() {
        let path = Path::new(vec![rest(&ONE)], false);
        assert_eq!(
            methods(&path, "PATCH").as_deref(),
            Some("GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS")
        );
        assert_eq!(methods(&path, "PURGE"), None);

        let path = Path::new(vec![rest(&ANY)], false);
        assert_eq!(methods(&path, "PURGE").as_deref(), Some("*"));

        let path = Path::new(vec![rest(&NAMED)], false);
        assert_eq!(methods(&path, "PURGE").as_deref(), Some("GET,HEAD,PURGE"));
        assert!(matches!(path.find(b"POST"), Found::NotCovered(_)));
    }

    #[test]
    fn the_star_is_never_sent_where_another_handler_stands() {
        let plain = Part::new(Serves::Rest, None);
        for (other, listed) in [
            (
                part(MethodSet::PUT, &OTHER),
                "GET,HEAD,POST,PATCH,DELETE,OPTIONS",
            ),
            (rest(&OTHER), "GET,HEAD"),
            (plain, "GET,HEAD"),
        ] {
            let mine = match other.serves {
                Serves::Methods(_) => rest(&ANY),
                _ => part(MethodSet::GET, &ANY),
            };
            let path = Path::new(vec![mine, other], false);
            assert_eq!(methods(&path, "GET").as_deref(), Some(listed));
        }
    }

    #[test]
    fn a_header_granted_for_one_method_is_not_kept_where_another_policy_has_post() {
        static HEADERS: Policy = Policy {
            headers: Some(HeaderText::new("x-a", || HeaderValue::from_static("x-a"))),
            ..Policy::deny_all()
        };
        let asks = |parts: &[Part], opaque| {
            let path = Path::new(parts.to_vec(), opaque);
            match path.find(b"GET") {
                Found::Covered(grant) => grant.ask_each_time,
                found => panic!("{found:?}"),
            }
        };
        let plain_post = Part::new(Serves::Methods(MethodSet::POST), None);
        let get = part(MethodSet::GET, &HEADERS);
        assert!(asks(&[get, part(MethodSet::POST, &OTHER)], false));
        assert!(asks(&[get, plain_post], false));
        assert!(asks(&[get, rest(&OTHER)], false));
        assert!(asks(&[get], true));
        assert!(!asks(&[get], false));
        assert!(!asks(&[get, part(MethodSet::PUT, &OTHER)], false));
        assert!(!asks(&[get, part(MethodSet::POST, &HEADERS)], false));
        assert!(!asks(
            &[
                part(MethodSet::GET, &OTHER),
                part(MethodSet::POST, &HEADERS)
            ],
            false
        ));
    }

    #[test]
    fn head_is_left_alone_where_nobody_knows_whose_it_is() {
        let path = Path::new(vec![part(MethodSet::GET, &ONE)], true);
        assert!(matches!(path.find(b"HEAD"), Found::Nothing));
        assert_eq!(methods(&path, "GET").as_deref(), Some("GET"));
    }

    #[test]
    fn any_method_on_a_route_of_one_method_is_that_method() {
        let path = Path::new(vec![part(MethodSet::GET, &ANY)], false);
        assert_eq!(methods(&path, "GET").as_deref(), Some("GET,HEAD"));
        assert!(matches!(path.find(b"PUT"), Found::Nothing));
    }

    #[test]
    fn a_more_specific_handler_takes_its_method_from_the_rest() {
        let path = Path::new(vec![rest(&ONE), part(MethodSet::PUT, &OTHER)], false);
        assert_eq!(methods(&path, "PUT").as_deref(), Some("PUT"));
        assert_eq!(
            methods(&path, "GET").as_deref(),
            Some("GET,HEAD,POST,PATCH,DELETE,OPTIONS")
        );
    }

    #[test]
    fn a_service_behind_a_layer_is_taken_to_serve_the_safelisted_methods() {
        let path = Path::of_service(&ONE);
        assert_eq!(methods(&path, "POST").as_deref(), Some("GET,HEAD,POST"));
        assert_eq!(methods(&path, "PUT"), None);
    }
}
