//! Memory that hostile headers cost: long ones allocate as much as short ones, and nothing is kept.
//! Allocations are counted, since time on a shared machine is unreliable.

// Handlers are async functions, with or without `.await`.
#![allow(clippy::unused_async)]

use allocation_counter::AllocationInfo;
use axum::{body::Body, middleware};
use cors_runtime::{Policy, axum::CorsRouter, policy};
use cors_tests::quiet;
use futures_util::FutureExt;
use http::{HeaderValue, Request};
use rocket::{http::Header, local::blocking::Client};
use tower::Service;

static LISTED: Policy = policy!(
    origins = [
        "https://app.example.com",
        "https://*.example.com",
        "http://localhost:*"
    ],
    allow(covered_origins, loopback_origins),
    credentials,
    headers = ["content-type"],
);
// With the allowance every header that `enforce` uses is read.
static ENFORCED: Policy = policy!(
    origins = ["https://app.example.com"],
    enforce,
    allow(forwarded_host)
);

mod on_axum {
    use cors_runtime::{
        axum::{CorsRouter, routing::get},
        cors,
    };

    #[cors(policy = super::LISTED)]
    async fn listed() {}

    #[cors(policy = super::ENFORCED)]
    async fn enforced() {}

    pub(super) fn app() -> CorsRouter {
        CorsRouter::new().route("/", get(listed).post(enforced))
    }
}

mod on_rocket {
    use cors_runtime::{
        cors,
        rocket::{Cors, routes},
    };
    use rocket::{Build, Rocket, get, post};

    #[cors(policy = super::LISTED)]
    #[get("/")]
    pub(super) fn listed() {}

    #[cors(policy = super::ENFORCED)]
    #[post("/")]
    fn enforced() {}

    pub(super) fn app() -> Rocket<Build> {
        rocket::build()
            .attach(Cors::fairing())
            .mount("/", routes![listed, enforced])
    }
}

type Lines = Vec<(&'static str, Vec<u8>)>;

/// A server in this process. It runs on the thread of the client, so its allocations are counted.
enum Server {
    Axum(axum::Router),
    Rocket(Box<Client>),
}

fn servers() -> [(&'static str, Server); 3] {
    let axum = |app: CorsRouter| Server::Axum(app.into_router().with_state(()));
    let layer = middleware::map_response(async |response: axum::response::Response| response);
    let rocket = Client::untracked(on_rocket::app().configure(quiet()));
    [
        ("axum", axum(on_axum::app())),
        ("axum behind a layer", axum(on_axum::app().layer(layer))),
        (
            "Rocket",
            Server::Rocket(Box::new(rocket.expect("it launches"))),
        ),
    ]
}

impl Server {
    /// The status, and what was allocated from the request's arrival until its response was gone.
    fn send(&mut self, method: &str, lines: &Lines) -> (u16, AllocationInfo) {
        let mut status = 0;
        let counted = match self {
            Self::Axum(router) => {
                let mut request = Request::builder().method(method).uri("/");
                for (name, value) in lines {
                    request =
                        request.header(*name, HeaderValue::from_bytes(value).expect("a value"));
                }
                let mut request = Some(request.body(Body::empty()).expect("a request"));
                let mut response = None;
                let counted = allocation_counter::measure(|| {
                    response = request
                        .take()
                        .map(|request| router.call(request).now_or_never());
                });
                let response = response
                    .flatten()
                    .expect("a response at once")
                    .expect("no error");
                status = response.status().as_u16();
                counted
            }
            Self::Rocket(client) => {
                let method = method.parse().expect("a method");
                let mut request = client.req(method, "/");
                for (name, value) in lines {
                    let value = String::from_utf8(value.clone()).expect("text");
                    request.add_header(Header::new(*name, value));
                }
                let mut request = Some(request);
                let mut response = None;
                let counted = allocation_counter::measure(|| {
                    response = request
                        .take()
                        .map(rocket::local::blocking::LocalRequest::dispatch);
                });
                if let Some(response) = response {
                    status = response.status().code;
                }
                counted
            }
        };
        (status, counted)
    }
}

const ORIGIN: (&str, &[u8]) = ("origin", b"https://app.example.com");
const EVIL: (&str, &[u8]) = ("origin", b"https://evil.example");
const GET: (&str, &[u8]) = ("access-control-request-method", b"GET");
const NAMES: &str = "access-control-request-headers";

/// Requests with a header of this length, and of this many lines.
fn hostile(length: usize) -> Vec<(&'static str, &'static str, u16, Lines)> {
    let with = |given: &[(&'static str, &[u8])], name: &'static str, value: Vec<u8>| {
        let mut lines: Lines = given
            .iter()
            .map(|(name, value)| (*name, value.to_vec()))
            .collect();
        lines.push((name, value));
        lines
    };
    let mut requests = Vec::new();
    for part in [
        &b","[..],
        b" ",
        b"\t",
        b" ,",
        b"x-a,",
        b"a",
        b"\"",
        b"content-type,",
    ] {
        let value = || part.repeat(length / part.len());
        let mut add = |what, method, status, given: &[(&'static str, &[u8])], name| {
            requests.push((what, method, status, with(given, name, value())));
        };
        add("names", "OPTIONS", 204, &[ORIGIN, GET], NAMES);
        add("names of another site", "OPTIONS", 403, &[EVIL, GET], NAMES);
        add("a method", "OPTIONS", 403, &[ORIGIN], GET.0);
        add("an origin", "GET", 200, &[], "origin");
        add("an origin of a preflight", "OPTIONS", 403, &[GET], "origin");
        add("an enforced origin", "POST", 403, &[], "origin");
        add("a proxy", "POST", 403, &[EVIL], "forwarded");
        add(
            "a host before a proxy",
            "POST",
            403,
            &[EVIL],
            "x-forwarded-host",
        );
        add("metadata", "POST", 403, &[EVIL], "sec-fetch-site");
    }
    for (scheme, part, end) in [
        ("https://", "a.", "example.com"),
        ("http://localhost:", "1", ""),
        ("https://", ":", ""),
    ] {
        let origin = format!("{scheme}{}{end}", part.repeat(length / part.len()));
        requests.push((
            "nearly listed",
            "GET",
            200,
            with(&[], "origin", origin.into()),
        ));
    }
    requests
}

/// Also go-chi/cors#36: 116 MiB for 1 MiB of commas. And GHSA-8j4g-w8fx-2239 (Hono): time that grew with the
/// square of the blanks. Here a header is neither copied nor read twice.
#[test]
fn cve_2025_47908_long_header_allocates_no_more() {
    for (framework, mut server) in servers() {
        let short = hostile(1024);
        for ((what, method, status, short), (.., long)) in
            short.into_iter().zip(hostile(1024 * 1024))
        {
            let mut cost = |lines: &Lines| {
                // The set-up by the first request is not counted.
                server.send(method, lines);
                let (got, counted) = server.send(method, lines);
                assert_eq!(got, status, "{what} on {framework}");
                (counted.count_total, counted.bytes_total)
            };
            let (short, long) = (cost(&short), cost(&long));
            // A debug build explains short lists of names only.
            let is_no_more = long.0 <= short.0 && long.1 <= short.1;
            assert!(is_no_more, "{what} on {framework}: {long:?}, not {short:?}");
            assert!(long == short || cfg!(debug_assertions), "{what}");
        }
    }
}

/// The same for many lines of one header.
#[test]
fn cve_2025_47908_many_lines_allocate_no_more() {
    for (framework, mut server) in servers() {
        let mut cost = |name: &'static str, count: usize| {
            let mut lines: Lines = [ORIGIN, GET]
                .map(|(name, value)| (name, value.to_vec()))
                .into();
            lines.extend((0..count).map(|_| (name, b",".to_vec())));
            server.send("OPTIONS", &lines);
            let (_, counted) = server.send("OPTIONS", &lines);
            (counted.count_total, counted.bytes_total)
        };
        for name in [NAMES, "origin", GET.0] {
            assert_eq!(cost(name, 2000), cost(name, 3), "{name} on {framework}");
        }
    }
}

/// Also rs/cors#198: middleware that was added once more by every request. Whatever is requested, nothing of it
/// is kept.
#[test]
fn cve_2026_41135_request_leaves_no_memory_allocated() {
    for (framework, mut server) in servers() {
        let mut requests = hostile(256);
        for lines in [vec![ORIGIN], vec![EVIL], vec![]] {
            let lines: Lines = lines
                .iter()
                .map(|(name, value)| (*name, value.to_vec()))
                .collect();
            requests.push(("a page", "GET", 200, lines));
        }
        let mut round = || {
            for (_, method, _, lines) in &requests {
                server.send(method, lines);
            }
        };
        round();
        let counted = allocation_counter::measure(|| (0..10).for_each(|_| round()));
        assert_eq!(
            (counted.count_current, counted.bytes_current),
            (0, 0),
            "{framework}"
        );
    }
}

/// The requested URL is recorded before other fairings run, because they may rewrite it.
#[test]
fn request_without_a_rewrite_allocates_no_note() {
    use cors_runtime::rocket::{Cors, routes};
    use rocket::fairing::AdHoc;

    let looks = || {
        AdHoc::on_request("looks", |request, _| {
            let _ = request.uri();
            Box::pin(async {})
        })
    };
    let rocket = || rocket::custom(quiet()).mount("/", routes![on_rocket::listed]);
    let costs = [
        rocket().attach(looks()).attach(Cors::fairing()),
        rocket().attach(Cors::fairing()).attach(looks()),
    ]
    .map(|rocket| {
        let client = Client::untracked(rocket).expect("it launches");
        let mut server = Server::Rocket(Box::new(client));
        let requests = [
            ("GET", vec![]),
            ("GET", vec![ORIGIN]),
            ("GET", vec![EVIL]),
            ("OPTIONS", vec![ORIGIN, GET]),
        ];
        requests.map(|(method, lines)| {
            let lines = lines.into_iter();
            let lines: Lines = lines.map(|(name, value)| (name, value.to_vec())).collect();
            server.send(method, &lines);
            let (_, counted) = server.send(method, &lines);
            (counted.count_total, counted.bytes_total)
        })
    });
    assert_eq!(costs[0], costs[1]);
}
