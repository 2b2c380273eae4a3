//! Calls that follow each other on one URL: a browser caches preflights, so a permission for one handler must
//! not open another one. The results are written down here, and hold in the real engines and in our browser as any engine.

mod apps;
mod calls;
mod handled;
mod run;

use cors_runtime::testing;
use cors_webdriver::Engine;

use self::{
    apps::PARTNER,
    calls::{Call, Sequence, bare, json, with_header},
};
use crate::{ours_as, report::differences};
use cors_tests::ADMIN;

/// All of them, so that one browser can run them.
static SEQUENCES: [&[Sequence]; 6] = [
    &OPAQUE_PARTS,
    &FALLBACKS,
    &HEAD,
    &GRANTED_HEADER,
    &MIGRATION,
    &SEPARATE_PREFLIGHTS,
];

/// A default over opaque handlers for `GET` and `PUT`, and a stricter policy for `DELETE` and `POST`.
static OPAQUE_PARTS: [Sequence; 6] = [
    Sequence {
        server: "mixed-route",
        page: PARTNER,
        calls: &PARTNER_ON_MIXED,
    },
    Sequence {
        server: "mixed-route",
        page: ADMIN,
        calls: &[
            bare("DELETE").permitted("strict"),
            json("POST").permitted("strict"),
        ],
    },
    Sequence {
        server: "mixed-service",
        page: PARTNER,
        calls: &PARTNER_ON_MIXED,
    },
    // A preflight of an origin that only a policy inside a hidden router allows stays closed.
    Sequence {
        server: "mixed-service",
        page: ADMIN,
        calls: &[bare("DELETE").blocked(), json("POST").blocked()],
    },
    Sequence {
        server: "mixed-service-for-both",
        page: PARTNER,
        calls: &PARTNER_ON_MIXED,
    },
    Sequence {
        server: "mixed-service-for-both",
        page: ADMIN,
        calls: &[
            json("PUT").permitted("plain"),
            bare("DELETE").permitted("strict"),
            json("POST").permitted("strict"),
        ],
    },
];

// A blocked call makes a browser forget the earlier preflights of the URL, so both calls follow a `PUT` directly.
const PARTNER_ON_MIXED: [Call; 5] = [
    json("PUT").permitted("plain"),
    bare("DELETE").blocked(),
    json("POST").blocked(),
    json("PUT").permitted("plain"),
    json("POST").blocked(),
];

/// A policy for `GET` alone, beside a plain handler for all other methods.
static FALLBACKS: [Sequence; 2] = [
    Sequence {
        server: "fallback",
        page: PARTNER,
        calls: &[json("GET").permitted("read_only"), json("POST").blocked()],
    },
    Sequence {
        server: "method-not-allowed-fallback",
        page: PARTNER,
        calls: &[json("GET").permitted("read_only"), json("POST").blocked()],
    },
];

/// A stricter policy for `GET`, and a default over an opaque route that might serve `HEAD`.
static HEAD: [Sequence; 2] = [
    Sequence {
        server: "strict-get",
        page: PARTNER,
        calls: &[bare("HEAD").hidden("strict"), bare("GET").hidden("strict")],
    },
    Sequence {
        server: "strict-get",
        page: ADMIN,
        calls: &[
            bare("HEAD").readable("strict"),
            bare("GET").readable("strict"),
        ],
    },
];

/// `PUT` grants a header that `DELETE` does not grant.
static GRANTED_HEADER: [Sequence; 2] = [
    Sequence {
        server: "two-policies",
        page: PARTNER,
        calls: &PUT_AND_DELETE,
    },
    Sequence {
        server: "two-policies-on-rocket",
        page: PARTNER,
        calls: &PUT_AND_DELETE,
    },
];

// The standard caches a header of `PUT` and the method `DELETE` apart from each other, and forgets both after a
// blocked call. Chromium caches the last preflight alone.
const PUT_AND_DELETE: [Call; 5] = [
    with_header("PUT", "x-admin", "1").permitted("replace"),
    bare("DELETE").permitted("remove"),
    with_header("DELETE", "x-admin", "1").blocked(),
    with_header("PUT", "x-admin", "1").permitted("replace"),
    with_header("DELETE", "x-admin", "1").blocked(),
];

/// A default over a plain `Router` of plain handlers.
static MIGRATION: [Sequence; 1] = [Sequence {
    server: "migrated",
    page: PARTNER,
    calls: &[
        json("PUT").permitted("plain"),
        json("PUT").readable("plain"),
    ],
}];

/// Two preflights of one URL, for handlers with policies of their own.
static SEPARATE_PREFLIGHTS: [Sequence; 2] = [
    Sequence {
        server: "no-granted-headers",
        page: PARTNER,
        calls: &[
            bare("PUT").permitted("replace_bare"),
            bare("PUT").readable("replace_bare"),
            bare("DELETE").permitted("remove"),
            bare("DELETE").readable("remove"),
            bare("PUT").permitted("replace_bare"),
        ],
    },
    // A preflight that may not be cached takes the place of an earlier one, too.
    Sequence {
        server: "two-policies",
        page: PARTNER,
        calls: &[
            bare("DELETE").permitted("remove"),
            with_header("PUT", "x-admin", "1").permitted("replace"),
            bare("DELETE").permitted("remove"),
        ],
    },
];

/// Every browser gets the expected results, and in ours the requests and responses equal those of the same engine.
fn check(sequences: &[Sequence]) {
    check_in(
        &[Engine::Chromium, Engine::Firefox, Engine::WebKit],
        &run::ENGINES,
        sequences,
    );
}

fn check_in(engines: &[Engine], ours: &[testing::Engine], sequences: &[Sequence]) {
    for engine in engines {
        let Some(programs) = engine.installed() else {
            continue;
        };
        let failures: Vec<String> = sequences
            .iter()
            .flat_map(|sequence| failures(*engine, ours, sequence, &run::of(sequence, &programs)))
            .collect();
        assert!(failures.is_empty(), "\n{}", failures.join("\n\n"));
    }
}

fn failures(
    engine: Engine,
    ours: &[testing::Engine],
    sequence: &Sequence,
    ran: &run::Ran,
) -> Vec<String> {
    let Sequence { server, page, .. } = sequence;
    let (expected, (outcome, results)) = (sequence.expected(), &ran.real);
    let name = format!("{engine:?}");
    let title = |browser: &str| format!("{browser}, a page of {page} on {server}");
    let mut failures = Vec::new();
    if *results != expected {
        let differences = differences("expected", &expected, &name, results);
        failures.push(format!("{}\n{results:#?}\n{differences}", title(&name)));
    }
    let is_checked = |one: &&run::Ours| ours.contains(&one.engine);
    for one in ran.ours.iter().filter(is_checked) {
        let title = title(&format!("our browser as {:?}", one.engine));
        let differences = if one.results != expected {
            differences("expected", &expected, "ours", &one.results)
        } else if one.engine == ours_as(engine) && one.outcome != *outcome {
            differences("ours", &one.outcome, &name, outcome)
        } else {
            continue;
        };
        failures.push(format!("{title}\n{differences}\n{}", one.explanation));
    }
    failures
}

#[test]
fn put_permission_opens_no_delete_and_no_post() {
    check(&OPAQUE_PARTS);
}

// `POST` needs no permission itself: a header that was granted for `GET` would be enough.
#[test]
fn get_permission_opens_no_json_post_to_a_fallback() {
    check(&FALLBACKS);
}

#[test]
fn head_is_readable_under_the_policy_of_get_alone() {
    check(&HEAD);
}

#[test]
fn header_granted_for_put_goes_with_no_delete() {
    check(&GRANTED_HEADER);
}

#[test]
fn migrated_plain_router_keeps_its_preflight_cache() {
    check(&MIGRATION);
}

// The others cache each method and each header.
#[test]
fn last_preflight_alone_is_remembered_by_some_engines() {
    let ours = [
        testing::Engine::Chromium,
        testing::Engine::WebKit,
        testing::Engine::Strictest,
    ];
    check_in(
        &[Engine::Chromium, Engine::WebKit],
        &ours,
        &SEPARATE_PREFLIGHTS,
    );
}
