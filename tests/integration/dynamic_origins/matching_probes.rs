//! A function of `matching(…)` that accepts too many origins fails at start.

use cors_runtime::{
    LoadProblem, Origin, Policy,
    axum::{CorsRouter, routing},
    cors, policy,
    rocket::routes,
    try_load,
};
use rocket::get;

use crate::assert_not_launched;

use crate::matching::is_preview;

/// The probes that a function accepted at start.
fn found_out(policy: &Policy) -> Vec<String> {
    match policy.load() {
        Ok(()) => Vec::new(),
        Err(error) => error
            .problems()
            .iter()
            .map(|problem| match problem {
                LoadProblem::Matching { origin, .. } => origin.clone(),
                other => panic!("{other}"),
            })
            .collect(),
    }
}

#[test]
fn too_lax_function_fails_at_start() {
    fn anybody(_: &Origin<'_>) -> bool {
        true
    }
    fn by_end(origin: &Origin<'_>) -> bool {
        let name = origin.subdomain_of("com");
        name.is_some_and(|name| name.ends_with("example"))
    }
    fn by_beginning(origin: &Origin<'_>) -> bool {
        let name = origin.subdomain_of("invalid");
        name.is_some_and(|name| name.starts_with("example.com"))
    }
    fn by_a_host_and_its_end(origin: &Origin<'_>) -> bool {
        let name = origin.subdomain_of("example");
        origin.host() == "shop.example" || name.is_some_and(|name| name.ends_with("shop"))
    }
    fn any_address(origin: &Origin<'_>) -> bool {
        origin.address().is_some()
    }
    fn any_extension_of_chromium(origin: &Origin<'_>) -> bool {
        origin.scheme() == "chrome-extension"
    }
    fn insecure(origin: &Origin<'_>) -> bool {
        origin.scheme() == "http"
    }
    static ANYBODY: Policy = policy!(origins = matching(anybody));
    static BY_END: Policy = policy!(origins = ["https://app.example.com", matching(by_end)]);
    static BY_BEGINNING: Policy =
        policy!(origins = ["https://example.com", matching(by_beginning)]);
    static BY_END_OF_ITS_OWN: Policy = policy!(origins = matching(by_a_host_and_its_end));
    static BY_END_OF_A_DEFAULT: Policy = policy!(
        origins = [
            env("ORIGINS_NO_SUCH", default = ["https://*.example.com"]),
            matching(by_end)
        ]
    );
    static INSECURE: Policy = policy!(origins = matching(insecure));
    static ADDRESS: Policy = policy!(origins = matching(any_address));
    static EXTENSION: Policy = policy!(origins = matching(any_extension_of_chromium));

    // A policy that fails to load allows only the other entries of its list.
    assert!(BY_END.load().is_err());
    assert!(!BY_END.allows_origin(b"https://evilexample.com"));
    assert!(!BY_END.allows_origin(b"https://www.example.com"));
    assert!(BY_END.allows_origin(b"https://app.example.com"));

    assert_eq!(found_out(&ANYBODY)[0], "https://evil.invalid");
    assert_eq!(found_out(&BY_END), ["https://evilexample.com"]);
    assert_eq!(
        found_out(&BY_BEGINNING),
        ["https://example.com.evil.invalid"]
    );
    assert_eq!(found_out(&BY_END_OF_ITS_OWN), ["https://evilshop.example"]);
    assert_eq!(found_out(&BY_END_OF_A_DEFAULT), ["https://evilexample.com"]);
    assert_eq!(found_out(&INSECURE)[0], "http://evil.invalid");
    assert_eq!(
        found_out(&ADDRESS),
        ["https://203.0.113.7", "https://[2001:db8::7]"]
    );
    assert_eq!(
        found_out(&EXTENSION),
        ["chrome-extension://fakefakefakefakefakefakefakefake"]
    );
    assert_eq!(
        BY_END.load().expect_err("it is found out").to_string(),
        "the function `by_end` accepts `https://evilexample.com`\n  \
         note: anyone can register such a host, and its pages could read what the policy protects\n  \
         help: compare whole hosts, with `origin.host() == \"…\"` or `origin.is_subdomain_of(\"…\")`, or write \
         `origins = any` if every site may call"
    );
}

#[test]
fn function_comparing_whole_hosts_is_accepted() {
    fn below(origin: &Origin<'_>) -> bool {
        origin.is_subdomain_of("example.com") || origin.host() == "shop.example.co.uk"
    }
    fn pages(origin: &Origin<'_>) -> bool {
        origin.subdomain_of("github.io") == Some("us")
    }
    // `evilapp.example.com` is a host of the site itself.
    static BELOW: Policy = policy!(
        origins = [
            "https://app.example.com",
            "http://localhost:3000",
            "http://[::1]:3000",
            "http://10.0.0.5",
            matching(below),
        ],
        allow(loopback_origins),
    );
    static PAGES: Policy = policy!(origins = matching(pages));
    static PREVIEWS: Policy = policy!(origins = matching(is_preview));

    for policy in [&BELOW, &PAGES, &PREVIEWS] {
        assert_eq!(found_out(policy), [""; 0]);
    }
}

#[rocket::async_test]
async fn too_lax_function_starts_on_neither_framework() {
    fn anybody(_: &Origin<'_>) -> bool {
        true
    }

    #[cors(origins = matching(anybody))]
    async fn on_axum() {}

    #[cors(origins = matching(anybody))]
    #[get("/")]
    fn on_rocket() {}

    let app = || CorsRouter::<()>::new().route("/", routing::get(on_axum));
    assert!(try_load(app).is_err());
    assert_not_launched(routes![on_rocket]).await;
}

#[test]
fn function_allowing_shared_suffixes_fails_like_a_pattern() {
    fn pages(origin: &Origin<'_>) -> bool {
        origin.is_subdomain_of("github.io")
    }
    static PUBLIC: Policy = policy!(origins = matching(pages));
    static ENFORCED: Policy = policy!(origins = matching(pages), enforce);
    static PRIVATE: Policy = policy!(
        origins = matching(pages),
        credentials,
        allow(unchecked_origins)
    );
    static WANTED: Policy = policy!(
        origins = matching(pages),
        credentials,
        allow(unchecked_origins, public_suffixes),
    );

    for (policy, found) in [
        (&PUBLIC, &[][..]),
        (&ENFORCED, &["https://evil.github.io"]),
        (&PRIVATE, &["https://evil.github.io"]),
        (&WANTED, &[]),
    ] {
        assert_eq!(found_out(policy), found);
    }
    let text = PRIVATE.load().expect_err("a shared name").to_string();
    let help = "help: compare whole hosts, such as `origin.host() == \"my-app.github.io\"`";
    assert!(text.contains(help), "{text}");
    assert!(!text.contains("is_subdomain_of"), "{text}");
}

#[test]
fn function_checking_ports_first_is_probed_with_ports() {
    fn by_port(origin: &Origin<'_>) -> bool {
        origin.port() == Some(8443)
    }
    static BY_PORT: Policy = policy!(origins = matching(by_port));
    assert_eq!(found_out(&BY_PORT)[0], "https://evil.invalid:8443");
}

#[test]
#[should_panic(expected = "no port")]
fn function_panicking_on_a_probe_panics_at_start() {
    fn by_port(origin: &Origin<'_>) -> bool {
        origin.port().expect("no port") == 1
    }
    static BY_PORT: Policy = policy!(origins = matching(by_port));
    let _ = BY_PORT.load();
}
