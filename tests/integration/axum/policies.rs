//! Each handler has its own policy, for preflights and for responses.

use axum::http::StatusCode;
use cors_runtime::{
    axum::{
        CorsRouter,
        routing::{MethodFilter, any, get, on},
    },
    cors,
};

use cors_tests::{
    ADMIN, APP, EVIL, HIDDEN, NONE, PREFLIGHT_VARY, Server, get as get_, post, preflight,
    readable_by, request,
};

#[cors(origins = ["https://app.example.com"], credentials, max_age = 600)]
async fn list_users() -> &'static str {
    "all users"
}

#[cors(
    origins = ["https://admin.example.com"],
    headers = ["content-type", "x-csrf-token"],
    expose_headers = ["location"]
)]
async fn create_user(name: String) -> (StatusCode, String) {
    (StatusCode::CREATED, format!("created {name}"))
}

#[cors(origins = any, headers = any, expose_headers = any)]
async fn fonts() -> &'static str {
    "fonts"
}

async fn health() -> &'static str {
    "healthy"
}

fn app() -> CorsRouter {
    CorsRouter::new()
        .route("/users", get(list_users).post(create_user))
        .route("/fonts", get(fonts))
        .route("/health", get(health))
}

#[tokio::test]
async fn methods_of_one_path_have_their_own_policies() {
    let server = Server::start(app()).await;

    let listed = server.send(get_("/users").origin(APP)).await;
    assert_eq!((listed.status, listed.text()), (200, "all users"));
    assert_eq!(
        listed.cors(),
        [
            "access-control-allow-credentials: true",
            "access-control-allow-origin: https://app.example.com",
            "vary: origin",
        ]
    );
    let created = server
        .send(post("/users").origin(ADMIN).body("text/plain", "Eve"))
        .await;
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
    assert_eq!(server.send(post("/users").origin(APP)).await.cors(), HIDDEN);
}

#[tokio::test]
async fn preflight_uses_the_policy_of_the_requested_method() {
    let server = Server::start(app()).await;

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
}

/// A browser remembers granted headers for the whole URL: with `POST`, or with a method that another
/// preflight granted, such a header would go out without a preflight of its own.
#[tokio::test]
async fn header_grant_is_remembered_where_every_policy_grants_it() {
    #[cors(origins = ["https://app.example.com"], headers = ["x-a", "x-b"])]
    async fn more() {}
    #[cors(origins = ["https://app.example.com"])]
    async fn less() {}
    #[cors(origins = ["https://app.example.com"], headers = ["x-a"], max_age = 600)]
    async fn read() {}
    #[cors(origins = ["https://app.example.com"], headers = ["x-a"], max_age = 600)]
    async fn write() {}

    let routes = [
        ("0", get(read).post(health)),
        ("0", get(read).post(create_user)),
        ("600", get(read).post(write)),
        ("600", get(read).put(create_user)),
        ("600", get(read).put(health)),
        ("600", get(read).put(more)),
        ("0", get(read).put(less)),
        ("0", get(read).post(less)),
        ("0", get(read).fallback(health)),
        ("600", get(read)),
    ];
    for (seconds, route) in routes {
        let server = Server::start(CorsRouter::new().route("/", route)).await;
        let response = server.send(preflight("/", APP, "GET")).await;
        assert_eq!(response.all("access-control-max-age"), [seconds]);
    }
}

#[tokio::test]
async fn preflight_response_has_no_body_and_no_length() {
    let server = Server::start(app()).await;
    let response = server.send(preflight("/users", APP, "GET")).await;
    assert_eq!(response.all("content-length"), NONE);
    assert_eq!(response.all("transfer-encoding"), NONE);
    assert_eq!(response.all("content-type"), NONE);
}

#[tokio::test]
async fn refused_preflights_are_indistinguishable() {
    let server = Server::start(app()).await;
    let foreign = server
        .send(preflight("/users", EVIL, "GET"))
        .await
        .undated()
        .unexplained();
    assert_eq!(foreign.status, 403);
    assert_eq!(foreign.cors(), [PREFLIGHT_VARY]);
    assert_eq!(foreign.text(), "");

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
        let response = server
            .send(preflight("/users", origin, method))
            .await
            .undated()
            .unexplained();
        assert_eq!(response, foreign, "{method} from {origin}");
    }
    // No method but that of the first request is what `any` does not forgive, either.
    for method in ["POST", "patch"] {
        let response = server
            .send(preflight("/fonts", APP, method))
            .await
            .undated()
            .unexplained();
        assert_eq!(response, foreign, "{method} /fonts");
    }
}

#[tokio::test]
async fn unknown_path_and_plain_handler_have_no_cors() {
    let server = Server::start(app()).await;
    for (path, preflight_status, status) in [("/unknown", 404, 404), ("/health", 405, 200)] {
        let response = server.send(preflight(path, APP, "GET")).await;
        assert_eq!(response.status, preflight_status, "{path}");
        assert_eq!(response.cors(), NONE, "{path}");

        let response = server.send(get_(path).origin(APP)).await;
        assert_eq!(response.status, status, "{path}");
        assert_eq!(response.cors(), NONE, "{path}");
    }
}

#[tokio::test]
async fn any_origin_gives_a_star_for_every_request() {
    let server = Server::start(app()).await;
    let star = [
        "access-control-allow-origin: *",
        "access-control-expose-headers: *",
    ];
    let fonts = || get_("/fonts");
    for request in [
        fonts(),
        fonts().origin(EVIL),
        fonts().origin("null"),
        fonts().origin(b"\xff\xfe"),
        fonts().origin(""),
        fonts().origin(APP).origin(EVIL),
        fonts().origin(vec![b'a'; 16 * 1024]),
    ] {
        let response = server.send(request).await;
        assert_eq!((response.status, response.text()), (200, "fonts"));
        assert_eq!(response.cors(), star);
    }
    let response = server.send(preflight("/fonts", "null", "GET")).await;
    assert_eq!(response.status, 204);
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

#[tokio::test]
async fn methods_with_equal_policies_share_a_preflight_response() {
    #[cors(origins = ["https://app.example.com"])]
    async fn read() {}
    #[cors(origins = ["https://app.example.com"])]
    async fn write() {}
    #[cors(origins = ["https://app.example.com", "https://admin.example.com"])]
    async fn remove() {}

    let app = CorsRouter::new().route("/", get(read).put(write).delete(remove));
    let server = Server::start(app).await;
    let methods = async |method| {
        let response = server.send(preflight("/", APP, method)).await;
        response.all("access-control-allow-methods")
    };
    assert_eq!(methods("PUT").await, ["GET,HEAD,PUT"]);
    assert_eq!(methods("GET").await, ["GET,HEAD,PUT"]);
    assert_eq!(methods("DELETE").await, ["DELETE"]);
}

#[tokio::test]
async fn request_outside_the_policy_methods_runs_hidden() {
    #[cors(origins = ["https://app.example.com"], methods = [GET])]
    async fn search() -> &'static str {
        "found"
    }
    #[cors(origins = any, methods = [GET, PUT])]
    async fn file() -> &'static str {
        "stored"
    }
    let app = CorsRouter::new()
        .route(
            "/search",
            on(MethodFilter::GET.or(MethodFilter::POST), search),
        )
        .route("/file", any(file));
    let server = Server::start(app).await;

    for method in ["GET", "HEAD"] {
        let response = server.send(request(method, "/search").origin(APP)).await;
        assert_eq!(response.cors(), readable_by(APP), "{method}");
    }
    let response = server.send(post("/search").origin(APP)).await;
    assert_eq!((response.status, response.text()), (200, "found"));
    assert_eq!(response.cors(), HIDDEN);
    assert_eq!(
        server.send(preflight("/search", APP, "POST")).await.status,
        403
    );

    assert_eq!(
        server
            .send(request("PUT", "/file").origin(APP))
            .await
            .cors(),
        ["access-control-allow-origin: *"]
    );
    let response = server.send(request("DELETE", "/file").origin(APP)).await;
    assert_eq!((response.status, response.text()), (200, "stored"));
    assert_eq!(response.cors(), NONE);
    assert_eq!(
        server.send(preflight("/file", APP, "DELETE")).await.status,
        403
    );
}

#[tokio::test]
async fn cors_headers_set_by_hand_are_replaced_or_removed() {
    #[cors(origins = ["https://app.example.com"])]
    async fn by_hand() -> [(&'static str, &'static str); 4] {
        [
            ("access-control-allow-origin", "*"),
            ("access-control-allow-credentials", "true"),
            ("access-control-allow-private-network", "true"),
            ("x-total-count", "7"),
        ]
    }
    #[cors(origins = any)]
    async fn echo() -> [(&'static str, &'static str); 1] {
        [("access-control-allow-origin", "https://evil.example")]
    }
    async fn plain() -> [(&'static str, &'static str); 1] {
        [("access-control-allow-origin", "https://evil.example")]
    }
    let app = CorsRouter::new()
        .route("/", get(by_hand))
        .route("/echo", get(echo))
        .route("/plain", get(plain));
    let server = Server::start(app).await;

    let response = server.send(get_("/").origin(APP)).await;
    assert_eq!(response.cors(), readable_by(APP));
    assert_eq!(response.all("x-total-count"), ["7"]);
    for request in [
        get_("/").origin(EVIL),
        get_("/"),
        get_("/").origin(APP).origin(APP),
    ] {
        let response = server.send(request).await;
        assert_eq!(response.cors(), HIDDEN);
        assert_eq!(response.all("x-total-count"), ["7"]);
    }
    assert_eq!(
        server.send(get_("/echo").origin(EVIL)).await.cors(),
        ["access-control-allow-origin: *"]
    );
    // Without a policy the headers stay as written.
    assert_eq!(
        server.send(get_("/plain").origin(APP)).await.cors(),
        ["access-control-allow-origin: https://evil.example"]
    );
}
