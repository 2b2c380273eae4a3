//! `origins = matching(…)`.

use std::sync::{
    LazyLock,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use axum::{
    body::Body,
    http::{Method, Request},
};
use cors_runtime::{
    LoadProblem, Origin, Policy,
    axum::{CorsRouter, routing},
    cors, policy,
    rocket::routes,
    try_load,
};
use rocket::get;
use tower::ServiceExt;

use crate::{assert_not_launched, check, servers};

/// Previews of pull requests: `https://pr-17.preview.example.com`.
fn is_preview(origin: &Origin<'_>) -> bool {
    let number = origin
        .subdomain_of("preview.example.com")
        .and_then(|name| name.strip_prefix("pr-"));
    origin.scheme() == "https" && number.is_some_and(|number| number.parse::<u32>().is_ok())
}

#[rocket::async_test]
async fn matching_function_decides_about_origins() {
    #[cors(origins = ["https://app.example.com", matching(is_preview)])]
    async fn on_axum() {}

    #[cors(origins = ["https://app.example.com", matching(is_preview)])]
    #[get("/")]
    fn on_rocket() {}

    let app = CorsRouter::new().route("/", routing::get(on_axum));
    let servers = servers(app, routes![on_rocket]).await;
    check(
        &servers,
        "/",
        &[
            "https://app.example.com",
            "https://pr-17.preview.example.com",
            "https://pr-17.preview.example.com:8443",
        ],
        &[
            "http://pr-17.preview.example.com",
            "https://pr-x.preview.example.com",
            "https://a.pr-17.preview.example.com",
            "https://preview.example.com",
            "https://pr-17.preview.example.com.evil.example",
            "https://pr-17.evilpreview.example.com",
        ],
    )
    .await;
}

#[test]
fn a_function_sees_the_parts_of_an_origin() {
    const HOSTS: &[&str] = &["b.example.com", "a.b.example.com"];
    /// As a configuration has it.
    static OWNED: LazyLock<[String; 2]> = LazyLock::new(|| [HOSTS[0].into(), HOSTS[1].into()]);

    fn probe(origin: &Origin<'_>) -> bool {
        origin.scheme() == "https"
            && origin.host() == "a.b.example.com"
            && origin.host() != "b.example.com"
            && origin.host().is_in(HOSTS)
            && !origin.host().is_in(&HOSTS[..1])
            && origin.host() == OWNED[1]
            && origin.host() != OWNED[0]
            && origin.port() == Some(8443)
            && origin.subdomain_of("example.com") == Some("a.b")
            && origin.is_subdomain_of("b.example.com")
            && !origin.is_subdomain_of("a.b.example.com")
            && !origin.is_subdomain_of("xample.com")
            && !origin.is_subdomain_of("")
            && !origin.is_subdomain_of(".example.com")
            && origin.address().is_none()
            && format!("{origin:?}")
                == r#"Origin { scheme: "https", host: ["a", "b", "example", "com"], port: Some(8443) }"#
    }
    fn ports(origin: &Origin<'_>) -> bool {
        origin.host().is_in(&["a.example", "localhost"])
            && matches!(
                (origin.scheme(), origin.port()),
                ("https", Some(443)) | ("http", Some(80)) | ("tauri", None)
            )
    }
    // A name that is missing, such as an empty variable, has nothing below it.
    fn below_nothing(origin: &Origin<'_>) -> bool {
        origin.is_subdomain_of("")
    }
    static NOTHING: Policy = policy!(origins = matching(below_nothing));
    static PARTS: Policy = policy!(origins = matching(probe));
    static PORTS: Policy = policy!(origins = matching(ports));

    for origin in ["https://evil.example", "https://evil.example."] {
        assert!(!NOTHING.allows_origin(origin.as_bytes()), "{origin}");
    }
    assert!(PARTS.allows_origin(b"https://a.b.example.com:8443"));
    for origin in ["https://a.example", "http://a.example", "tauri://localhost"] {
        assert!(PORTS.allows_origin(origin.as_bytes()), "{origin}");
    }
    assert!(!PORTS.allows_origin(b"https://a.example:8443"));
}

#[test]
fn matching_is_not_called_for_malformed_origins() {
    /// Until then the function rejects: loading finds a function that allows every origin.
    static STARTED: AtomicBool = AtomicBool::new(false);

    fn anybody(_: &Origin<'_>) -> bool {
        STARTED.load(Ordering::Relaxed)
    }
    static ANYBODY: Policy = policy!(origins = matching(anybody), allow(null_origin));
    static PRIVATE: Policy = policy!(
        origins = matching(anybody),
        credentials,
        allow(unchecked_origins)
    );
    static INTRANET: Policy = policy!(
        origins = matching(anybody),
        credentials,
        allow(unchecked_origins, insecure_origins),
    );

    for policy in [&ANYBODY, &PRIVATE, &INTRANET] {
        policy.load().expect("no origin is allowed yet");
    }
    STARTED.store(true, Ordering::Relaxed);
    assert!(ANYBODY.allows_origin(b"https://a.example"));
    for malformed in [
        &b"null"[..],
        b"",
        b"*",
        b"https://a.example/",
        b"https://A.example",
        b"https://a.example:443",
        b"https://a.example https://b.example",
        b"https://user@a.example",
        b"https://*.example.com",
        b"http://localhost:*",
        b"moz-extension://*",
        b"a.example",
        b"https://a.example\0",
        b"https://a\xff.example",
        "https://ä.example".as_bytes(),
        format!("https://{}example", "a.".repeat(8192)).as_bytes(),
    ] {
        let shown = malformed.escape_ascii();
        assert!(!ANYBODY.allows_origin(malformed), "{shown}");
    }

    // The rules for `credentials` apply even if the function allows the origin.
    assert!(!PRIVATE.allows_origin(b"http://a.example"));
    assert!(PRIVATE.allows_origin(b"http://localhost:3000"));
    assert!(INTRANET.allows_origin(b"http://a.example"));
}

/// The origins that a function was found out by at start.
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
            env("LATE_NO_SUCH", default = ["https://*.example.com"]),
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
         help: compare whole hosts, with `origin.host() == \"…\"` or `origin.is_subdomain_of(\"…\")`"
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
    // `evilapp.example.com` would be one of their own.
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

#[test]
fn unloaded_too_lax_function_allows_no_origin() {
    fn anybody(_: &Origin<'_>) -> bool {
        true
    }
    static ANYBODY: Policy = policy!(origins = matching(anybody));

    assert!(!ANYBODY.allows_origin(b"https://evil.example"));
}

fn corp(origin: &Origin<'_>) -> bool {
    origin.is_subdomain_of("corp.example")
}

#[test]
fn policies_that_allow_a_function_more_are_other_policies() {
    static STRICT: Policy = policy!(
        origins = matching(corp),
        credentials,
        allow(unchecked_origins)
    );
    static LAX: Policy = policy!(base = STRICT, credentials, allow(insecure_origins));

    assert!(LAX.allows_origin(b"http://wiki.corp.example"));
    assert!(!STRICT.allows_origin(b"http://wiki.corp.example"));
    assert_ne!(STRICT, LAX);
}

#[test]
fn policies_of_two_functions_are_two_policies() {
    fn other(origin: &Origin<'_>) -> bool {
        origin.host() == "other.example"
    }
    static CORP: Policy = policy!(origins = matching(corp));
    static OTHER: Policy = policy!(origins = matching(other));

    assert_ne!(CORP, OTHER);
}

#[test]
fn checked_function_is_called_once_per_origin() {
    static ASKED: AtomicUsize = AtomicUsize::new(0);

    fn counted(origin: &Origin<'_>) -> bool {
        ASKED.fetch_add(1, Ordering::Relaxed);
        origin.host() == "app.example.com"
    }
    static COUNTED: Policy = policy!(origins = matching(counted));

    COUNTED.load().expect("it compares whole hosts");
    let before = ASKED.swap(0, Ordering::Relaxed);
    assert!(before > 1, "{before}");
    assert!(COUNTED.allows_origin(b"https://app.example.com"));
    assert!(!COUNTED.allows_origin(b"https://evil.example"));
    assert_eq!(ASKED.load(Ordering::Relaxed), 2);
}

/// Two results of a function, or of a set that changes in between, could contradict each other.
#[rocket::async_test]
async fn function_is_called_once_per_request() {
    static ASKED: AtomicUsize = AtomicUsize::new(0);

    fn counted(origin: &Origin<'_>) -> bool {
        ASKED.fetch_add(1, Ordering::Relaxed);
        origin.host() == "app.example.com"
    }

    #[cors(origins = matching(counted), methods = [GET, PUT])]
    async fn handler() {}

    let app = || CorsRouter::new().route("/", routing::get(handler).put(handler));
    let layer = || tower::layer::util::Identity::new();
    for app in [
        app(),
        app().layer(layer()),
        CorsRouter::new().route("/", routing::get(handler).put(handler).layer(layer())),
    ] {
        let app = app.into_router();
        for (method, origin) in [
            (Method::GET, "https://app.example.com"),
            (Method::HEAD, "https://app.example.com"),
            (Method::PUT, "https://evil.example"),
            (Method::OPTIONS, "https://app.example.com"),
        ] {
            ASKED.store(0, Ordering::Relaxed);
            let request = Request::builder()
                .method(&method)
                .uri("/")
                .header("origin", origin)
                .header("access-control-request-method", "PUT")
                .body(Body::empty())
                .expect("a request");
            app.clone().oneshot(request).await.expect("a response");
            assert_eq!(ASKED.load(Ordering::Relaxed), 1, "{method} {origin}");
        }
    }
}
