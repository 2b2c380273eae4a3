//! Requests with random headers, checked by an independent reading of the policies.

use cors_tests::{APP, RawResponse, Request, Server, request};

mod on_axum {
    use axum::{body::Bytes, middleware, response::Response};
    use cors_runtime::{
        axum::{
            CorsRouter,
            routing::{any, get},
        },
        cors,
    };

    #[cors(origins = ["https://app.example.com", "https://*.example.com"], credentials, allow(covered_origins))]
    async fn listed() {}

    #[cors(origins = ["http://localhost:*"], enforce, allow(loopback_origins))]
    async fn enforced(_: Bytes) {}

    #[cors(origins = any, methods = any, headers = any)]
    async fn open() {}

    pub(super) fn app() -> CorsRouter {
        CorsRouter::new()
            .route("/listed", get(listed).put(listed).delete(enforced))
            .route("/layered", get(listed).put(listed).delete(enforced))
            .route_layer(middleware::map_response(async |response: Response| {
                response
            }))
            .route("/enforced", any(enforced))
            .route("/open", any(open))
    }
}

mod on_rocket {
    use cors_runtime::{
        cors,
        rocket::{Cors, routes},
    };
    use rocket::{Build, Rocket};

    /// A module with a `route`: Rocket takes no name for a route from the caller of a macro.
    macro_rules! modules {
    ($($name:ident: $method:ident $path:literal ($($policy:tt)*);)*) => {$(
        mod $name {
            use super::cors;
            use rocket::$method;

            #[cors($($policy)*)]
            #[$method($path)]
            pub(super) fn route() {}
        }
    )*};
}

    modules! {
        read: get "/listed" (origins = ["https://app.example.com", "https://*.example.com"], credentials, allow(covered_origins));
        write: put "/listed" (origins = ["https://app.example.com", "https://*.example.com"], credentials, allow(covered_origins));
        remove: delete "/listed" (origins = ["http://localhost:*"], enforce, allow(loopback_origins));
        enforced_get: get "/enforced" (origins = ["http://localhost:*"], enforce, allow(loopback_origins));
        enforced_put: put "/enforced" (origins = ["http://localhost:*"], enforce, allow(loopback_origins));
        open_get: get "/open" (origins = any, methods = any, headers = any);
        open_put: put "/open" (origins = any, methods = any, headers = any);
        open_delete: delete "/open" (origins = any, methods = any, headers = any);
        open_options: options "/open" (origins = any, methods = any, headers = any);
    }

    pub(super) fn app() -> Rocket<Build> {
        let listed = routes![read::route, write::route, remove::route];
        let enforced = routes![enforced_get::route, enforced_put::route];
        let open = routes![
            open_get::route,
            open_put::route,
            open_delete::route,
            open_options::route
        ];
        rocket::build()
            .attach(Cors::fairing())
            .mount("/", [listed, enforced, open].concat())
    }
}

const REQUESTS: usize = 2_000;

/// Random numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits") % sides
    }

    fn pick<'a>(&mut self, choices: &[&'a [u8]]) -> &'a [u8] {
        choices[self.roll(choices.len())]
    }

    /// A field value without the bytes that end a line or a text. Most begin like a valid one.
    fn value(&mut self, sensible: &[&[u8]]) -> Vec<u8> {
        let mut value = match self.roll(8) {
            0 => Vec::new(),
            _ => self.pick(sensible).to_vec(),
        };
        let noise = match self.roll(8) {
            0..6 => 0,
            6 => self.roll(16),
            _ => self.roll(16 * 1024),
        };
        for _ in 0..noise {
            let byte = u8::try_from(self.roll(256)).expect("a byte");
            value.push(match byte {
                0..=8 | 10..=31 | 127 => b',',
                printable => printable,
            });
        }
        value
    }
}

const ORIGINS: [&[u8]; 7] = [
    b"https://app.example.com",
    b"https://a.example.com",
    b"http://localhost:3000",
    b"http://localhost:",
    b"https://",
    b"null",
    b"https://api.example.com",
];

fn noisy(dice: &mut Dice, paths: &[&[u8]]) -> Request {
    let methods: [&[u8]; 7] = [
        b"OPTIONS", b"OPTIONS", b"OPTIONS", b"GET", b"PUT", b"DELETE", b"PURGE",
    ];
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("ascii");
    let mut request = request(&text(dice.pick(&methods)), &text(dice.pick(paths)));
    let headers: [(&str, &[&[u8]]); 7] = [
        ("origin", &ORIGINS),
        (
            "access-control-request-method",
            &[b"GET", b"PUT", b"DELETE", b"patch", b"*"],
        ),
        (
            "access-control-request-headers",
            &[b"content-type", b"x-a,x-b", b"*", b","],
        ),
        ("sec-fetch-site", &[b"same-origin", b"cross-site", b"none"]),
        (
            "host",
            &[b"localhost:3000", b"api.example.com", b"[::1]:80"],
        ),
        (
            "x-forwarded-host",
            &[b"localhost:3000", b"a.example.com, b.example.com"],
        ),
        (
            "forwarded",
            &[
                b"host=localhost",
                b"for=1;host=\"localhost:3000\"",
                b"host=\"",
            ],
        ),
    ];
    for (name, sensible) in headers {
        let lines = match dice.roll(8) {
            0 | 1 => 0,
            2..7 => 1,
            _ => 2,
        };
        for _ in 0..lines {
            request = request.header(name, dice.value(sensible));
        }
    }
    request
}

/// True if the policies of the path allow this origin. Does not use the code under test.
fn may_open(path: &str, origin: &str) -> bool {
    let port_of = |rest: &str| {
        rest.is_empty()
            || rest
                .strip_prefix(':')
                .is_some_and(|port| port.parse::<u16>().is_ok())
    };
    let localhost = origin.strip_prefix("http://localhost").is_some_and(port_of);
    let subdomain = origin
        .strip_prefix("https://")
        .and_then(|rest| rest.strip_suffix(".example.com"))
        .is_some_and(|label| {
            label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
        });
    match path {
        "/listed" | "/layered" => origin == APP || subdomain || localhost,
        "/enforced" => localhost,
        _ => false,
    }
}

fn check(request: &Request, response: &RawResponse) {
    assert!(response.status < 500, "{request:?} got {response:?}");
    let origins = response.all("access-control-allow-origin");
    match (request.target(), &origins[..]) {
        (_, []) => {
            let cors = response.cors();
            let leaked = cors.iter().any(|line| line.starts_with("access-control-"));
            assert!(!leaked, "{request:?} got {response:?}");
        }
        ("/open", [star]) => assert_eq!(star, "*"),
        (path, [origin]) => {
            let sent: Vec<_> = request
                .values("origin")
                .into_iter()
                // Rocket drops the others, and every policy rejects them.
                .filter(|line| str::from_utf8(line).is_ok())
                .map(<[u8]>::trim_ascii)
                .collect();
            assert_eq!(sent, [origin.as_bytes()], "{request:?}");
            assert!(may_open(path, origin), "{path} was opened to {origin}");
        }
        (_, several) => panic!("{several:?} for {request:?}"),
    }
}

#[rocket::async_test]
async fn random_headers_on_axum_expose_nothing() {
    let server = Server::start(on_axum::app()).await;
    let paths: [&[u8]; 5] = [b"/listed", b"/layered", b"/enforced", b"/open", b"/unknown"];
    send_random_requests(&server, &paths).await;
}

#[rocket::async_test]
async fn random_headers_on_rocket_expose_nothing() {
    let server = Server::launch(on_rocket::app()).await;
    let paths: [&[u8]; 5] = [b"/listed", b"/listed", b"/enforced", b"/open", b"/unknown"];
    send_random_requests(&server, &paths).await;
}

/// Sends random requests to these paths: no response is an error of the server, and none is exposed to an
/// origin that its policy rejects.
async fn send_random_requests(server: &Server, paths: &[&[u8]]) {
    let mut connection = server.connect().await;
    let mut dice = Dice(0x5eed_0fc0_45c0);
    let (mut opened, mut permitted, mut refused) = (0, 0, 0);
    for _ in 0..REQUESTS {
        let request = noisy(&mut dice, paths);
        let response = connection.send(&request).await;
        check(&request, &response);
        opened += usize::from(!response.all("access-control-allow-origin").is_empty());
        permitted += usize::from(!response.all("access-control-allow-methods").is_empty());
        refused += usize::from(response.status == 403);
    }
    // The noise reached every kind of response.
    for (kind, count) in [
        ("opened", opened),
        ("permitted", permitted),
        ("refused", refused),
    ] {
        assert!(count > REQUESTS / 100, "{count} of {REQUESTS} {kind}");
    }
}
