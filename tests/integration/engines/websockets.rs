//! Upgrades to a WebSocket, by pages of real browsers. No browser applies CORS to them, and our browser opens none.

use std::time::Duration;

use axum::{
    Router,
    extract::{
        Request,
        ws::{WebSocket, WebSocketUpgrade},
    },
    http::{HeaderName, HeaderValue},
    middleware::map_request,
    response::{IntoResponse, Response},
};
use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};
use cors_tests::Server;
use cors_webdriver::Engine;

use crate::{
    case::{Outcome, Page, Scenario, Step, Verdict},
    front::Front,
    handler_response::{BODY, RAN},
    page::run_in_browser,
};

#[cors(origins = ["https://app.example.com"], credentials, enforce)]
async fn enforced(upgrade: WebSocketUpgrade) -> Response {
    send_a_message(upgrade)
}

#[cors(origins = ["https://app.example.com"], credentials, allow(websocket_enforce))]
async fn open(upgrade: WebSocketUpgrade) -> Response {
    send_a_message(upgrade)
}

fn send_a_message(upgrade: WebSocketUpgrade) -> Response {
    let response = upgrade.on_upgrade(async |mut socket: WebSocket| {
        let _ = socket.send(BODY.into()).await;
        // The page closes it.
        while socket.recv().await.is_some() {}
    });
    ([(HeaderName::from_static(RAN), "yes")], response).into_response()
}

/// Adds the header of a proxy that the page reached over TLS.
async fn forward_from_tls(mut request: Request) -> Request {
    let scheme = HeaderValue::from_static("https");
    request.headers_mut().insert("x-forwarded-proto", scheme);
    request
}

fn app() -> CorsRouter {
    CorsRouter::new()
        .route("/enforced", get(enforced))
        .route("/open", get(open))
}

/// The server behind its proxy.
fn proxied() -> Router {
    Router::from(app()).layer(map_request(forward_from_tls))
}

const APP: Page = Page::Of("https://app.example.com");
const OWN: Page = Page::Of("https://live.other.example");
const OWN_HTTP: Page = Page::Of("http://live.other.example");
const PROXIED: Page = Page::Of("https://proxied.other.example");
const PROXIED_HTTP: Page = Page::Of("http://proxied.other.example");
const SIBLING: Page = Page::Of("https://www.other.example");
const EVIL: Page = Page::Of("https://evil.example");
const EVIL_HTTP: Page = Page::Of("http://evil.example");
const FRAME_OF_APP: Page = Page::Sandboxed("https://app.example.com");
const FRAME_OF_OWN: Page = Page::Sandboxed("https://live.other.example");
const FRAME_OF_OWN_HTTP: Page = Page::Sandboxed("http://live.other.example");
const DATA_IN_OWN: Page = Page::Data("https://live.other.example");

/// The engines in which the handler runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Runs {
    Everywhere,
    InChromium,
    Nowhere,
    /// No engine sends the request: mixed content.
    NotSent,
}

/// A page, host and path of the server, the `Sec-Fetch-Site` of Firefox and WebKit, and where the handler runs.
/// Chromium sends none.
type Upgrade = (Page, &'static str, &'static str, Runs);

static OVER_TLS: [Upgrade; 15] = [
    (APP, "live/enforced", "cross-site", Runs::Everywhere),
    (OWN, "live/enforced", "same-origin", Runs::Everywhere),
    (SIBLING, "live/enforced", "same-site", Runs::Nowhere),
    (EVIL, "live/enforced", "cross-site", Runs::Nowhere),
    (EVIL_HTTP, "live/enforced", "cross-site", Runs::Nowhere),
    (FRAME_OF_APP, "live/enforced", "cross-site", Runs::Nowhere),
    (FRAME_OF_OWN, "live/enforced", "cross-site", Runs::Nowhere),
    (DATA_IN_OWN, "live/enforced", "cross-site", Runs::Nowhere),
    // Without `Sec-Fetch-Site` the hosts are equal, and the server has to learn of TLS by its proxy.
    (OWN_HTTP, "live/enforced", "cross-site", Runs::InChromium),
    (
        PROXIED_HTTP,
        "proxied/enforced",
        "cross-site",
        Runs::Nowhere,
    ),
    (PROXIED, "proxied/enforced", "same-origin", Runs::Everywhere),
    (APP, "live/open", "cross-site", Runs::Everywhere),
    (EVIL, "live/open", "cross-site", Runs::Everywhere),
    (EVIL_HTTP, "live/open", "cross-site", Runs::Everywhere),
    (FRAME_OF_OWN, "live/open", "cross-site", Runs::Everywhere),
];

static OVER_HTTP: [Upgrade; 7] = [
    (APP, "live/enforced", "", Runs::NotSent),
    (OWN, "live/open", "", Runs::NotSent),
    (OWN_HTTP, "live/enforced", "", Runs::Everywhere),
    (EVIL_HTTP, "live/enforced", "", Runs::Nowhere),
    (FRAME_OF_OWN_HTTP, "live/enforced", "", Runs::Nowhere),
    (EVIL_HTTP, "live/open", "", Runs::Everywhere),
    (FRAME_OF_OWN_HTTP, "live/open", "", Runs::Everywhere),
];

fn scenario(id: usize, (page, to, ..): Upgrade, scheme: &str) -> Scenario {
    let (host, path) = to.split_once('/').expect("a host and a path");
    Scenario {
        id,
        page,
        steps: vec![Step {
            method: "GET",
            url: format!("{scheme}://{host}.other.example/{path}?case={id}"),
            headers: Vec::new(),
            mode: "websocket",
            credentials: "include",
            body: None,
            upload: false,
            wait: Duration::ZERO,
        }],
    }
}

async fn check(engine: Engine) {
    let Some(programs) = engine.installed() else {
        return;
    };
    let server = Server::start(app()).await;
    let proxied = Server::start_plain(proxied()).await;
    let servers = [("live", server.address()), ("proxied", proxied.address())];
    let front = Front::start(servers.into_iter()).await;
    let hosts = ["https://live.other.example", "http://live.other.example"];
    let at = hosts.map(|host| (host.to_owned(), server.address()));
    let over_tls = OVER_TLS.iter().map(|upgrade| ("wss", *upgrade));
    let over_http = OVER_HTTP.iter().map(|upgrade| ("ws", *upgrade));
    let upgrades: Vec<_> = over_tls.chain(over_http).collect();
    let numbered = upgrades.iter().enumerate();
    let scenarios: Vec<Scenario> = numbered
        .map(|(id, (scheme, upgrade))| scenario(id, *upgrade, scheme))
        .collect();
    let outcomes = run_in_browser(&programs, &front, &at, &scenarios).await;
    for (id, (scheme, upgrade)) in upgrades.into_iter().enumerate() {
        let about = format!("{engine:?}, {scheme}, {upgrade:?}: {:#?}", outcomes[&id]);
        assert_as_expected(engine, upgrade, &outcomes[&id], &about);
    }
}

fn assert_as_expected(engine: Engine, upgrade: Upgrade, outcome: &Outcome, about: &str) {
    let (page, to, site, runs) = upgrade;
    let runs_here = match runs {
        Runs::Everywhere => true,
        Runs::InChromium => engine == Engine::Chromium,
        Runs::Nowhere | Runs::NotSent => false,
    };
    let is_open = matches!(&outcome.verdicts[0], Verdict::Readable { body, .. } if body == BODY);
    assert_eq!(is_open, runs_here, "{about}");
    let seen = match (runs, outcome.seen.as_slice()) {
        (Runs::NotSent, []) => return,
        (_, [seen]) => seen,
        _ => panic!("{about}"),
    };
    assert_eq!(seen.ran, runs_here, "{about}");
    assert_eq!(seen.status, if runs_here { 101 } else { 403 }, "{about}");
    assert_eq!(seen.headers["origin"], page.origin(), "{about}");
    let sent_site = seen.headers.get("sec-fetch-site").map(String::as_str);
    let sends_site = engine != Engine::Chromium && !site.is_empty();
    assert_eq!(sent_site, sends_site.then_some(site), "{about}");
    // The user's cookies are what a page of another site is after.
    if to == "live/open" && !site.is_empty() {
        assert!(seen.headers["cookie"].contains("none=1"), "{about}");
    }
}

#[rocket::async_test]
async fn chromium_opens_no_websocket_that_enforce_refuses() {
    check(Engine::Chromium).await;
}

#[rocket::async_test]
async fn firefox_opens_no_websocket_that_enforce_refuses() {
    check(Engine::Firefox).await;
}

#[rocket::async_test]
async fn webkit_opens_no_websocket_that_enforce_refuses() {
    check(Engine::WebKit).await;
}
