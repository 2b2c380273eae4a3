//! Errors of `origins = env("…")`: each entry that cannot be loaded, and each missing variable.

use cors_runtime::{
    LoadProblem, Policy,
    axum::{CorsMethodRouter, CorsRouter, routing},
    cors,
    layer::CorsLayer,
    policy,
    rocket::routes,
    try_load,
};

use crate::{assert_not_launched, child};

mod on_axum {
    use super::cors;

    #[cors(origins = env("ORIGINS_BROKEN"), credentials)]
    pub(super) async fn broken() {}

    #[cors(origins = env("ORIGINS_NEVER_SET"))]
    pub(super) async fn unset() {}
}

mod on_rocket {
    use rocket::get;

    use super::cors;

    #[cors(origins = env("ORIGINS_BROKEN"), credentials)]
    #[get("/broken")]
    pub(super) fn broken() {}

    #[cors(origins = env("ORIGINS_NEVER_SET"))]
    #[get("/unset")]
    pub(super) fn unset() {}
}

const BROKEN: &str =
    "https://a.example/, HTTPS://b.example http://intranet.example https://*.github.io * ok";

const MESSAGE: &str = "\
in the variable `ORIGINS_BROKEN`: origin `https://a.example/` ends in a slash
  note: browsers send an origin without a slash at its end, so this would never match
  help: write `https://a.example`
  help: see cors_runtime::rules#origin-trailing-slash
in the variable `ORIGINS_BROKEN`: origin `HTTPS://b.example` has upper-case letters
  note: browsers send origins in lower case and compare them byte by byte, so this would never match
  help: write `https://b.example`
  help: see cors_runtime::rules#origin-upper-case
in the variable `ORIGINS_BROKEN`: `http://intranet.example` is plain http and cannot go with `credentials`
  note: anyone on the network can put a script into a page over http, and read the user's data with it
  help: write `https://intranet.example`, move the origin to `dev_origins`, or write `allow(insecure_origins)`
  help: see cors_runtime::rules#insecure-origin-credentials
in the variable `ORIGINS_BROKEN`: `https://*.github.io` matches sites of other owners and cannot go with `credentials`
  note: anyone can get a name that matches, and could then read the user's data
  help: list your own hosts, such as `https://my-app.example.com`, or write `allow(public_suffixes)`
  help: see cors_runtime::rules#public-suffix-credentials
in the variable `ORIGINS_BROKEN`: `*` cannot be an entry of a list that is loaded at run time
  note: only the policy in the code can allow every site to read the responses
  help: list the origins, such as `https://app.example.com`, or write `origins = any` in the policy
  help: see cors_runtime::rules#origin-loaded-wildcard
in the variable `ORIGINS_BROKEN`: `ok` is not an origin
  note: browsers send a scheme, `://` and a host, such as `https://app.example.com`, and nothing else would match
  help: write an origin such as `https://app.example.com`; for every origin write `origins = any`
  help: see cors_runtime::rules#origin-malformed";

#[test]
fn each_wrong_entry_is_named_with_its_reason() {
    if !child::is_child() {
        let test = "environment_errors::each_wrong_entry_is_named_with_its_reason";
        child::run(test, &[("ORIGINS_BROKEN", BROKEN)]);
        return;
    }
    let error = on_axum::broken().policy().load().expect_err("it is broken");
    assert_eq!(error.to_string(), MESSAGE);
    // The output of `main` and `expect`.
    assert_eq!(format!("{error:?}"), MESSAGE);
    let rules: Vec<_> = error
        .problems()
        .iter()
        .map(|problem| match problem {
            LoadProblem::Origin {
                variable, rejected, ..
            } => (*variable, rejected.rule(), rejected.correction()),
            other => panic!("{other}"),
        })
        .collect();
    assert_eq!(
        rules[..2],
        [
            (
                "ORIGINS_BROKEN",
                "origin-trailing-slash",
                Some("https://a.example")
            ),
            (
                "ORIGINS_BROKEN",
                "origin-upper-case",
                Some("https://b.example")
            ),
        ]
    );
    // It allows no origin, not even those of its valid entries.
    assert!(
        !on_axum::broken()
            .policy()
            .allows_origin(b"https://x.github.io")
    );
}

static SEMICOLONS: Policy = policy!(origins = env("ORIGINS_SEMICOLONS"));
static JSON: Policy = policy!(origins = env("ORIGINS_JSON"));
static QUOTED: Policy = policy!(origins = env("ORIGINS_QUOTED"));
static LOOPBACK: Policy = policy!(origins = env("ORIGINS_LOOPBACK"));
static ESCAPED: Policy = policy!(origins = env("ORIGINS_ESCAPED"));
static REFERENCE: Policy = policy!(origins = env("ORIGINS_REFERENCE"));
static OTHER_FORM: Policy = policy!(origins = env("ORIGINS_OTHER_FORM"));

#[test]
fn list_in_another_form_is_rewritten() {
    if !child::is_child() {
        let test = "environment_errors::list_in_another_form_is_rewritten";
        let variables = [
            ("ORIGINS_SEMICOLONS", "https://a.example;https://b.example"),
            (
                "ORIGINS_JSON",
                "[\"https://a.example\", \"https://b.example\"]",
            ),
            ("ORIGINS_QUOTED", "'https://a.example,https://b.example'"),
            ("ORIGINS_LOOPBACK", "http://[::1]:3000, http://[::1]"),
            ("ORIGINS_ESCAPED", "https://a.example\\nhttps://b.example"),
            ("ORIGINS_REFERENCE", "${ORIGINS}"),
            ("ORIGINS_OTHER_FORM", "[\"https://a.example/\"]"),
        ];
        child::run(test, &variables);
        return;
    }
    for (policy, variable) in [
        (&SEMICOLONS, "ORIGINS_SEMICOLONS"),
        (&JSON, "ORIGINS_JSON"),
        (&QUOTED, "ORIGINS_QUOTED"),
        (&ESCAPED, "ORIGINS_ESCAPED"),
        (&REFERENCE, "ORIGINS_REFERENCE"),
        (&OTHER_FORM, "ORIGINS_OTHER_FORM"),
    ] {
        let text = policy.load().expect_err("another form").to_string();
        let note = "separated by commas or white space, without brackets and without quotes";
        assert!(text.contains(note), "{text}");
        let help = format!("help: set `{variable}=https://a.example,https://b.example`");
        assert!(text.ends_with(&help), "{text}");
        assert!(!policy.allows_origin(b"https://a.example"));
    }
    assert_eq!(LOOPBACK.load(), Ok(()));
}

static UNSET: Policy = policy!(origins = env("ORIGINS_NEVER_SET"));

const UNSET_MESSAGE: &str = "\
the variable `ORIGINS_NEVER_SET` is not set
  note: the policy reads its origins from it, so it would allow none
  help: set `ORIGINS_NEVER_SET=https://app.example.com`, or write `env(\"ORIGINS_NEVER_SET\", default = [])` \
    to start without it";

#[test]
fn unloaded_policy_cannot_enter_a_router() {
    #[cors(origins = env("ORIGINS_NEVER_SET"))]
    fn router() -> CorsRouter {
        CorsRouter::new()
    }

    #[cors(origins = env("ORIGINS_NEVER_SET"), methods = [GET])]
    fn plain_router() -> axum::Router {
        axum::Router::new()
    }

    #[cors(origins = env("ORIGINS_NEVER_SET"))]
    fn route() -> CorsMethodRouter {
        CorsMethodRouter::new()
    }

    let ways: [(&str, fn()); 8] = [
        ("get", || {
            let _: CorsMethodRouter = routing::get(on_axum::unset);
        }),
        ("any", || {
            let _: CorsMethodRouter = routing::any(on_axum::unset);
        }),
        ("post behind get", || {
            let _: CorsMethodRouter = routing::get(async || ()).post(on_axum::unset);
        }),
        ("MethodRouter", || {
            let _: axum::routing::MethodRouter = routing::get(on_axum::unset).into();
        }),
        ("CorsLayer", || {
            let _ = CorsLayer::new(&UNSET);
        }),
        ("a default", || {
            let _ = router();
        }),
        ("a default of plain routes", || {
            let _ = plain_router();
        }),
        ("a default of one route", || {
            let _ = route();
        }),
    ];
    for (way, make) in ways {
        let error = try_load(make).expect_err(way);
        assert_eq!(error.to_string(), UNSET_MESSAGE, "{way}");
        let panic = std::panic::catch_unwind(make).expect_err(way);
        let message = panic.downcast_ref::<String>().expect("a text");
        assert_eq!(message, UNSET_MESSAGE, "{way}");
    }
}

#[test]
fn try_load_reports_all_problems_at_once() {
    #[cors(origins = env("ORIGINS_NEVER_SET_EITHER"))]
    async fn other() {}

    let app = || {
        CorsRouter::<()>::new()
            .route("/unset", routing::get(on_axum::unset))
            .route("/again", routing::get(on_axum::unset))
            .route("/other", routing::get(other))
    };
    let error = try_load(app).expect_err("two variables are not set");
    let variables: Vec<_> = error
        .problems()
        .iter()
        .map(|problem| match problem {
            LoadProblem::Unset { variable, .. } => *variable,
            other => panic!("{other}"),
        })
        .collect();
    assert_eq!(variables, ["ORIGINS_NEVER_SET", "ORIGINS_NEVER_SET_EITHER"]);

    // An inner `try_load` collects its own problems, and a panic inside leaves none.
    let outer = try_load(|| {
        assert!(try_load(app).is_err());
        let panicked = std::panic::catch_unwind(|| try_load(|| panic!("something else")));
        assert!(panicked.is_err());
        "made"
    });
    assert_eq!(outer, Ok("made"));
    let outer = try_load(|| {
        assert!(try_load(app).is_err());
        app()
    });
    assert_eq!(outer.expect_err("the same two").problems().len(), 2);
    assert!(std::panic::catch_unwind(|| try_load(|| panic!("something else"))).is_err());
    assert!(std::panic::catch_unwind(app).is_err(), "outside it panics");
    assert_eq!(try_load(|| 7), Ok(7));
}

#[rocket::async_test]
async fn rocket_that_cannot_be_loaded_is_not_launched() {
    assert_not_launched(routes![on_rocket::unset]).await;
    if !child::is_child() {
        let test = "environment_errors::rocket_that_cannot_be_loaded_is_not_launched";
        child::run(test, &[("ORIGINS_BROKEN", BROKEN)]);
        return;
    }
    assert_not_launched(routes![on_rocket::broken]).await;
}

#[cfg(unix)]
#[test]
fn value_that_is_not_unicode_is_an_error() {
    use std::os::unix::ffi::OsStrExt;

    if !child::is_child() {
        let status = std::process::Command::new(std::env::current_exe().expect("the test itself"))
            .args([
                "environment_errors::value_that_is_not_unicode_is_an_error",
                "--exact",
            ])
            .env("CORS_TESTS_CHILD", "1")
            .env(
                "ORIGINS_NEVER_SET",
                std::ffi::OsStr::from_bytes(b"https://\xff.example"),
            )
            .status();
        assert!(status.expect("it runs").success());
        return;
    }
    let error = UNSET.load().expect_err("it is no text");
    assert!(matches!(
        error.problems(),
        [LoadProblem::NotUnicode {
            variable: "ORIGINS_NEVER_SET",
            ..
        }]
    ));
    assert_eq!(
        error.to_string(),
        "the value of the variable `ORIGINS_NEVER_SET` is not Unicode\n  \
         note: browsers send origins in ASCII, so an entry that is not Unicode would never match\n  \
         help: set `ORIGINS_NEVER_SET=https://app.example.com`"
    );
}
