//! `base = …`: each key, absent, empty or present, on a base with and without it.

// A policy is declared beside its assertions.
#![allow(clippy::items_after_statements)]

use cors_runtime::{LoadProblem, Origin, Policy, policy};

const NO_NAMES: &[&str] = &[];
/// No header at all, which is not an empty one.
const NONE: &str = "no header";
const DEBUG: bool = cfg!(debug_assertions);

/// The public properties of a policy.
fn shown(policy: &Policy) -> [String; 8] {
    let lists = |origin: &str| policy.allows_origin(origin.as_bytes()).to_string();
    [
        policy.origins().collect::<Vec<_>>().join(" "),
        lists("http://dev.local"),
        policy.credentials().to_string(),
        policy.methods().unwrap_or_default().join(","),
        policy.headers().unwrap_or(NONE).to_owned(),
        policy.expose_headers().unwrap_or(NONE).to_owned(),
        policy.max_age().unwrap_or(NONE).to_owned(),
        policy.enforces().to_string(),
    ]
}

/// A policy with nothing but an origin, which every row starts from.
static BARE: Policy = policy!(origins = ["https://base.example"]);
/// A policy with every key.
static FULL: Policy = policy!(
    origins = ["https://base.example"],
    dev_origins = ["http://dev.local"],
    credentials,
    methods = [PUT],
    headers = ["x-base"],
    expose_headers = ["x-base-out"],
    max_age = 60,
    enforce,
);

/// The indices of the properties in [`shown`].
const ORIGINS: usize = 0;
const DEV_ORIGINS: usize = 1;
const CREDENTIALS: usize = 2;
const METHODS: usize = 3;
const HEADERS: usize = 4;
const EXPOSE_HEADERS: usize = 5;
const MAX_AGE: usize = 6;
const ENFORCE: usize = 7;

/// A key decides its own property on either base; the other properties are those of the base.
macro_rules! rows {
    ($($place:ident = $value:expr, $text:literal: [$($keys:tt)*];)*) => {
        #[test]
        fn key_replaces_that_of_the_base_and_no_other() {
            $({
                static ON_BARE: Policy = policy!(base = BARE, $($keys)*);
                static ON_FULL: Policy = policy!(base = FULL, $($keys)*);
                static TWICE: Policy = policy!(base = ON_FULL);
                // The list of origins shows those of a debug build as well.
                let places = |policy| {
                    let mut places = shown(policy);
                    places[ORIGINS] = places[ORIGINS].replace(" http://dev.local", "");
                    places
                };
                for (based, base) in [(&ON_BARE, &BARE), (&ON_FULL, &FULL), (&TWICE, &FULL)] {
                    let mut expected = places(base);
                    expected[$place] = $value.to_string();
                    assert_eq!(places(based), expected, "{}", $text);
                }
            })*
        }
    };
}

rows! {
    ORIGINS = "https://own.example", "another list": [origins = ["https://own.example"]];
    ORIGINS = "https://own.example", "a constant": [origins = OWN];
    DEV_ORIGINS = DEBUG, "the same list": [dev_origins = ["http://dev.local"]];
    DEV_ORIGINS = false, "no list": [dev_origins = []];
    CREDENTIALS = true, "on": [credentials];
    CREDENTIALS = false, "off": [credentials = false];
    METHODS = "PATCH", "another list": [methods = [PATCH]];
    HEADERS = "x-own", "another list": [headers = ["x-own"]];
    HEADERS = NONE, "an empty list": [headers = []];
    HEADERS = NONE, "a constant without entries": [headers = NO_NAMES];
    HEADERS = NONE, "a list of such": [headers = [NO_NAMES]];
    EXPOSE_HEADERS = "x-own", "another list": [expose_headers = ["x-own"]];
    EXPOSE_HEADERS = NONE, "an empty list": [expose_headers = []];
    EXPOSE_HEADERS = NONE, "a constant without entries": [expose_headers = NO_NAMES];
    MAX_AGE = "5", "another time": [max_age = 5];
    MAX_AGE = "0", "none": [max_age = 0];
    ENFORCE = true, "on": [enforce];
    ENFORCE = false, "off": [enforce = false];
}

const OWN: &str = "https://own.example";

#[test]
fn policy_of_a_base_alone_is_the_base() {
    static BARE_TOO: Policy = policy!(base = BARE);
    static FULL_TOO: Policy = policy!(base = FULL);
    assert_eq!((BARE, FULL), (BARE_TOO, FULL_TOO));
    assert_eq!(shown(&FULL_TOO)[DEV_ORIGINS], DEBUG.to_string());
}

#[test]
fn every_word_for_all_names_replaces_a_list() {
    static ALL: Policy = policy!(
        base = FULL,
        credentials = false,
        methods = any,
        headers = any,
        expose_headers = any
    );
    assert_eq!((ALL.methods(), ALL.headers()), (None, Some("*")));
    assert_eq!(ALL.expose_headers(), Some("*"));
}

#[test]
fn any_leaves_nothing_to_dev_origins_of_a_base() {
    static ANY: Policy = policy!(
        base = FULL,
        origins = any,
        credentials = false,
        enforce = false
    );
    assert!(ANY.allows_any_origin());
    static LISTED: Policy = policy!(base = ANY, origins = ["https://own.example"]);
    assert!(!LISTED.allows_origin(b"http://dev.local"));
}

#[test]
fn dev_origins_of_a_policy_are_added_to_the_origins_of_its_base() {
    static DEV: Policy = policy!(base = BARE, dev_origins = ["http://own.local"], credentials);
    static DYNAMIC: Policy = policy!(base = DEV, dev_origins = env("BASES_NO_SUCH_VARIABLE"));
    static MOVED: Policy = policy!(base = DEV, origins = ["https://own.example"]);
    assert!(DEV.allows_origin(b"https://base.example"));
    assert_eq!(DEV.allows_origin(b"http://own.local"), DEBUG);
    assert!(DYNAMIC.allows_origin(b"https://base.example"));
    assert!(!DYNAMIC.allows_origin(b"http://own.local"));
    assert!(MOVED.allows_origin(b"https://own.example"));
    assert!(!MOVED.allows_origin(b"https://base.example"));
    assert_eq!(MOVED.allows_origin(b"http://own.local"), DEBUG);
}

fn in_the_office(origin: &Origin<'_>) -> bool {
    origin.is_subdomain_of("office.example")
}

/// The value of a variable is checked when it is loaded, with the allowances of the policy that loads it.
#[test]
fn allowance_of_a_base_ends_where_credentials_are_added() {
    // The variable is not set, so its default is checked.
    const PLAIN: &str = "http://loaded.example";
    static PUBLIC: Policy = policy!(
        origins = [
            env("BASES_NO_SUCH_VARIABLE", default = [PLAIN]),
            matching(in_the_office)
        ],
        allow(insecure_origins, unchecked_origins),
    );
    PUBLIC.load().expect("nothing is private");
    assert!(PUBLIC.allows_origin(b"http://a.office.example"));

    static AS_WELL: Policy = policy!(base = PUBLIC, max_age = 5);
    AS_WELL.load().expect("nothing is private");

    static LISTED: Policy = policy!(
        origins = [env("BASES_NO_SUCH_VARIABLE", default = [PLAIN])],
        allow(insecure_origins),
    );
    static PRIVATE: Policy = policy!(base = LISTED, credentials);
    let error = PRIVATE.load().expect_err("plain http beside credentials");
    let [LoadProblem::Origin { rejected, .. }] = error.problems() else {
        panic!("{error}");
    };
    assert_eq!(rejected.rule(), "insecure-origin-credentials");

    static ALLOWED: Policy = policy!(base = LISTED, credentials, allow(insecure_origins));
    static ALLOWED_ABOVE: Policy = policy!(base = ALLOWED, max_age = 5);
    for policy in [&ALLOWED, &ALLOWED_ABOVE] {
        policy.load().expect("its author has allowed it");
        assert!(policy.allows_origin(PLAIN.as_bytes()));
    }
    // Credentials that are turned off and on again need the allowance again.
    static OFF: Policy = policy!(base = ALLOWED, credentials = false);
    static ON: Policy = policy!(base = OFF, credentials);
    assert!(OFF.load().is_ok());
    assert!(ON.load().is_err());
}
