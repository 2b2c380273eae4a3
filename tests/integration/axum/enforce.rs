//! `enforce`: a request that a foreign, unlisted page sent is refused before anything runs.

use std::sync::atomic::{AtomicUsize, Ordering};

use axum::{
    body::Bytes,
    extract::{Request as HttpRequest, WebSocketUpgrade},
    middleware::{self, Next},
    response::Response,
};
use cors_runtime::{
    axum::{
        CorsRouter,
        routing::{any, get, post},
    },
    cors,
};

use cors_tests::{
    APP, Answer, EVIL, HIDDEN, PREFLIGHT_VARY, Request, Server, get as get_, post as post_,
    preflight, readable_by,
};

#[cors(origins = ["https://app.example.com"], enforce)]
async fn transfer(body: Bytes) -> String {
    format!("{} bytes", body.len())
}

#[cors(origins = ["https://app.example.com"], enforce)]
async fn socket(upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(async |_| {})
}

/// The same handler with its boundary inside, outside, and with an opaque `any` beside it.
pub(crate) fn apps() -> [CorsRouter; 3] {
    [
        CorsRouter::new().route("/", post(transfer).get(transfer)),
        CorsRouter::new()
            .route("/", post(transfer).get(transfer))
            .layer(middleware::map_response(async |response: Response| {
                response
            })),
        CorsRouter::new().route("/", any(transfer)),
    ]
}

async fn check(cases: &[(&str, Request)], judge: impl Fn(&str, &Answer)) {
    check_on(apps(), cases, judge).await;
}

pub(crate) async fn check_on(
    apps: [CorsRouter; 3],
    cases: &[(&str, Request)],
    judge: impl Fn(&str, &Answer),
) {
    for app in apps {
        let server = Server::start(app).await;
        let mut connection = server.connect().await;
        for (what, request) in cases {
            judge(what, &connection.send(request).await);
        }
    }
}

pub(crate) fn refused(what: &str, answer: &Answer) {
    let answer = answer.clone().unexplained();
    assert_eq!((answer.status, answer.text()), (403, ""), "{what}");
    assert_eq!(answer.all("access-control-allow-origin"), [""; 0], "{what}");
    assert_eq!(answer.cors(), [PREFLIGHT_VARY], "{what}");
}

pub(crate) fn ran_hidden(what: &str, answer: &Answer) {
    assert_eq!((answer.status, answer.text()), (200, "3 bytes"), "{what}");
    assert_eq!(answer.cors(), HIDDEN, "{what}");
}

fn ask() -> Request {
    post_("/").body("text/plain", "abc")
}

pub(crate) fn from(origin: &str) -> Request {
    ask().origin(origin)
}

#[tokio::test]
async fn a_listed_origin_passes_wherever_the_browser_says_it_is() {
    let cases = [
        ("listed", from(APP)),
        (
            "listed, cross-site",
            from(APP).header("sec-fetch-site", "cross-site"),
        ),
        (
            "listed, same-site",
            from(APP).header("sec-fetch-site", "same-site"),
        ),
    ];
    check(&cases, |what, answer| {
        assert_eq!((answer.status, answer.text()), (200, "3 bytes"), "{what}");
        assert_eq!(answer.cors(), readable_by(APP), "{what}");
    })
    .await;
}

#[tokio::test]
async fn whoever_sends_no_origin_passes() {
    let cases = [
        ("nothing", ask()),
        (
            "typed into the address bar",
            ask().header("sec-fetch-site", "none"),
        ),
        (
            "the own page",
            ask().header("sec-fetch-site", "same-origin"),
        ),
        (
            "a link elsewhere",
            ask().header("sec-fetch-site", "cross-site"),
        ),
    ];
    check(&cases, ran_hidden).await;
}

#[tokio::test]
async fn the_browser_tells_which_requests_are_the_sites_own() {
    let own = [
        (
            "the own page",
            from("https://api.example.com").header("sec-fetch-site", "same-origin"),
        ),
        (
            "the own form, no-referrer",
            from("null").header("sec-fetch-site", "same-origin"),
        ),
        (
            "the own page behind a proxy that renames the host",
            from("https://shown.example").header("sec-fetch-site", "same-origin"),
        ),
    ];
    check(&own, ran_hidden).await;

    let own_host = || from("https://api.example.com");
    let foreign = [
        (
            "cross-site",
            from(EVIL).header("sec-fetch-site", "cross-site"),
        ),
        (
            "same-site",
            from("https://blog.example.com").header("sec-fetch-site", "same-site"),
        ),
        ("none", from(EVIL).header("sec-fetch-site", "none")),
        ("empty", own_host().header("sec-fetch-site", "")),
        (
            "upper case",
            own_host().header("sec-fetch-site", "Same-Origin"),
        ),
        (
            "two words",
            own_host().header("sec-fetch-site", "same-origin, same-origin"),
        ),
        (
            "not ascii",
            own_host().header("sec-fetch-site", b"same-origin\xff"),
        ),
        (
            "two lines",
            own_host()
                .header("sec-fetch-site", "same-origin")
                .header("sec-fetch-site", "cross-site"),
        ),
        (
            "null, cross-site",
            from("null").header("sec-fetch-site", "cross-site"),
        ),
        (
            "the own host, but cross-site",
            own_host().header("sec-fetch-site", "cross-site"),
        ),
        (
            "two origins",
            from(APP)
                .origin(APP)
                .header("sec-fetch-site", "same-origin"),
        ),
    ];
    check(&foreign, refused).await;
}

#[tokio::test]
async fn older_browsers_are_judged_by_the_host_they_asked() {
    let at = |host: &str, origin: &str| from(origin).header("host", host);
    let own = [
        ("https", at("api.example.com", "https://api.example.com")),
        ("http", at("api.example.com", "http://api.example.com")),
        (
            "upper case host",
            at("API.Example.COM", "https://api.example.com"),
        ),
        (
            "default port of https",
            at("api.example.com:443", "https://api.example.com"),
        ),
        (
            "default port of http",
            at("api.example.com:80", "http://api.example.com"),
        ),
        ("a port", at("localhost:8080", "http://localhost:8080")),
        ("IPv6", at("[::1]:8080", "http://[::1]:8080")),
    ];
    check(&own, ran_hidden).await;

    let foreign = [
        ("another site", at("api.example.com", EVIL)),
        ("null", at("api.example.com", "null")),
        ("a null host", at("null", "null")),
        (
            "another port",
            at("api.example.com", "https://api.example.com:8443"),
        ),
        (
            "another scheme's port",
            at("api.example.com:443", "http://api.example.com"),
        ),
        (
            "a suffix",
            at("api.example.com", "https://api.example.com.evil.example"),
        ),
        (
            "a prefix",
            at("api.example.com", "https://evil-api.example.com"),
        ),
        (
            "userinfo",
            at("api.example.com", "https://api.example.com@evil.example"),
        ),
        ("no scheme", at("api.example.com", "api.example.com")),
        (
            "another scheme",
            at("api.example.com", "ftp://api.example.com"),
        ),
        ("nothing", at("", "")),
        ("a bare scheme", at("", "https://evil.example")),
        (
            "two hosts",
            at("api.example.com", EVIL).header("host", "evil.example"),
        ),
        ("not ascii", from(EVIL).header("host", b"\xff")),
    ];
    check(&foreign, refused).await;
}

#[tokio::test]
async fn a_target_with_a_host_outranks_the_host_header() {
    let server = Server::start(CorsRouter::new().route("/", post(transfer))).await;
    let at = |target: &str, origin: &str| {
        post_(target)
            .origin(origin)
            .header("host", "evil.example")
            .body("text/plain", "abc")
    };
    let own = at("http://api.example.com/", "https://api.example.com");
    ran_hidden("own", &server.send(own).await);
    refused(
        "foreign",
        &server.send(at("http://api.example.com/", EVIL)).await,
    );
}

/// A form that is sent again, a share target, the page of an extension.
#[tokio::test]
async fn what_the_user_caused_passes_on_the_own_host_alone() {
    let caused = |origin: &str| from(origin).header("sec-fetch-site", "none");
    let own = [
        ("the own page", caused("https://api.example.com")),
        (
            "with a port",
            caused("http://localhost:8080").header("host", "localhost:8080"),
        ),
    ];
    check(&own, ran_hidden).await;
    let foreign = [
        ("another site", caused(EVIL)),
        ("null", caused("null")),
        (
            "said twice",
            caused("https://api.example.com").header("sec-fetch-site", "none"),
        ),
    ];
    check(&foreign, refused).await;
}

#[tokio::test]
async fn a_get_of_a_foreign_page_is_refused_as_well() {
    let foreign = [
        ("GET", get_("/").origin(EVIL)),
        ("null", get_("/").origin("null")),
    ];
    check(&foreign, refused).await;
}

#[tokio::test]
async fn a_refused_request_never_reaches_the_handler_nor_a_layer_nor_its_body() {
    #[cors(origins = ["https://app.example.com"], enforce)]
    async fn upload(body: Bytes) -> String {
        UPLOADS.fetch_add(1, Ordering::SeqCst);
        format!("{} bytes", body.len())
    }
    async fn count(request: HttpRequest, next: Next) -> Response {
        LAYER.fetch_add(1, Ordering::SeqCst);
        next.run(request).await
    }
    static UPLOADS: AtomicUsize = AtomicUsize::new(0);
    static LAYER: AtomicUsize = AtomicUsize::new(0);

    let apps = [
        CorsRouter::new().route("/", post(upload)),
        CorsRouter::new()
            .route("/", post(upload))
            .layer(middleware::from_fn(count)),
    ];
    for app in apps {
        let server = Server::start(app).await;
        // The body never comes: an answer shows that nobody waits for it.
        let announced = post_("/").origin(EVIL).header("content-length", "1000000");
        let answer = server.send(announced).await.unexplained();
        assert_eq!((answer.status, answer.text()), (403, ""));
        let expecting = post_("/")
            .origin(EVIL)
            .header("content-length", "1000000")
            .header("expect", "100-continue");
        assert_eq!(server.send(expecting).await.status, 403);
    }
    assert_eq!(UPLOADS.load(Ordering::SeqCst), 0);
    assert_eq!(LAYER.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_websocket_is_refused_to_foreign_pages_and_opened_to_listed_ones() {
    let app = CorsRouter::new()
        .route("/", any(socket))
        .route("/get", get(socket));
    let server = Server::start(app).await;
    let upgrade = |path, origin| {
        get_(path)
            .origin(origin)
            .header("connection", "Upgrade")
            .header("upgrade", "websocket")
            .header("sec-websocket-version", "13")
            .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
    };
    for path in ["/", "/get"] {
        assert_eq!(server.send(upgrade(path, APP)).await.status, 101, "{path}");
        let own = upgrade(path, "https://api.example.com");
        assert_eq!(server.send(own).await.status, 101, "{path}");
        assert_eq!(server.send(upgrade(path, EVIL)).await.status, 403, "{path}");
        assert_eq!(
            server.send(upgrade(path, "null")).await.status,
            403,
            "{path}"
        );
        let told = upgrade(path, EVIL).header("sec-fetch-site", "cross-site");
        assert_eq!(server.send(told).await.status, 403, "{path}");
    }
}

#[tokio::test]
async fn preflights_are_answered_as_without_it() {
    for app in apps() {
        let server = Server::start(app).await;
        let answer = server.send(preflight("/", APP, "POST")).await;
        assert_eq!(
            (answer.status, answer.all("access-control-allow-origin")),
            (204, vec![APP.to_owned()])
        );
        assert_eq!(server.send(preflight("/", EVIL, "POST")).await.status, 403);
        // The own site never asks; whoever claims to be it is not let in by that.
        let own = preflight("/", "https://api.example.com", "POST");
        assert_eq!(
            server
                .send(own.header("sec-fetch-site", "same-origin"))
                .await
                .status,
            403
        );
    }
}
