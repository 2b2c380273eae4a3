//! Functions that accept origins which their policy rejects, or which no browser sends.

use cors_runtime::{LoadProblem, Origin, Policy, policy};

/// The error at the start.
fn problems(policy: &Policy) -> Vec<String> {
    let Err(error) = policy.load() else {
        return Vec::new();
    };
    let text = |problem: &LoadProblem| match problem {
        LoadProblem::Overruled { rejected, .. } => {
            format!("{} {}", rejected.rule(), rejected.entry())
        }
        LoadProblem::Host {
            host, correction, ..
        } => format!("{host} {}", correction.as_deref().unwrap_or("-")),
        other => panic!("{other}"),
    };
    error.problems().iter().map(text).collect()
}

fn nas(origin: &Origin<'_>) -> bool {
    origin.scheme() == "http" && origin.host() == "nas.home"
}

fn below_nas(origin: &Origin<'_>) -> bool {
    origin.scheme() == "http" && origin.is_subdomain_of("nas.home") && origin.port() == Some(3000)
}

fn in_the_lan(origin: &Origin<'_>) -> bool {
    use core::net::IpAddr;
    matches!(origin.address(), Some(IpAddr::V4(address)) if address.is_private())
        && origin.scheme() == "http"
}

fn extension(origin: &Origin<'_>) -> bool {
    origin.scheme() == "moz-extension"
}

fn installed(origin: &Origin<'_>) -> bool {
    origin.host() == ID
}

fn websocket(origin: &Origin<'_>) -> bool {
    origin.scheme() == "wss" && origin.host() == "app.example.com"
}

fn everywhere(origin: &Origin<'_>) -> bool {
    matches!(origin.host(), host if host == "0.0.0.0" || host == "app.example.com")
}

fn of_any_scheme(origin: &Origin<'_>) -> bool {
    origin.host() == "app.example.com" || origin.is_subdomain_of("corp.example")
}

const ID: &str = "0b9a7f3e-0000-4000-8000-000000000000";
const EXTENSION: &[u8] = b"moz-extension://0b9a7f3e-0000-4000-8000-000000000000";

/// A private policy of this function, without an allowance for it.
macro_rules! private {
    ($($function:ident)*) => {
        [$({
            static PRIVATE: Policy = policy!(
                origins = matching($function),
                credentials,
                allow(unchecked_origins),
            );
            &PRIVATE
        }),*]
    };
}

#[test]
fn plain_http_beside_credentials_fails_the_start() {
    let [nas, below, lan] = private![nas below_nas in_the_lan];
    let insecure = |origin: &str| [format!("insecure-origin-credentials {origin}")];
    assert_eq!(problems(nas), insecure("http://nas.home"));
    assert_eq!(problems(below), insecure("http://a.nas.home:3000"));
    assert_eq!(problems(lan), insecure("http://10.0.0.10"));
    assert!(!nas.allows_origin(b"http://nas.home"));
    assert_eq!(
        nas.load().expect_err("it is never called").to_string(),
        "the function `nas` accepts an origin that this policy refuses: \
         `http://nas.home` is plain http and cannot go with `credentials`\n  \
         note: anyone on the network can put a script into a page over http, and read the user's data with it\n  \
         help: use https, move the origin to `dev_origins`, or write `allow(insecure_origins)`\n  \
         help: see cors_runtime::rules#insecure-origin-credentials"
    );
}

#[test]
fn plain_http_is_probed_where_the_policy_allows_it() {
    static PUBLIC: Policy = policy!(origins = [matching(nas), matching(in_the_lan)]);
    static ALLOWED: Policy = policy!(
        origins = [matching(nas), matching(in_the_lan)],
        credentials,
        allow(unchecked_origins, insecure_origins)
    );
    for policy in [&PUBLIC, &ALLOWED] {
        assert_eq!(problems(policy), [""; 0]);
        assert!(policy.allows_origin(b"http://nas.home"));
        assert!(policy.allows_origin(b"http://10.1.2.3:8080"));
        assert!(!policy.allows_origin(b"http://203.0.113.7"));
    }
}

/// The function accepts the origins over https, which are the intended ones.
#[test]
fn function_without_a_look_at_the_scheme_starts() {
    let [policy] = private![of_any_scheme];
    assert_eq!(problems(policy), [""; 0]);
    assert!(policy.allows_origin(b"https://app.example.com"));
    assert!(!policy.allows_origin(b"http://app.example.com"));
}

#[test]
fn extensions_are_probed_where_patterns_may_name_them() {
    static PUBLIC: Policy = policy!(origins = [matching(extension), matching(installed)]);
    static ENFORCED: Policy = policy!(origins = matching(extension), enforce);
    static WANTED: Policy = policy!(
        origins = matching(extension),
        enforce,
        allow(extension_wildcard)
    );
    for policy in [&PUBLIC, &WANTED] {
        assert_eq!(problems(policy), [""; 0]);
        assert!(policy.allows_origin(EXTENSION));
        for no_id in [
            &b"moz-extension://*"[..],
            b"moz-extension://a",
            b"moz-extension://",
        ] {
            assert!(!policy.allows_origin(no_id), "{}", no_id.escape_ascii());
        }
    }
    let sample = "moz-extension://00000000-0000-4000-8000-000000000000";
    let refused = |rule: &str, origin: &str| [format!("{rule} {origin}")];
    assert_eq!(
        problems(&ENFORCED),
        refused("extension-wildcard-enforce", sample)
    );
    let [every, one] = private![extension installed];
    assert_eq!(
        problems(every),
        refused("extension-wildcard-credentials", sample)
    );
    let installed = format!("moz-extension://{ID}");
    assert_eq!(
        problems(one),
        refused("extension-wildcard-credentials", &installed)
    );
}

#[test]
fn origins_that_cannot_exist_fail_the_start() {
    static WEBSOCKET: Policy = policy!(origins = matching(websocket));
    static EVERYWHERE: Policy = policy!(origins = matching(everywhere));
    assert_eq!(
        problems(&WEBSOCKET),
        ["origin-scheme-never-sent wss://app.example.com"]
    );
    // A page has such an origin, and no cookies are at stake.
    assert_eq!(problems(&EVERYWHERE), [""; 0]);
    let [everywhere] = private![everywhere];
    assert_eq!(
        problems(everywhere),
        ["origin-unspecified-address http://0.0.0.0"]
    );
}

#[test]
fn texts_that_no_host_is_fail_the_start() {
    fn whole(origin: &Origin<'_>) -> bool {
        origin.host() == "https://app.example.com"
    }
    fn with_port(origin: &Origin<'_>) -> bool {
        origin.host() == "localhost:3000"
    }
    fn upper_case(origin: &Origin<'_>) -> bool {
        origin.scheme() == "https" && origin.host().is_in(&["App.Example.com", "b.example"])
    }
    fn dotted(origin: &Origin<'_>) -> bool {
        origin.is_subdomain_of(".example.com") || origin.is_subdomain_of("*.example.org")
    }
    fn bare_address(origin: &Origin<'_>) -> bool {
        origin.host() == "::1"
    }
    fn no_subdomain(origin: &Origin<'_>) -> bool {
        origin.host() == "app.example.com" && !origin.is_subdomain_of(".example.com")
    }
    static WHOLE: Policy = policy!(origins = matching(whole));
    static WITH_PORT: Policy = policy!(origins = matching(with_port));
    static UPPER_CASE: Policy = policy!(origins = matching(upper_case));
    static DOTTED: Policy = policy!(origins = matching(dotted));
    static BARE_ADDRESS: Policy = policy!(origins = matching(bare_address));
    static NO_SUBDOMAIN: Policy = policy!(origins = matching(no_subdomain));

    assert_eq!(
        problems(&WHOLE),
        ["https://app.example.com app.example.com"]
    );
    assert_eq!(problems(&WITH_PORT), ["localhost:3000 localhost"]);
    assert_eq!(problems(&UPPER_CASE), ["App.Example.com app.example.com"]);
    assert_eq!(
        problems(&DOTTED),
        ["*.example.org example.org", ".example.com example.com"]
    );
    assert_eq!(problems(&BARE_ADDRESS).len(), 1);
    assert_eq!(problems(&NO_SUBDOMAIN), [""; 0]);
    assert_eq!(
        WITH_PORT.load().expect_err("no host").to_string(),
        "the function `with_port` compares with the host `localhost:3000`, which no browser sends\n  \
         note: a host comes in lower case, without scheme, port, path and star\n  \
         help: compare with `localhost`"
    );
}

/// Each collection of hosts, and a host that none has.
#[test]
fn host_is_looked_up_in_lists_sets_and_maps() {
    use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

    fn listed(origin: &Origin<'_>) -> bool {
        let host = origin.host();
        let list = ["a.example", "b.example"];
        let found = [
            host.is_in(&list),
            host.is_in(&list[..]),
            host.is_in(&list.to_vec()),
            host.is_in(&list.map(String::from)),
            host.is_in(&HashSet::from(list)),
            host.is_in(&BTreeSet::from(list.map(String::from))),
            host.is_in(&HashMap::from(list.map(|host| (host.to_owned(), 1)))),
            host.is_in(&BTreeMap::from(list.map(|host| (host, 1)))),
        ];
        assert!(found.iter().all(|one| *one == found[0]), "{found:?}");
        found[0]
    }
    static LISTED: Policy = policy!(origins = matching(listed));
    assert_eq!(problems(&LISTED), [""; 0]);
    assert!(LISTED.allows_origin(b"https://b.example"));
    assert!(!LISTED.allows_origin(b"https://c.example"));
    assert!(!LISTED.allows_origin(b"https://evilb.example"));
}

#[test]
fn dev_origins_take_a_function_in_debug_builds() {
    const DEBUG: bool = cfg!(debug_assertions);

    fn anybody(_: &Origin<'_>) -> bool {
        true
    }
    // `dev_origins` needs no `allow(…)`: the function runs in debug builds only.
    static DEV: Policy = policy!(
        origins = ["https://app.example.com"],
        dev_origins = ["http://localhost:*", matching(in_the_lan)],
        credentials,
    );
    static ALONE: Policy = policy!(dev_origins = matching(in_the_lan), enforce);
    static ANYBODY: Policy = policy!(dev_origins = matching(anybody));

    for policy in [&DEV, &ALONE] {
        assert_eq!(problems(policy), [""; 0]);
        assert_eq!(policy.allows_origin(b"http://192.168.1.7:5173"), DEBUG);
        assert!(!policy.allows_origin(b"http://203.0.113.7:5173"));
    }
    let sources: Vec<_> = DEV.sources().collect();
    assert_eq!(sources, ["matching(in_the_lan)"][..usize::from(DEBUG)]);
    // Loading checks it like any other function.
    assert_eq!(ANYBODY.load().is_err(), DEBUG);
}
