//! `static ALLOWED: LiveOrigins`.

use cors_runtime::{
    LiveOrigins, Policy, RejectedOrigin, WithCredentials,
    axum::{CorsRouter, routing},
    cors, policy,
    rocket::routes,
};
use rocket::get;

use crate::{check, servers};

#[rocket::async_test]
async fn set_is_replaced_while_both_serve() {
    static PARTNERS: LiveOrigins = LiveOrigins::new();

    #[cors(origins = ["https://literal.example", PARTNERS])]
    async fn on_axum() {}

    #[cors(origins = ["https://literal.example", PARTNERS])]
    #[get("/")]
    fn on_rocket() {}

    let app = CorsRouter::new().route("/", routing::get(on_axum));
    let servers = servers(app, routes![on_rocket]).await;
    let literal = "https://literal.example";
    let (a, b) = ("https://a.example", "https://x.b.example");
    check(&servers, "/", &[literal], &[a, b, "null", ""]).await;

    PARTNERS.replace([a]).expect("an origin");
    check(&servers, "/", &[literal, a], &[b]).await;

    PARTNERS
        .replace(vec![String::from("https://*.b.example")])
        .expect("a pattern");
    check(&servers, "/", &[literal, b], &[a, "https://b.example"]).await;

    let error = PARTNERS
        .replace([a, "https://c.example/", "*"])
        .expect_err("two of them are wrong");
    let rules: Vec<_> = error.rejected().iter().map(RejectedOrigin::rule).collect();
    assert_eq!(rules, ["origin-trailing-slash", "origin-loaded-wildcard"]);
    assert_eq!(format!("{error:?}"), error.to_string());
    for rejected in error.rejected() {
        let message = rejected.to_string();
        assert!(error.to_string().contains(&message), "{message}");
        assert!(message.starts_with(&rejected.reason()) && !rejected.reason().is_empty());
        for part in [&rejected.note(), rejected.address()] {
            assert!(
                !part.is_empty() && message.contains(part),
                "{part}: {message}"
            );
        }
    }
    check(&servers, "/", &[literal, b], &[a]).await;

    let rejected = PARTNERS.replace_valid([a, "https://c.example/", "*", "https://d.example"]);
    let entries: Vec<_> = rejected.iter().map(RejectedOrigin::entry).collect();
    assert_eq!(entries, ["https://c.example/", "*"]);
    check(&servers, "/", &[literal, a, "https://d.example"], &[b]).await;

    PARTNERS.replace([""; 0]).expect("an empty set is valid");
    check(&servers, "/", &[literal], &[a, b]).await;
}

#[test]
fn set_keeps_the_rules_it_was_declared_for() {
    static PLAIN: LiveOrigins = LiveOrigins::new();
    static STRICT: LiveOrigins<WithCredentials> = LiveOrigins::with_credentials();
    static INTRANET: LiveOrigins<WithCredentials> =
        LiveOrigins::with_credentials().allow_insecure_origins();
    static PAGES: LiveOrigins<WithCredentials> =
        LiveOrigins::with_credentials().allow_public_suffixes();
    static PLAIN_PAGES: LiveOrigins = LiveOrigins::new().allow_public_suffixes();

    let rule = |result: Result<(), cors_runtime::RejectedOrigins>| match result {
        Ok(()) => "",
        Err(error) => error.rejected()[0].rule(),
    };
    let http = ["http://wiki.corp"];
    assert_eq!(rule(PLAIN.replace(http)), "");
    assert_eq!(rule(STRICT.replace(http)), "insecure-origin-credentials");
    assert_eq!(rule(INTRANET.replace(http)), "");
    assert_eq!(rule(STRICT.replace(["http://localhost:3000"])), "");

    // A policy with `enforce` may name any set.
    let pages = ["https://*.github.io"];
    assert_eq!(rule(PLAIN.replace(pages)), "public-suffix-enforce");
    assert_eq!(rule(STRICT.replace(pages)), "public-suffix-credentials");
    assert_eq!(rule(INTRANET.replace(pages)), "public-suffix-credentials");
    assert_eq!(rule(PAGES.replace(pages)), "");
    assert_eq!(rule(PLAIN_PAGES.replace(pages)), "");
    let extensions = ["moz-extension://*"];
    assert_eq!(
        rule(PLAIN_PAGES.replace(extensions)),
        "extension-wildcard-enforce"
    );
    assert_eq!(
        rule(PAGES.replace(extensions)),
        "extension-wildcard-credentials"
    );
    assert_eq!(rule(PLAIN.replace(["null"])), "null-enforce");
    assert_eq!(rule(STRICT.replace(["null"])), "null-credentials");
}

#[test]
fn help_names_the_methods_of_a_set() {
    static PLAIN: LiveOrigins = LiveOrigins::new();
    static STRICT: LiveOrigins<WithCredentials> = LiveOrigins::with_credentials();
    for entry in [
        "http://b.example",
        "http://0.0.0.0:3000",
        "https://*.github.io",
        "moz-extension://*",
        "null",
        "*",
    ] {
        for rejected in [PLAIN.check([entry]), STRICT.check([entry])] {
            let Err(rejected) = rejected else { continue };
            let text = rejected.to_string();
            let (_, help) = text.split_once("help: ").expect("a help");
            assert!(
                !help.contains("`allow(") && !help.contains("dev_origins"),
                "{text}"
            );
        }
    }
    let text = STRICT
        .check(["http://b.example"])
        .expect_err("plain http")
        .to_string();
    let help =
        "help: write `https://b.example`, or declare the set with `.allow_insecure_origins()`";
    assert!(text.contains(help), "{text}");
}

#[test]
fn origins_of_a_set_can_be_read() {
    static SET: LiveOrigins = LiveOrigins::new();
    assert!(SET.origins().is_empty());
    SET.replace([
        "https://*.b.example",
        "https://longer.example",
        "https://a.example",
        "https://a.example",
        "https://*.a.example:*",
    ])
    .expect("origins");
    let origins = [
        "https://a.example",
        "https://longer.example",
        "https://*.a.example:*",
        "https://*.b.example",
    ];
    assert_eq!(SET.origins(), origins);
    assert_eq!(format!("{SET:?}"), format!("{origins:?}"));
    assert!(SET.allows(b"https://x.a.example:8443"));
    assert!(!SET.allows(b"https://a.example:8443"));
}

#[test]
fn policies_of_one_set_are_equal_and_name_it() {
    mod config {
        pub(super) static ONE: cors_runtime::LiveOrigins = cors_runtime::LiveOrigins::new();
    }
    static TWO: LiveOrigins = LiveOrigins::new();
    static A: Policy = policy!(origins = config::ONE);
    static B: Policy = policy!(origins = [config::ONE]);
    static C: Policy = policy!(origins = TWO);
    static DEVELOPMENT: Policy = policy!(origins = ["https://a.example"], dev_origins = [TWO]);

    assert_eq!(A, B);
    assert_ne!(A, C);
    assert_eq!(A.sources().collect::<Vec<_>>(), ["config::ONE"]);
    assert_eq!(A.origins().count(), 0);
    assert_eq!(
        DEVELOPMENT.sources().count(),
        usize::from(cfg!(debug_assertions))
    );
}
