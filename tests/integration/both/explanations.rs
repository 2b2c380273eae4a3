//! Explanations of refusals: a debug build adds the reason to the body, a release build leaves it empty.

use cors_tests::{PREFLIGHT_VARY, RawResponse, Server, get, post, preflight};

mod on_axum {
    use std::convert::Infallible;

    use axum::{Router, body::Body, extract::Request, http::Response};
    use cors_runtime::{
        Policy,
        axum::{
            CorsRouter,
            routing::{any, get, post},
        },
        cors,
        layer::CorsLayer,
        policy,
    };
    use tower::{ServiceBuilder, service_fn};
    use tower_http::catch_panic::CatchPanicLayer;

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

    pub(super) fn app() -> CorsRouter {
        let files =
            service_fn(async |_: Request| Ok::<_, Infallible>(Response::new(Body::empty())));
        CorsRouter::new()
            .route("/inside", get(listed).put(plain))
            .route("/layered", get(listed).post(enforced))
            .layer(CatchPanicLayer::new())
            .route("/read", any(read))
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
}

mod on_rocket {
    use cors_runtime::{
        cors,
        rocket::{Cors, routes},
    };
    use rocket::{Build, Rocket, get, post, put};

    #[cors(origins = ["http://localhost:5173"], allow(loopback_origins))]
    #[get("/inside")]
    fn listed() {}

    #[put("/inside")]
    fn plain() {}

    #[cors(origins = ["http://localhost:5173"], enforce, allow(loopback_origins))]
    #[post("/enforced")]
    fn enforced() {}

    pub(super) fn app() -> Rocket<Build> {
        rocket::build()
            .attach(Cors::fairing())
            .mount("/", routes![listed, plain, enforced])
    }
}

async fn servers() -> [Server; 2] {
    [
        Server::start(on_axum::app()).await,
        Server::launch(on_rocket::app()).await,
    ]
}

/// An origin that resembles the listed one.
const NEAR: &str = "http://127.0.0.1:5173";
const NOT_LISTED: &str = "origin-not-allowed: the policy does not allow this origin\n";
const HINT: &str = "`http://127.0.0.1:5173` is not allowed, `http://localhost:5173` is: to a browser \
                    these are different hosts\n";
const NO_POLICY: &str = "no-policy: no handler with a policy serves the requested method here\n";
const METHOD: &str =
    "method-not-allowed: the policy allows GET, HEAD, and not the requested method\n";
const OTHER_HOST: &str = "foreign-site: the origin is not the host that the request was sent to; a proxy in front has \
                          to pass the browser's `Host`\n";
const COMPARED: &str =
    "the origin `https://shop.example` was compared with the host `10.0.0.7:8000`\n";
const IGNORED: &str = "a forwarded host was ignored, since scripts can send one: have the proxy pass `Host`, or \
                       overwrite the header and write `allow(forwarded_host)`\n";
const END: &str = "(Release builds omit this text.)\n";

/// A refusal with this explanation in a debug build, and with an empty body in a release build.
#[track_caller]
fn explained(what: &str, response: RawResponse, why: &str) {
    assert_eq!(response.status, 403, "{what}");
    let (body, kind): (_, &[&str]) = if cfg!(debug_assertions) {
        let (reason, _) = why.split_once(':').expect("a reason");
        let help = format!("help: see cors_runtime::rules#{reason}\n");
        (format!("{why}{help}{END}"), &["text/plain; charset=utf-8"])
    } else {
        (String::new(), &[])
    };
    assert_eq!(response.text(), body, "{what}");
    assert_eq!(response.all("content-type"), kind, "{what}");
    assert_eq!(
        response.all("content-length"),
        [body.len().to_string()],
        "{what}"
    );
    assert_eq!(response.unexplained().cors(), [PREFLIGHT_VARY], "{what}");
}

#[rocket::async_test]
async fn hidden_response_in_a_debug_build_has_an_explanation() {
    let reason = NOT_LISTED.trim_end();
    let near = format!("{reason}; {}", HINT.trim_end());
    let null = format!(
        "{reason}; `null` comes from sandboxed frames, files and redirects of another site"
    );
    for (server, paths) in servers().await.iter().zip([
        &["/inside", "/layered", "/files", "/opaque"][..],
        &["/inside"],
    ]) {
        for path in paths {
            for (origin, why) in [
                (NEAR, &near[..]),
                ("https://evil.example", reason),
                ("https://evil.example<script>", reason),
                ("null", &null),
            ] {
                let response = server.send(get(path).origin(origin)).await;
                assert_eq!(response.status, 200, "{path} for {origin}");
                let explanation = format!(
                    "{why}; see cors_runtime::rules#origin-not-allowed (release builds omit this header)"
                );
                let expected = cfg!(debug_assertions).then_some(explanation);
                assert_eq!(
                    response.all("cors-explanation"),
                    Vec::from_iter(expected),
                    "{path} for {origin}"
                );
                assert_eq!(response.cors(), ["vary: origin"], "{path} for {origin}");
            }
            for request in [
                get(path),
                get(path).origin("http://localhost:5173"),
                get(path)
                    .origin("https://own.example")
                    .header("sec-fetch-site", "same-origin"),
            ] {
                let response = server.send(request).await;
                assert!(response.all("cors-explanation").is_empty(), "{path}");
            }
        }
    }
}

#[rocket::async_test]
async fn refused_preflight_in_a_debug_build_has_an_explanation() {
    let near = format!("{NOT_LISTED}{HINT}");
    for server in servers().await {
        for (path, origin, method, why) in [
            ("/inside", NEAR, "GET", &near[..]),
            ("/enforced", NEAR, "POST", &near),
            ("/inside", "https://evil.example", "GET", NOT_LISTED),
            (
                "/inside",
                "http://127.0.0.1:5173<script>",
                "GET",
                NOT_LISTED,
            ),
            ("/inside", NEAR, "PUT", NO_POLICY),
            ("/inside", NEAR, "PURGE", NO_POLICY),
        ] {
            let response = server.send(preflight(path, origin, method)).await;
            explained(&format!("{method} {path} from {origin}"), response, why);
        }
    }
}

#[tokio::test]
async fn refused_preflight_of_each_axum_part_has_an_explanation() {
    let server = Server::start(on_axum::app()).await;
    let near = format!("{NOT_LISTED}{HINT}");
    for (path, method, why) in [
        ("/layered", "GET", &near[..]),
        ("/files", "GET", &near),
        ("/opaque", "GET", &near),
        ("/plain", "GET", NO_POLICY),
        ("/read", "PUT", METHOD),
    ] {
        let response = server.send(preflight(path, NEAR, method)).await;
        explained(&format!("{method} {path}"), response, why);
    }
}

#[rocket::async_test]
async fn enforce_refusal_in_a_debug_build_names_the_comparison() {
    let shop = || post("/enforced").origin("https://shop.example");
    let at = |host: &str| shop().header("host", host);
    let site =
        |text: &str| format!("foreign-site: the browser says that the page is of another {text}\n");
    let cases = [
        (at("10.0.0.7:8000"), format!("{OTHER_HOST}{COMPARED}")),
        (
            at("10.0.0.7:8000").header("x-forwarded-host", "shop.example"),
            format!("{OTHER_HOST}{COMPARED}{IGNORED}"),
        ),
        (
            at("10.0.0.7:8000").header("forwarded", "host=shop.example"),
            format!("{OTHER_HOST}{COMPARED}{IGNORED}"),
        ),
        (shop().header("sec-fetch-site", "cross-site"), site("site")),
        (
            shop().header("sec-fetch-site", "same-site"),
            site("origin of this site"),
        ),
        (
            post("/enforced")
                .origin(NEAR)
                .header("sec-fetch-site", "cross-site"),
            format!("{}{HINT}", site("site")),
        ),
        // Markup and control characters are not shown.
        (at("<script>alert(1)</script>"), OTHER_HOST.to_owned()),
        (at("\u{9b}31m"), OTHER_HOST.to_owned()),
        (
            post("/enforced")
                .origin("https://<script>")
                .header("host", "a.example"),
            OTHER_HOST.to_owned(),
        ),
    ];
    let [axum, rocket] = servers().await;
    for (server, path) in [
        (&axum, "/enforced"),
        (&axum, "/layered"),
        (&rocket, "/enforced"),
    ] {
        for (request, why) in &cases {
            let response = server.send(request.clone().at(path)).await;
            explained(&format!("{request:?}"), response, why);
        }
    }
}
