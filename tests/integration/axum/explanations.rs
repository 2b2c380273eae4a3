//! A debug build says why a preflight or an enforced request is refused; a release build says nothing.

use axum::{Router, body::Body, http::Response};
use cors_runtime::{
    Policy,
    axum::{
        CorsRouter,
        routing::{get, post},
    },
    cors,
    layer::CorsLayer,
    policy,
};
use tower::{ServiceBuilder, ServiceExt, service_fn};

use cors_tests::{PREFLIGHT_VARY, Server, post as post_, preflight};

#[cors(origins = ["http://localhost:5173"], allow(loopback_origins))]
async fn listed() {}

#[cors(origins = ["http://localhost:5173"], methods = [GET], allow(loopback_origins))]
async fn read() {}

#[cors(origins = ["http://localhost:5173"], enforce, allow(loopback_origins))]
async fn enforced() {}

async fn plain() {}

#[cors(origins = ["http://localhost:5173"], methods = [GET], allow(loopback_origins))]
fn opaque() -> Router {
    Router::new().route("/opaque", axum::routing::get(plain))
}

static FILES: Policy = policy!(
    origins = ["http://localhost:5173"],
    methods = [GET],
    allow(loopback_origins)
);

fn app() -> CorsRouter {
    let files = service_fn(async |_: axum::extract::Request| {
        Ok::<_, std::convert::Infallible>(Response::new(Body::empty()))
    });
    CorsRouter::new()
        .route("/inside", get(listed))
        .route("/layered", get(listed).post(enforced))
        .layer(tower_http::catch_panic::CatchPanicLayer::new())
        .route("/read", cors_runtime::axum::routing::any(read))
        .route("/enforced", post(enforced))
        .route("/plain", get(plain).post(listed))
        .route_service(
            "/files",
            ServiceBuilder::new()
                .layer(CorsLayer::new(&FILES))
                .service(files),
        )
        .merge(opaque())
}

const HINT: &str = "`http://127.0.0.1:5173` is not listed, `http://localhost:5173` is: to a browser \
                    these are different hosts\n";
const END: &str = "(A release build does not say so.)\n";

#[tokio::test]
async fn in_debug_builds_a_refused_preflight_says_why() {
    let server = Server::start(app()).await;
    let near = "http://127.0.0.1:5173";
    let not_listed =
        format!("origin-not-allowed: the origin is not on the list of the policy\n{HINT}");
    for (path, origin, method, why) in [
        ("/inside", near, "GET", &not_listed[..]),
        ("/layered", near, "GET", &not_listed),
        ("/enforced", near, "POST", &not_listed),
        ("/files", near, "GET", &not_listed),
        ("/opaque", near, "GET", &not_listed),
        (
            "/inside",
            "https://evil.example",
            "GET",
            "origin-not-allowed: the origin is not on the list of the policy\n",
        ),
        (
            "/plain",
            near,
            "GET",
            "no-policy: no handler with a policy serves the requested method here\n",
        ),
        (
            "/read",
            near,
            "PUT",
            "method-not-allowed: the policy allows GET, HEAD, and not the requested method\n",
        ),
        (
            "/inside",
            "http://127.0.0.1:5173<script>",
            "GET",
            "origin-not-allowed: the origin is not on the list of the policy\n",
        ),
    ] {
        let answer = server.send(preflight(path, origin, method)).await;
        assert_eq!(answer.status, 403, "{path}");
        assert_eq!(answer.cors(), [PREFLIGHT_VARY], "{path}");
        let (body, kind): (_, &[&str]) = if cfg!(debug_assertions) {
            let (reason, _) = why.split_once(':').expect("a reason");
            let see = format!("help: see cors_runtime::rules#{reason}\n");
            (format!("{why}{see}{END}"), &["text/plain; charset=utf-8"])
        } else {
            (String::new(), &[])
        };
        assert_eq!(answer.text(), body, "{path}");
        assert_eq!(answer.all("content-type"), kind, "{path}");
        assert_eq!(answer.all("content-length"), [body.len().to_string()]);
    }
}

#[tokio::test]
async fn in_debug_builds_enforce_says_what_it_compared() {
    let server = Server::start(app()).await;
    let shop = || post_("/").origin("https://shop.example");
    let at = |host: &str| shop().header("host", host);
    let other_host = "the origin is not the host that the request was sent to; a proxy in front has to pass the browser's `Host`\n";
    let compared = "the origin `https://shop.example` was compared with the host `10.0.0.7:8000`\n";
    let ignored = "a forwarded host was ignored, since scripts can send one: have the proxy pass `Host`, or \
                   overwrite the header and write `allow(forwarded_host)`\n";
    let other_site = "the browser says that the page is of another site\n";
    let near = post_("/").origin("http://127.0.0.1:5173");
    for path in ["/enforced", "/layered"] {
        for (request, why) in [
            (at("10.0.0.7:8000"), format!("{other_host}{compared}")),
            (
                at("10.0.0.7:8000").header("x-forwarded-host", "shop.example"),
                format!("{other_host}{compared}{ignored}"),
            ),
            (
                at("10.0.0.7:8000").header("forwarded", "host=shop.example"),
                format!("{other_host}{compared}{ignored}"),
            ),
            (
                shop().header("sec-fetch-site", "cross-site"),
                other_site.to_owned(),
            ),
            (
                near.clone().header("sec-fetch-site", "cross-site"),
                format!("{other_site}{HINT}"),
            ),
            // Nothing is shown that is markup, or moves a cursor.
            (at("<script>alert(1)</script>"), other_host.to_owned()),
            (at("\u{9b}31m"), other_host.to_owned()),
            (
                post_("/")
                    .origin("https://<script>")
                    .header("host", "a.example"),
                other_host.to_owned(),
            ),
        ] {
            let answer = server.send(request.at(path)).await;
            assert_eq!(answer.status, 403, "{path}");
            let body = if cfg!(debug_assertions) {
                let see = "help: see cors_runtime::rules#foreign-site\n";
                format!("foreign-site: {why}{see}{END}")
            } else {
                String::new()
            };
            assert_eq!(answer.text(), body, "{path}");
            assert_eq!(answer.unexplained().cors(), [PREFLIGHT_VARY], "{path}");
        }
    }
}

#[tokio::test]
async fn a_body_that_cannot_be_made_of_text_stays_empty() {
    async fn refused<B: Default + 'static>() -> Response<B> {
        let inner = service_fn(async |_: http::Request<()>| {
            Ok::<_, std::convert::Infallible>(Response::new(B::default()))
        });
        let request = http::Request::options("/")
            .header("origin", "https://evil.example")
            .header("access-control-request-method", "GET")
            .body(())
            .expect("a request");
        let service = ServiceBuilder::new()
            .layer(CorsLayer::new(&FILES))
            .service(inner);
        service.oneshot(request).await.expect("an answer")
    }
    let empty = refused::<http_body_util::Empty<&[u8]>>().await;
    assert_eq!(empty.status(), 403);
    assert!(!empty.headers().contains_key("content-type"));
    let text = refused::<String>().await;
    assert_eq!(text.body().ends_with(END), cfg!(debug_assertions));
    assert_eq!(
        text.headers().contains_key("content-type"),
        cfg!(debug_assertions)
    );
}
