//! axum: the handler alone, behind layers, under a default of each kind, and a layer around a service.

use axum::{
    Router,
    body::Body,
    extract::RawQuery,
    http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode},
    middleware,
    response::{IntoResponse, Redirect},
};
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
use futures_util::FutureExt;
use tower::{ServiceBuilder, ServiceExt};
use tracing::{
    Event, Metadata, Subscriber,
    span::{Attributes, Id, Record},
    subscriber::Interest,
};

use super::{APP, HOST, PARTNER, assert_names, support::events::Events, warnings};

/// A request: its method, where it goes, and its headers.
type Asked<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);

/// The warnings about these requests, one after the other.
fn told(app: impl Into<Router>, requests: &[Asked<'_>]) -> Vec<String> {
    let app = app.into();
    let events = Events::default();
    tracing::subscriber::with_default(events.clone(), || {
        for (method, path, headers) in requests {
            let mut request = Request::builder().method(*method).uri(*path);
            for (name, value) in *headers {
                request = request.header(*name, *value);
            }
            let request = request.body(Body::empty()).expect("a request");
            let answer = app.clone().oneshot(request).now_or_never();
            answer.expect("an answer at once").expect("no error");
        }
    });
    warnings(&events)
}

/// An answer with these headers.
fn answer(headers: &[(&'static str, &'static str)]) -> Response<Body> {
    let mut response = StatusCode::OK.into_response();
    for (name, value) in headers {
        let name = HeaderName::from_static(name);
        response
            .headers_mut()
            .append(name, HeaderValue::from_static(value));
    }
    response
}

fn layered(app: CorsRouter) -> CorsRouter {
    app.layer(middleware::map_response(
        async |response: Response<Body>| response,
    ))
}

const PAGE: [(&str, &str); 2] = [("etag", "\"1\""), ("x-total-count", "7")];

macro_rules! pages {
    ($($(#[$policy:meta])* $name:ident)*) => {$(
        $(#[$policy])*
        async fn $name() -> Response<Body> {
            answer(&PAGE)
        }
    )*};
}

pages! {
    #[cors(origins = ["https://app.example.com"], expose_headers = ["x-request-id"])] inside
    #[cors(origins = ["https://app.example.com"])] outside
    #[cors(origins = ["https://app.example.com"])] nested
    #[cors(origins = ["https://app.example.com"], expose_headers = ["ETag", "X-Total-Count"])] exposed
    #[cors(origins = any, expose_headers = any)] all_exposed
    #[cors(origins = ["https://app.example.com"], allow(unreadable_headers))] allowed
    #[cors(origins = any)] open
    #[cors(disabled)] without
    plain
}

#[test]
fn headers_no_script_can_read_are_told_with_the_line_to_write() {
    let app = CorsRouter::new().route("/pages/{id}", get(inside));
    let request = ("GET", "/pages/7?secret", &[APP, HOST][..]);
    let told = told(app, &[request, request]);
    assert_names(&told, &["unreadable-headers"]);
    for said in told {
        assert!(said.contains("route=\"/pages/{id}\";"), "{said}");
        assert!(
            said.contains("policy=tests/tests/advice/axum.rs:"),
            "{said}"
        );
        assert!(
            said.contains("cannot read `etag`, `x-total-count` of this answer"),
            "{said}"
        );
        let line = r#"write `expose_headers = [\"x-request-id\", \"etag\", \"x-total-count\"]`"#;
        assert!(said.contains(line), "{said}");
        assert!(said.contains("`allow(unreadable_headers)`"), "{said}");
        assert!(!said.contains("secret"), "{said}");
    }
}

#[test]
fn so_they_are_behind_layers_in_nested_routers_and_under_any() {
    for (app, path) in [
        (
            layered(CorsRouter::new().route("/outside", get(outside))),
            "/outside",
        ),
        (
            layered(CorsRouter::new().route("/any", any(outside))),
            "/any",
        ),
        (
            CorsRouter::new().nest("/api", CorsRouter::new().route("/nested", get(nested))),
            "/api/nested",
        ),
        (CorsRouter::new().route("/open", get(open)), "/open"),
    ] {
        let request = ("GET", path, &[APP, HOST][..]);
        assert_names(&told(app, &[request, request]), &["unreadable-headers"]);
    }
}

#[test]
fn nothing_is_told_where_scripts_can_read_it_or_were_never_let_in() {
    let app = CorsRouter::new()
        .route("/exposed", get(exposed))
        .route("/all", get(all_exposed))
        .route("/allowed", get(allowed))
        .route("/plain", get(plain))
        .route("/without", get(without))
        .route("/quiet", get(quiet));
    let foreign: &[(&str, &str)] = &[("origin", "https://evil.example"), HOST];
    let page: &[(&str, &str)] = &[APP, HOST];
    let same_origin: &[(&str, &str)] = &[("origin", "https://api.example.com"), HOST];
    let form: &[(&str, &str)] = &[APP, HOST, ("sec-fetch-mode", "navigate")];
    let image: &[(&str, &str)] = &[
        APP,
        HOST,
        ("sec-fetch-mode", "cors"),
        ("sec-fetch-dest", "image"),
    ];
    let requests: &[Asked<'_>] = &[
        ("GET", "/exposed", page),
        ("GET", "/all", page),
        ("GET", "/allowed", page),
        ("GET", "/plain", page),
        ("GET", "/without", page),
        ("GET", "/unknown", page),
        ("GET", "/quiet", &[HOST]),
        ("GET", "/quiet", foreign),
        ("GET", "/quiet", form),
        ("GET", "/quiet", image),
        (
            "OPTIONS",
            "/quiet",
            &[APP, ("access-control-request-method", "GET")],
        ),
    ];
    let events: Vec<String> = told(app.clone(), requests)
        .into_iter()
        .chain(told(layered(app), requests))
        .collect();
    assert_names(&events, &[]);
    let own = CorsRouter::new().route("/own", get(own));
    assert_names(&told(own, &[("GET", "/own", same_origin)]), &[]);
}

pages! {
    #[cors(origins = ["https://app.example.com"])] quiet
    #[cors(origins = ["https://app.example.com", "https://api.example.com"])] own
    #[cors(origins = any)] later
}

/// Wants nothing, now.
struct Deaf;

impl Subscriber for Deaf {
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        Interest::sometimes()
    }

    fn enabled(&self, _: &Metadata<'_>) -> bool {
        false
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {
        unreachable!("nothing is enabled");
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[test]
fn where_nobody_listens_nothing_counts_as_told() {
    let app = CorsRouter::new()
        .route("/before", get(later))
        .route("/later", get(later));
    // Who listens is looked up when an event comes up first; from then on, this thread is asked.
    let before = ("GET", "/before", &[APP, HOST][..]);
    assert_names(&told(app.clone(), &[before]), &["unreadable-headers"]);
    let request = ("GET", "/later", &[APP, HOST][..]);
    tracing::subscriber::with_default(Deaf, || {
        let request = Request::get("/later").header(APP.0, APP.1);
        let request = request.body(Body::empty()).expect("a request");
        let answer = app.clone().into_router().oneshot(request);
        answer.now_or_never().expect("at once").expect("no error");
    });
    assert_names(&told(app, &[request]), &["unreadable-headers"]);
}

#[cors(origins = ["https://app.example.com"])]
async fn grows(RawQuery(query): RawQuery) -> Response<Body> {
    match query.as_deref() {
        Some("created") => {
            let created = answer(&[("location", "/grows/1"), ("etag", "\"1\"")]);
            (StatusCode::CREATED, created).into_response()
        }
        Some("moved") => {
            let moved = answer(&[("location", "/grows"), ("x-request-id", "7")]);
            (StatusCode::FOUND, moved).into_response()
        }
        _ => answer(&[("etag", "\"1\"")]),
    }
}

#[test]
fn a_header_that_comes_later_is_told_with_those_before() {
    let app = CorsRouter::new().route("/grows", get(grows));
    let headers = &[APP, HOST][..];
    let told = told(
        app,
        &[
            // A script never sees a redirect, and none of its headers.
            ("GET", "/grows?moved", headers),
            ("GET", "/grows", headers),
            ("GET", "/grows?created", headers),
            ("GET", "/grows?created", headers),
        ],
    );
    assert_names(&told, &["unreadable-headers"; 2]);
    for said in told.iter().skip(1) {
        assert!(
            said.contains(r#"expose_headers = [\"etag\", \"location\"]"#),
            "{said}"
        );
    }
}

#[cors(origins = ["https://app.example.com"])]
fn routes() -> CorsRouter {
    CorsRouter::new().route("/default", get(plain))
}

#[cors(origins = ["https://app.example.com"], methods = [GET])]
fn opaque() -> Router {
    Router::new()
        .route("/opaque", axum::routing::get(plain))
        .merge(
            CorsRouter::new()
                .route("/own", get(in_opaque))
                .into_router(),
        )
}

pages! {
    #[cors(origins = any)] in_opaque
}

#[test]
fn the_default_of_a_router_tells_of_what_it_is_for_alone() {
    let headers = &[APP, HOST][..];
    let told_of =
        |app: Router, path: &str| told(app, &[("GET", path, headers), ("GET", path, headers)]);
    assert_names(
        &told_of(routes().into_router(), "/default"),
        &["unreadable-headers"],
    );
    assert_names(&told_of(opaque(), "/opaque"), &["unreadable-headers"]);
    let own = told_of(opaque(), "/own");
    assert_names(&own, &["unreadable-headers"]);
}

#[test]
fn so_does_a_layer_around_a_service() {
    static ASSETS: Policy = policy!(origins = any, methods = [GET]);

    let service = tower::service_fn(async |_: Request<Body>| {
        Ok::<_, std::convert::Infallible>(answer(&PAGE))
    });
    let service = ServiceBuilder::new()
        .layer(CorsLayer::new(&ASSETS))
        .service(service);
    let app = Router::new().route_service("/assets", service);
    let request = ("GET", "/assets", &[APP, HOST][..]);
    assert_names(&told(app, &[request, request]), &["unreadable-headers"]);
}

macro_rules! cookies {
    ($($(#[$policy:meta])* $name:ident $cookie:literal)*) => {$(
        $(#[$policy])*
        async fn $name() -> Response<Body> {
            answer(&[("set-cookie", $cookie)])
        }
    )*};
}

cookies! {
    #[cors(origins = ["https://app.example.com", "https://partner.example.org"], credentials)]
    lax "session=secret; HttpOnly; SameSite=Lax"
    #[cors(origins = ["https://app.example.com", "https://partner.example.org"], credentials)]
    kept "session=secret; SameSite=Strict"
    #[cors(origins = ["https://partner.example.org"], credentials)]
    metadata "session=secret"
    #[cors(origins = ["https://partner.example.org"], credentials)]
    marked "session=secret; SameSite=None; Secure"
    #[cors(origins = ["https://partner.example.org"], credentials, allow(dropped_cookies))]
    unmarked "session=secret"
    #[cors(origins = ["https://app.example.com"])]
    ignored "session=secret; SameSite=None; Secure"
    #[cors(origins = ["https://app.example.com"], allow(ignored_cookies))]
    on_purpose "session=secret"
    #[cors(origins = ["https://app.example.com"], allow(cookies_credentials))]
    said_before "session=secret"
    #[cors(origins = any)]
    of_the_site "session=secret"
}

#[test]
fn a_cookie_that_another_site_does_not_get_is_told() {
    let app = CorsRouter::new()
        .route("/lax", post(lax))
        .route("/kept", post(kept))
        .route("/metadata", post(metadata))
        .route("/marked", post(marked))
        .route("/unmarked", post(unmarked));
    let told = told(
        app,
        &[
            // Of one site: the cookie is theirs to keep.
            ("POST", "/kept", &[APP, HOST]),
            (
                "POST",
                "/kept",
                &[PARTNER, HOST, ("sec-fetch-site", "same-site")],
            ),
            ("POST", "/marked", &[PARTNER, HOST]),
            ("POST", "/unmarked", &[PARTNER, HOST]),
            ("POST", "/lax", &[PARTNER, HOST]),
            ("POST", "/lax", &[PARTNER, HOST]),
            (
                "POST",
                "/metadata",
                &[PARTNER, ("sec-fetch-site", "cross-site")],
            ),
        ],
    );
    assert_names(&told, &["dropped-cookies"; 2]);
    for said in told {
        assert!(said.contains("the cookie `session`"), "{said}");
        assert!(
            said.contains(".same_site(SameSite::None).secure(true)"),
            "{said}"
        );
        assert!(!said.contains("secret"), "{said}");
    }
}

#[test]
fn a_cookie_without_credentials_in_the_policy_is_told() {
    let app = CorsRouter::new()
        .route("/ignored", post(ignored))
        .route("/on_purpose", post(on_purpose))
        .route("/said_before", post(said_before))
        .route("/of_the_site", post(of_the_site));
    let paths = ["/ignored", "/on_purpose", "/said_before", "/of_the_site"];
    let requests = paths.map(|path| ("POST", path, &[APP, HOST][..]));
    let told = told(app, &requests);
    assert_names(&told, &["ignored-cookies"]);
    for said in told {
        assert!(said.contains("write `credentials`"), "{said}");
    }
}

#[cors(origins = ["https://app.example.com"])]
async fn public() -> Response<Body> {
    answer(&[("cache-control", "max-age=60, Public")])
}

#[cors(origins = ["https://app.example.com"], allow(public_cache))]
async fn allowed_public() -> Response<Body> {
    answer(&[("cache-control", "public")])
}

#[cors(origins = ["https://app.example.com"])]
async fn private() -> Response<Body> {
    answer(&[
        ("cache-control", "public, s-maxage=60"),
        ("cache-control", "no-cache=\"public\", private"),
    ])
}

#[cors(origins = ["https://app.example.com"])]
async fn not_stored() -> Response<Body> {
    answer(&[
        ("cache-control", "No-Store"),
        ("cache-control", "s-maxage=60"),
    ])
}

#[cors(origins = any)]
async fn for_all() -> Response<Body> {
    answer(&[("cache-control", "public")])
}

#[test]
fn what_shared_caches_may_hand_to_other_origins_is_told() {
    let app = CorsRouter::new()
        .route("/public", get(public))
        .route("/allowed", get(allowed_public))
        .route("/private", get(private))
        .route("/not_stored", get(not_stored))
        .route("/for_all", get(for_all));
    let paths = [
        "/for_all",
        "/private",
        "/not_stored",
        "/allowed",
        "/public",
        "/public",
    ];
    let told = told(app, &paths.map(|path| ("GET", path, &[APP, HOST][..])));
    assert_names(&told, &["public-cache"]);
    for said in told {
        assert!(said.contains("route=\"/public\";"), "{said}");
        assert!(said.contains("`Cache-Control: public`"), "{said}");
    }
}

#[cors(origins = ["https://app.example.com"])]
async fn redirect(RawQuery(to): RawQuery) -> Redirect {
    Redirect::temporary(&to.unwrap_or_default())
}

#[cors(origins = ["https://app.example.com"], allow(foreign_redirect))]
async fn allowed_redirect() -> Redirect {
    Redirect::temporary("https://login.example.com/")
}

#[cors(origins = ["https://app.example.com"])]
async fn strange_redirect(RawQuery(to): RawQuery) -> Redirect {
    Redirect::temporary(&to.unwrap_or_default())
}

#[test]
fn a_redirect_to_another_origin_is_told() {
    let app = CorsRouter::new()
        .route("/to", get(redirect))
        .route("/allowed", get(allowed_redirect));
    let page = &[APP, HOST][..];
    let behind_a_proxy = &[
        APP,
        ("host", "10.0.0.7:3000"),
        ("x-forwarded-host", "api.example.com"),
    ][..];
    let told = told(
        app,
        &[
            ("GET", "/to?/next", page),
            ("GET", "/to?next?url=https://other.example", page),
            ("GET", "/to?https://api.example.com/next", page),
            ("GET", "/to?https://API.example.com:443/next", page),
            ("GET", "/to?https://api.example.com/next", behind_a_proxy),
            ("GET", "/to?mailto:a@b.example", page),
            ("GET", "/allowed", page),
            // Even if that is where the page is from.
            ("GET", "/to?https://app.example.com/next?token=secret", page),
            ("GET", "/to?https://login.example.com/", page),
        ],
    );
    assert_names(&told, &["foreign-redirect"]);
    for said in told {
        assert!(
            said.contains("sent on to `https://app.example.com`"),
            "{said}"
        );
        assert!(!said.contains("secret"), "{said}");
    }
}

#[test]
fn nothing_strange_is_shown() {
    let app = CorsRouter::new()
        .route("/to", get(strange_redirect))
        .route("/odd", get(odd_redirect))
        .route("/cookie", get(strange_cookie));
    let told = told(
        app,
        &[
            (
                "GET",
                "/to?//user:secret@other.example:81\\secret",
                &[APP, HOST],
            ),
            ("GET", "/odd", &[APP, HOST]),
            ("GET", "/cookie", &[PARTNER, HOST]),
        ],
    );
    assert_names(
        &told,
        &["foreign-redirect", "foreign-redirect", "dropped-cookies"],
    );
    for said in told {
        assert!(
            !said.contains("secret") && !said.contains('\u{1b}'),
            "{said}"
        );
    }
}

#[cors(origins = ["https://app.example.com"])]
async fn odd_redirect() -> Response<Body> {
    let odd = answer(&[("location", "https://a`secret<b>.example")]);
    (StatusCode::FOUND, odd).into_response()
}

#[cors(origins = ["https://partner.example.org"], credentials)]
async fn strange_cookie() -> Response<Body> {
    let mut response = StatusCode::OK.into_response();
    let cookie = HeaderValue::from_bytes(b"a`secret=secret").expect("a value");
    response.headers_mut().append("set-cookie", cookie);
    response
}

/// Bytes that no header of a well-meaning peer has change nothing.
#[test]
fn no_bytes_are_too_strange() {
    fn echo(status: StatusCode, headers: &HeaderMap) -> Response<Body> {
        let mut response = status.into_response();
        for name in ["location", "set-cookie", "cache-control", "etag"] {
            if let Some(value) = headers.get("x-echo") {
                response
                    .headers_mut()
                    .append(HeaderName::from_static(name), value.clone());
            }
        }
        response
    }

    #[cors(origins = any)]
    async fn open(headers: HeaderMap) -> Response<Body> {
        echo(StatusCode::FOUND, &headers)
    }

    #[cors(origins = ["https://app.example.com"], credentials)]
    async fn listed(headers: HeaderMap) -> Response<Body> {
        echo(StatusCode::OK, &headers)
    }

    let strange: [&[u8]; 14] = [
        b"",
        b"//",
        b"https://",
        b"https://@",
        b"https://\xff",
        b"//[::1",
        b"https://[]]]:::::",
        b";;;==;=;samesite",
        b",,,=,",
        b"\x80,public,\x80",
        b"=\x80,s-maxage=\x80",
        b"\x80\x81\x82",
        b"https://a.example:99999999999/",
        &[b'a'; 16 * 1024],
    ];
    let names = [
        "x-echo",
        "origin",
        "host",
        "sec-fetch-site",
        "x-forwarded-host",
    ];
    let events = Events::default();
    tracing::subscriber::with_default(events.clone(), || {
        for (index, value) in strange.into_iter().enumerate() {
            for name in names {
                // What is told of one route is not told again.
                let paths = ["open", "listed"].map(|policy| format!("/{policy}/{index}/{name}"));
                let app = CorsRouter::new()
                    .route(&paths[0], get(open))
                    .route(&paths[1], get(listed))
                    .into_router();
                for path in &paths {
                    let mut request = Request::get(path)
                        .header(APP.0, APP.1)
                        .header("x-echo", HeaderValue::from_bytes(value).expect("a value"))
                        .header("sec-fetch-site", "cross-site")
                        .body(Body::empty())
                        .expect("a request");
                    let value = HeaderValue::from_bytes(value).expect("a value");
                    request.headers_mut().insert(name, value);
                    let answer = app.clone().oneshot(request).now_or_never();
                    answer.expect("an answer at once").expect("no error");
                }
            }
        }
    });
    let told = warnings(&events);
    assert!(
        told.iter()
            .all(|said| !said.contains(char::is_control) && said.len() < 1024),
        "{told:#?}"
    );
    let of_listed = |warning: &str| {
        let about = |said: &&String| said.contains("route=\"/listed/") && said.contains(warning);
        told.iter().filter(about).count()
    };
    // Another `Origin` is not let in, and what `Sec-Fetch-Site` does not tell is not guessed.
    assert_eq!(of_listed("dropped-cookies"), strange.len() * 3);
    assert_eq!(of_listed("unreadable-headers"), strange.len() * 4);
    assert_eq!(of_listed("public-cache"), 2 * 4);
}
