//! Pages of the internet that call a server of the machine which they are open on. Chromium and Firefox need the user's
//! permission, before CORS.

use cors_runtime::{
    axum::{CorsRouter, routing::put},
    cors,
};
use cors_tests::Server;
use cors_webdriver::{Browser, Engine, Network, Settings, with_browser};
use serde_json::{Value, json};

use crate::{
    front::Front,
    handler_response::{HandlerResponse, Wanted},
    page::{profile, settings, visit},
};

const HOST: &str = "page.example";
const PERMISSION: &str = "loopback-network";

#[cors(origins = any, headers = ["x-a"])]
async fn open(wanted: Wanted) -> HandlerResponse {
    wanted.into()
}

async fn closed(wanted: Wanted) -> HandlerResponse {
    wanted.into()
}

fn app() -> CorsRouter {
    CorsRouter::new()
        .route("/open", put(open).get(open))
        .route("/closed", put(closed).get(closed))
}

/// A path of the server, the second argument of `fetch`, and the results with a permission: `type` of the response, and
/// the methods that the server receives.
type Call = (
    &'static str,
    fn() -> Value,
    &'static str,
    &'static [&'static str],
);

static CALLS: [Call; 4] = [
    ("open", || json!({}), "cors", &["GET"]),
    ("open", || json!({ "mode": "no-cors" }), "opaque", &["GET"]),
    (
        "open",
        || json!({ "method": "PUT", "headers": { "x-a": "1" } }),
        "cors",
        &["OPTIONS", "PUT"],
    ),
    ("closed", || json!({}), "blocked", &["GET"]),
];

/// Resolves to the `type` of the response, `blocked`, or `waits` while the user is asked.
const SCRIPT: &str = "
    const [url, init, done] = arguments;
    fetch(url, init).then(({ type }) => done(type), () => done('blocked'));
    setTimeout(() => done('waits'), 1000);
";

/// Runs all calls in a page, which get these results, or those with a permission.
async fn assert_calls(browser: &Browser, local: &Front, page: &str, expected: Option<&str>) {
    let origin = format!("http://localhost:{}", local.address().port());
    for (path, init, readable, methods) in CALLS {
        // Ends a call that waits.
        visit(browser, page).await.expect("the page");
        let arguments = vec![json!(format!("{origin}/{path}?case=0")), init()];
        let about = format!("{:?}, {page}, {arguments:?}", browser.engine());
        let result = browser.execute_async(SCRIPT, arguments).await;
        assert_eq!(
            result.expect("a result"),
            expected.unwrap_or(readable),
            "{about}"
        );
        let seen = local.take().remove(&0).unwrap_or_default();
        let seen: Vec<&str> = seen.iter().map(|seen| seen.method.as_str()).collect();
        assert_eq!(
            seen,
            if expected.is_some() { &[] } else { methods },
            "{about}"
        );
    }
}

struct Servers {
    _app: Server,
    /// In front of the app on `localhost`.
    local: Front,
    /// Of the pages.
    internet: Front,
}

impl Servers {
    async fn start() -> Self {
        let app = Server::start(app()).await;
        let of_app = || [("localhost", app.address())].into_iter();
        Self {
            local: Front::start(of_app()).await,
            internet: Front::start(of_app()).await,
            _app: app,
        }
    }

    /// The origins of pages over TLS and plain http.
    fn pages(&self) -> [String; 2] {
        let port = self.internet.address().port();
        ["https", "http"].map(|scheme| format!("{scheme}://{HOST}:{port}"))
    }
}

/// Runs a test in a browser for which the pages are of the internet.
async fn with_internet(engine: Engine, test: impl AsyncFnOnce(&Browser, &Servers)) {
    let Some(programs) = engine.installed() else {
        return;
    };
    let servers = Servers::start().await;
    let profile = profile();
    let settings = Settings {
        network: Network::Internet(HOST, servers.internet.address()),
        accept_insecure_certs: true,
        ..Settings::new(profile.path())
    };
    with_browser(&programs, &settings, async |browser| {
        test(browser, &servers).await;
    })
    .await;
}

#[rocket::async_test]
async fn chromium_calls_localhost_with_a_permission() {
    with_internet(Engine::Chromium, async |browser, servers| {
        let [secure, insecure] = servers.pages();
        // Without a window it refuses at once. It refuses http pages always.
        for (page, reason) in [
            (&secure, "Permission was denied for this request to access the `loopback` address space."),
            (&insecure, "The request client is not a secure context and the resource is in more-private address space `loopback`."),
        ] {
            assert_calls(browser, &servers.local, page, Some("blocked")).await;
            let console = browser.console().await.expect("messages").join("\n");
            assert!(console.contains(&format!("blocked by CORS policy: {reason}")), "{console}");
        }
        assert!(browser.grant(PERMISSION).await.is_err(), "to a page of http");
        visit(browser, &secure).await.expect("the page");
        browser.grant(PERMISSION).await.expect("the permission");
        assert_calls(browser, &servers.local, &secure, None).await;
    })
    .await;
}

#[rocket::async_test]
async fn firefox_calls_localhost_with_a_permission() {
    with_internet(Engine::Firefox, async |browser, servers| {
        for page in &servers.pages() {
            assert_calls(browser, &servers.local, page, Some("waits")).await;
            browser.grant(PERMISSION).await.expect("the permission");
            assert_calls(browser, &servers.local, page, None).await;
        }
    })
    .await;
}

// It blocks `http://localhost` as mixed content in pages of https.
#[rocket::async_test]
async fn webkit_calls_localhost_from_http_without_a_permission() {
    let Some(programs) = Engine::WebKit.installed() else {
        return;
    };
    let servers = Servers::start().await;
    let profile = profile();
    let settings = settings(&profile, &servers.local);
    with_browser(&programs, &settings, async |browser| {
        let [secure, insecure] = servers.pages();
        assert_calls(browser, &servers.local, &secure, Some("blocked")).await;
        assert_calls(browser, &servers.local, &insecure, None).await;
    })
    .await;
}
