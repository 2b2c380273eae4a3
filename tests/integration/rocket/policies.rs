//! Each route has its own policy, for preflights and for responses.

// Rocket passes arguments by value.
#![allow(clippy::needless_pass_by_value)]

use cors_runtime::{
    cors,
    rocket::{Cors, routes},
};
use rocket::{Build, Rocket, Route, delete, get, post, put, response::status::Created};

use cors_tests::{
    ADMIN, APP, EVIL, HIDDEN, NONE, PREFLIGHT_VARY, RawResponse, Request, Server, get as get_,
    post as post_, preflight, readable_by, request,
};

#[cors(origins = ["https://app.example.com"], credentials, max_age = 600)]
#[get("/users")]
fn list_users() -> &'static str {
    "all users"
}

#[cors(
    origins = ["https://admin.example.com"],
    headers = ["content-type", "x-csrf-token"],
    expose_headers = ["location"]
)]
#[post("/users", data = "<name>")]
fn create_user(name: String) -> Created<String> {
    Created::new("/users/1").body(format!("created {name}"))
}

#[cors(origins = any, headers = any, expose_headers = any)]
#[get("/fonts")]
fn fonts() -> &'static str {
    "fonts"
}

#[get("/health")]
fn health() -> &'static str {
    "healthy"
}

fn with(routes: Vec<Route>) -> Rocket<Build> {
    rocket::build().attach(Cors::fairing()).mount("/", routes)
}

fn app() -> Rocket<Build> {
    with(routes![list_users, create_user, fonts, health])
}

#[rocket::async_test]
async fn methods_of_one_path_have_their_own_policies() {
    let server = Server::launch(app()).await;

    let listed = server.send(get_("/users").origin(APP)).await;
    assert_eq!((listed.status, listed.text()), (200, "all users"));
    let expected = [
        "access-control-allow-credentials: true",
        "access-control-allow-origin: https://app.example.com",
        "vary: origin",
    ];
    assert_eq!(listed.cors(), expected);
    let head = server.send(request("HEAD", "/users").origin(APP)).await;
    assert_eq!(
        (head.status, head.all("content-length")),
        (200, vec!["9".to_owned()])
    );
    assert_eq!(head.cors(), expected);

    let eve = || post_("/users").body("text/plain", "Eve");
    let created = server.send(eve().origin(ADMIN)).await;
    assert_eq!((created.status, created.text()), (201, "created Eve"));
    assert_eq!(
        created.cors(),
        [
            "access-control-allow-origin: https://admin.example.com",
            "access-control-expose-headers: location",
            "vary: origin",
        ]
    );

    assert_eq!(
        server.send(get_("/users").origin(ADMIN)).await.cors(),
        HIDDEN
    );
    let created = server.send(eve().origin(APP)).await;
    assert_eq!((created.status, created.text()), (201, "created Eve"));
    assert_eq!(created.cors(), HIDDEN);
}

#[rocket::async_test]
async fn preflight_uses_the_policy_of_the_requested_method() {
    let server = Server::launch(app()).await;
    for method in ["GET", "HEAD"] {
        let response = server.send(preflight("/users", APP, method)).await;
        assert_eq!(response.status, 204, "{method}");
        assert_eq!(
            response.cors(),
            [
                "access-control-allow-credentials: true",
                "access-control-allow-methods: GET,HEAD",
                "access-control-allow-origin: https://app.example.com",
                "access-control-max-age: 600",
                PREFLIGHT_VARY,
            ],
            "{method}"
        );
    }
    let response = server.send(preflight("/users", ADMIN, "POST")).await;
    assert_eq!(response.status, 204);
    assert_eq!(
        response.cors(),
        [
            "access-control-allow-headers: content-type,x-csrf-token",
            "access-control-allow-methods: POST",
            "access-control-allow-origin: https://admin.example.com",
            // The handler of `GET` grants no header.
            "access-control-max-age: 0",
            PREFLIGHT_VARY,
        ]
    );
    let response = server.send(preflight("/fonts", EVIL, "GET")).await;
    assert_eq!(
        response.cors(),
        [
            "access-control-allow-headers: *",
            "access-control-allow-methods: GET,HEAD",
            "access-control-allow-origin: *",
            PREFLIGHT_VARY,
        ]
    );
}

/// Browsers keep granted headers for the whole URL, so a `POST` with such a header would skip its
/// own preflight.
#[rocket::async_test]
async fn header_grant_is_remembered_where_every_policy_grants_it() {
    #[cors(origins = ["https://app.example.com"], headers = ["x-a"], max_age = 600)]
    #[get("/")]
    fn read() {}
    #[cors(origins = ["https://app.example.com"], headers = ["x-a"], max_age = 600)]
    #[post("/")]
    fn same() {}
    #[cors(origins = ["https://admin.example.com"], headers = ["x-a"])]
    #[post("/")]
    fn other() {}
    #[cors(origins = ["https://admin.example.com"], headers = ["x-a"])]
    #[put("/")]
    fn replace() {}
    #[cors(origins = ["https://app.example.com"])]
    #[put("/")]
    fn less() {}
    #[post("/")]
    fn plain() {}
    #[cors(origins = ["https://admin.example.com"])]
    #[post("/<_..>")]
    fn everywhere() {}
    #[cors(origins = ["https://admin.example.com"])]
    #[post("/elsewhere")]
    fn elsewhere() {}

    let cases = [
        ("0", routes![read, plain]),
        ("0", routes![read, other]),
        ("0", routes![read, everywhere]),
        ("0", routes![read, less]),
        ("600", routes![read, same]),
        ("600", routes![read, replace]),
        ("600", routes![read, elsewhere]),
        ("600", routes![read]),
    ];
    for (seconds, routes) in cases {
        let names: Vec<_> = routes.iter().map(ToString::to_string).collect();
        let server = Server::launch(with(routes)).await;
        let response = server.send(preflight("/", APP, "GET")).await;
        assert_eq!(
            response.all("access-control-max-age"),
            [seconds],
            "{names:?}"
        );
    }
}

#[rocket::async_test]
async fn preflight_response_has_no_body_and_no_length() {
    let server = Server::launch(app()).await;
    let response = server.send(preflight("/users", APP, "GET")).await;
    assert_eq!(response.status, 204);
    for name in ["content-length", "transfer-encoding", "content-type"] {
        assert_eq!(response.all(name), NONE, "{name}");
    }
}

#[rocket::async_test]
async fn refused_preflights_are_indistinguishable() {
    let server = Server::launch(app()).await;
    let refused = async |target, origin, method| {
        let response = server.send(preflight(target, origin, method)).await;
        response.undated().unexplained()
    };
    let foreign = refused("/users", EVIL, "GET").await;
    assert_eq!((foreign.status, foreign.text()), (403, ""));
    assert_eq!(foreign.cors(), [PREFLIGHT_VARY]);

    let cases = [
        (APP, "POST"),
        (ADMIN, "GET"),
        (APP, "DELETE"),
        (APP, "PATCH"),
        (APP, "patch"),
        (APP, "get"),
        (APP, "OPTIONS"),
        (APP, "PURGE"),
        (APP, "GET,POST"),
        (APP, "*"),
        (APP, ""),
        (APP, "\u{e9}"),
        ("null", "GET"),
        ("", "GET"),
        ("*", "GET"),
    ];
    for (origin, method) in cases {
        let response = refused("/users", origin, method).await;
        assert_eq!(response, foreign, "{method} from {origin}");
    }
    // That any page may read does not mean that it may send anything.
    for method in ["POST", "patch"] {
        assert_eq!(
            refused("/fonts", APP, method).await,
            foreign,
            "{method} /fonts"
        );
    }
}

#[rocket::async_test]
async fn plain_route_has_no_preflight_and_no_header() {
    let server = Server::launch(app()).await;
    let response = server.send(preflight("/health", APP, "GET")).await;
    assert_eq!((response.status, response.cors()), (404, vec![]));
    let response = server.send(get_("/health").origin(APP)).await;
    assert_eq!((response.status, response.text()), (200, "healthy"));
    assert_eq!(response.cors(), NONE);
}

#[rocket::async_test]
async fn methods_with_equal_policies_share_a_preflight_response() {
    #[cors(origins = ["https://app.example.com"])]
    #[get("/<_id>")]
    fn read(_id: u8) {}
    #[cors(origins = ["https://app.example.com"])]
    #[put("/<_name>")]
    fn write(_name: &str) {}
    #[cors(origins = ["https://app.example.com", "https://admin.example.com"])]
    #[delete("/<_id>")]
    fn remove(_id: u8) {}

    let server = Server::launch(with(routes![read, write, remove])).await;
    let methods = async |method| {
        let response = server.send(preflight("/1", APP, method)).await;
        response.all("access-control-allow-methods")
    };
    assert_eq!(methods("PUT").await, ["GET,HEAD,PUT"]);
    assert_eq!(methods("GET").await, ["GET,HEAD,PUT"]);
    assert_eq!(methods("DELETE").await, ["DELETE"]);
}

#[rocket::async_test]
async fn listed_methods_are_granted_where_served() {
    #[cors(origins = ["https://app.example.com"], methods = [GET, PUT])]
    #[get("/")]
    fn read() {}
    #[cors(origins = ["https://app.example.com"], methods = [GET, PUT])]
    #[put("/")]
    fn write() {}
    #[cors(origins = ["https://app.example.com"], methods = any)]
    #[delete("/")]
    fn remove() {}

    let server = Server::launch(with(routes![read, write, remove])).await;
    let methods = async |method| {
        let response = server.send(preflight("/", APP, method)).await;
        (
            response.status,
            response.all("access-control-allow-methods").concat(),
        )
    };
    assert_eq!(methods("PUT").await, (204, "GET,HEAD,PUT".to_owned()));
    assert_eq!(methods("HEAD").await, (204, "GET,HEAD,PUT".to_owned()));
    assert_eq!(methods("DELETE").await, (204, "DELETE".to_owned()));
    assert_eq!(methods("POST").await, (403, String::new()));
    for method in ["GET", "HEAD", "PUT", "DELETE"] {
        let response = server.send(request(method, "/").origin(APP)).await;
        assert_eq!(
            (response.status, response.cors()),
            (200, readable_by(APP)),
            "{method}"
        );
    }
}

#[rocket::async_test]
async fn dev_origins_are_allowed_in_debug_builds_only() {
    #[cors(origins = ["https://app.example.com"], dev_origins = ["http://localhost:*"])]
    #[get("/")]
    fn both() {}
    #[cors(dev_origins = ["http://192.168.0.7:5173"])]
    #[get("/dev")]
    fn dev() {}

    let server = Server::launch(with(routes![both, dev])).await;
    assert_eq!(
        server.send(get_("/").origin(APP)).await.cors(),
        readable_by(APP)
    );
    assert_eq!(server.send(get_("/dev").origin(APP)).await.cors(), HIDDEN);
    for (path, origin) in [
        ("/", "http://localhost:5173"),
        ("/dev", "http://192.168.0.7:5173"),
    ] {
        let response = server.send(get_(path).origin(origin)).await;
        let asked = server.send(preflight(path, origin, "GET")).await;
        if cfg!(debug_assertions) {
            assert_eq!((response.cors(), asked.status), (readable_by(origin), 204));
        } else {
            assert_eq!(
                (response.cors(), asked.status),
                (HIDDEN.map(str::to_owned).to_vec(), 403)
            );
        }
    }
}

#[test]
fn the_policy_of_a_route_can_be_read_in_a_unit_test() {
    let policy = list_users {}.policy();
    assert_eq!(policy.origins().collect::<Vec<_>>(), [APP]);
    assert!(policy.credentials() && !policy.enforces());
    assert_eq!((policy.max_age(), policy.headers()), (Some("600"), None));
    assert_eq!(
        create_user {}.policy().headers(),
        Some("content-type,x-csrf-token")
    );
    assert!(fonts {}.policy().allows_any_origin());
    // The function is still one.
    assert_eq!(list_users(), "all users");
}

/// `Access-Control-Request-Headers` is neither checked nor echoed: a browser compares the
/// static response itself, and its console names the missing header.
#[rocket::async_test]
async fn requested_headers_do_not_change_the_preflight_response() {
    const NAMES: &str = "access-control-request-headers";

    let server = Server::launch(app()).await;
    let mut connection = server.connect().await;
    let asking = || preflight("/users", ADMIN, "POST");
    let plain = connection.send(&asking()).await.undated();
    assert_eq!(plain.status, 204);

    let mut a_line_each = asking();
    for index in 0..90 {
        a_line_each = a_line_each.header(NAMES, format!("x-{index}"));
    }
    let for_names = |names: &[u8]| asking().header(NAMES, names);
    let requests: [Request; 12] = [
        for_names(b"content-type"),
        for_names(b"authorization"),
        for_names(b"content-type").header(NAMES, "x-other"),
        for_names(b"  content-type ,\t x-csrf-token  "),
        for_names(b"CONTENT-TYPE,X-Csrf-Token"),
        for_names(b""),
        for_names(&b",".repeat(16 * 1024)),
        for_names(&b"x-a,".repeat(4 * 1024)),
        for_names(b"*"),
        for_names(b"x a, (y), \"z\""),
        for_names(b"\xff\xfe,x-\xc3\xa4"),
        a_line_each,
    ];
    for (index, request) in requests.iter().enumerate() {
        let response: RawResponse = connection.send(request).await.undated();
        assert_eq!(response.unexplained(), plain, "request {index}");
    }
    let browser = for_names(b"content-type")
        .header("sec-fetch-mode", "cors")
        .header("sec-fetch-site", "cross-site")
        .header("access-control-request-private-network", "true");
    assert_eq!(connection.send(&browser).await.undated(), plain);
}

#[rocket::async_test]
async fn preflight_body_is_skipped_and_starts_no_request() {
    let server = Server::launch(app()).await;
    let mut connection = server.connect().await;
    let asking = || preflight("/users", ADMIN, "POST");
    let plain = connection.send(&asking()).await.undated();
    assert_eq!(plain.status, 204);
    let smuggled = "POST /users HTTP/1.1\r\nhost: api.example.com\r\n\r\n";
    for request in [asking().body("text/plain", smuggled), asking()] {
        assert_eq!(connection.send(&request).await.undated(), plain);
    }
}
