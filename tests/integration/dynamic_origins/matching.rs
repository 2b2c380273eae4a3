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
    Origin, Policy,
    axum::{CorsRouter, routing},
    cors, policy,
    rocket::routes,
};
use rocket::get;
use tower::ServiceExt;

use crate::{check, servers};

/// Previews of pull requests: `https://pr-17.preview.example.com`.
pub(crate) fn is_preview(origin: &Origin<'_>) -> bool {
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
fn function_gets_the_parts_of_an_origin() {
    const HOSTS: &[&str] = &["b.example.com", "a.b.example.com"];
    /// Hosts of a configuration.
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
    static CALLS: AtomicUsize = AtomicUsize::new(0);

    fn counted(origin: &Origin<'_>) -> bool {
        CALLS.fetch_add(1, Ordering::Relaxed);
        origin.host() == "app.example.com"
    }
    static COUNTED: Policy = policy!(origins = matching(counted));

    COUNTED.load().expect("it compares whole hosts");
    let before = CALLS.swap(0, Ordering::Relaxed);
    assert!(before > 1, "{before}");
    assert!(COUNTED.allows_origin(b"https://app.example.com"));
    assert!(!COUNTED.allows_origin(b"https://evil.example"));
    assert_eq!(CALLS.load(Ordering::Relaxed), 2);
}

/// Two results of a function, or of a set that changes in between, could contradict each other.
#[rocket::async_test]
async fn function_is_called_once_per_request() {
    static CALLS: AtomicUsize = AtomicUsize::new(0);

    fn counted(origin: &Origin<'_>) -> bool {
        CALLS.fetch_add(1, Ordering::Relaxed);
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
            CALLS.store(0, Ordering::Relaxed);
            let request = Request::builder()
                .method(&method)
                .uri("/")
                .header("origin", origin)
                .header("access-control-request-method", "PUT")
                .body(Body::empty())
                .expect("a request");
            app.clone().oneshot(request).await.expect("a response");
            assert_eq!(CALLS.load(Ordering::Relaxed), 1, "{method} {origin}");
        }
    }
}
