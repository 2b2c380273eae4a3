//! Origins that a policy allows: exactly those a browser serializes, none that resemble them.

use cors_tests::{APP, EVIL, HIDDEN, Server, assert_origins, get, preflight, readable_by};

mod on_axum {
    use cors_runtime::{
        axum::{CorsRouter, routing::get},
        cors,
    };

    #[cors(origins = ["https://app.example.com", "http://localhost:3000"], allow(loopback_origins))]
    async fn exact() {}

    #[cors(origins = ["https://*.example.com"])]
    async fn subdomains() {}

    #[cors(origins = ["http://localhost:*"], allow(loopback_origins))]
    async fn ports() {}

    #[cors(origins = ["https://*.example.org:*"])]
    async fn both() {}

    #[cors(origins = ["null"], allow(null_origin))]
    async fn null() {}

    #[cors(origins = any)]
    async fn any() {}

    pub(super) fn app() -> CorsRouter {
        CorsRouter::new()
            .route("/exact", get(exact))
            .route("/subdomains", get(subdomains))
            .route("/ports", get(ports))
            .route("/both", get(both))
            .route("/null", get(null))
            .route("/any", get(any))
    }
}

mod on_rocket {
    use cors_runtime::{
        cors,
        rocket::{Cors, routes},
    };
    use rocket::{Build, Rocket, get};

    #[cors(origins = ["https://app.example.com", "http://localhost:3000"], allow(loopback_origins))]
    #[get("/exact")]
    fn exact() {}

    #[cors(origins = ["https://*.example.com"])]
    #[get("/subdomains")]
    fn subdomains() {}

    #[cors(origins = ["http://localhost:*"], allow(loopback_origins))]
    #[get("/ports")]
    fn ports() {}

    #[cors(origins = ["https://*.example.org:*"])]
    #[get("/both")]
    fn both() {}

    #[cors(origins = ["null"], allow(null_origin))]
    #[get("/null")]
    fn null() {}

    #[cors(origins = any)]
    #[get("/any")]
    fn any() {}

    pub(super) fn app() -> Rocket<Build> {
        rocket::build()
            .attach(Cors::fairing())
            .mount("/", routes![exact, subdomains, ports, both, null, any])
    }
}

async fn servers() -> [Server; 2] {
    [
        Server::start(on_axum::app()).await,
        Server::launch(on_rocket::app()).await,
    ]
}

#[rocket::async_test]
async fn exact_origin_with_lookalikes_rejects_them() {
    for server in &servers().await {
        assert_origins(
            server,
            "/exact",
            &[APP, "http://localhost:3000"],
            &[
                "https://app.example.com/",
                "https://APP.example.com",
                "HTTPS://app.example.com",
                "http://app.example.com",
                "https://app.example.com:443",
                "https://app.example.com:8443",
                "https://app.example.com.",
                "https://app.example.com.evil.example",
                "https://evil-app.example.com",
                "https://a.app.example.com",
                "https://app.example.co",
                "https://example.com",
                "https://app.example.com@evil.example",
                "https://evil.example/https://app.example.com",
                "https://app.example.com https://evil.example",
                "https://app.example.com, https://app.example.com",
                "https://app.example.com\t.evil.example",
                "http://localhost",
                "http://localhost:30000",
                "http://localhost:3000.evil.example",
                "http://127.0.0.1:3000",
                "//app.example.com",
                "app.example.com",
                "null",
                "*",
                "",
            ],
        )
        .await;
    }
}

#[rocket::async_test]
async fn subdomain_pattern_with_other_hosts_or_ports_rejects_them() {
    for server in &servers().await {
        assert_origins(
            server,
            "/subdomains",
            &[
                "https://a.example.com",
                "https://a.b.example.com",
                "https://xn--bcher-kva.example.com",
                "https://a-b.example.com",
                "https://1.example.com",
            ],
            &[
                "https://example.com",
                "https://.example.com",
                "https://a..example.com",
                "https://*.example.com",
                "https://evilexample.com",
                "https://evil-example.com",
                "https://a.example.com.evil.example",
                "https://evil.example#.example.com",
                "https://evil.example/.example.com",
                "https://evil.example?.example.com",
                "https://evil.example\\.example.com",
                "https://evil.example:443.example.com",
                "https://evil@a.example.com",
                "https://evil.example .example.com",
                "https://evil.example,https://a.example.com",
                "https://a.example.com:443",
                "https://a.example.com:8080",
                "https://a.example.com:",
                "https://a.example.com/",
                "https://A.example.com",
                "http://a.example.com",
                "https://a.example.comx",
                "https://a.example.com.",
                "null",
            ],
        )
        .await;
    }
}

#[rocket::async_test]
async fn port_pattern_with_serialized_ports_allows_only_those() {
    for server in &servers().await {
        assert_origins(
            server,
            "/ports",
            &[
                "http://localhost",
                "http://localhost:1",
                "http://localhost:3000",
                "http://localhost:65535",
            ],
            &[
                "http://localhost:",
                "http://localhost:0",
                "http://localhost:80",
                "http://localhost:080",
                "http://localhost:03000",
                "http://localhost:65536",
                "http://localhost:99999999999999999999",
                "http://localhost:-1",
                "http://localhost:3000/",
                "http://localhost:3000@evil.example",
                "http://localhost:3000.evil.example",
                "http://localhost:*",
                "http://localhost.evil.example",
                "http://localhost.evil.example:3000",
                "http://evil.localhost:3000",
                "https://localhost:3000",
                "http://127.0.0.1:3000",
            ],
        )
        .await;
    }
}

#[rocket::async_test]
async fn subdomain_and_port_pattern_requires_both_parts() {
    for server in &servers().await {
        assert_origins(
            server,
            "/both",
            &["https://a.example.org", "https://a.b.example.org:8443"],
            &[
                "https://example.org",
                "https://example.org:8443",
                "https://a.example.org:443",
                "https://a.example.org:8443.evil.example",
                "https://evil.example:8443",
                "http://a.example.org:8443",
            ],
        )
        .await;
    }
}

#[rocket::async_test]
async fn null_origin_is_allowed_only_where_listed() {
    for server in &servers().await {
        assert_origins(
            server,
            "/null",
            &["null"],
            &["Null", "NULL", "null ,", "", "nul", APP],
        )
        .await;
    }
}

#[rocket::async_test]
async fn malformed_or_repeated_origin_is_rejected() {
    for server in &servers().await {
        let mut connection = server.connect().await;
        let long_subdomain = format!("https://{}.example.com", "a".repeat(16 * 1024));
        let requests = [
            get("/exact").origin(APP).origin(APP),
            get("/exact").origin(APP).origin("https://evil.example"),
            get("/exact").origin("").origin(APP),
            // Rocket drops lines that are not UTF-8, axum passes them on.
            get("/exact").origin(b"https://app.example.com\xff"),
            get("/exact").origin("https://\u{e4}pp.example.com"),
            get("/exact").origin(vec![b'a'; 16 * 1024]),
            get("/exact").origin(format!("{APP}{}", "/".repeat(16 * 1024))),
            get("/subdomains").origin(b"https://\xff.example.com"),
            get("/subdomains").origin("https://b\u{fc}cher.example.com"),
            get("/subdomains").origin(format!("{long_subdomain}.evil.example")),
            get("/subdomains").origin("https://\u{130}.example.com"),
            get("/subdomains").origin(".".repeat(16 * 1024)),
            get("/ports").origin(format!("http://localhost:{}", "0".repeat(16 * 1024))),
        ];
        for request in requests {
            let response = connection.send(&request).await;
            assert_eq!(response.status, 200);
            assert_eq!(response.cors(), HIDDEN);
        }
        let response = connection.send(&get("/exact").origin(APP)).await;
        assert_eq!(response.cors(), readable_by(APP));
    }
}

#[rocket::async_test]
async fn whitespace_around_origin_is_trimmed() {
    for server in &servers().await {
        let response = server
            .send(get("/exact").origin(format!(" {APP} \t")))
            .await;
        assert_eq!(response.cors(), readable_by(APP));
    }
}

#[rocket::async_test]
async fn preflight_with_two_origins_is_refused() {
    for server in &servers().await {
        let response = server
            .send(preflight("/exact", APP, "GET").origin(APP))
            .await;
        assert_eq!(response.status, 403);
        assert_eq!(response.all("access-control-allow-origin"), [""; 0]);
    }
}

#[rocket::async_test]
async fn any_origin_with_every_request_responds_with_star() {
    for server in &servers().await {
        let any = || get("/any");
        for request in [
            any(),
            any().origin(EVIL),
            any().origin("null"),
            any().origin("*"),
            any().origin(""),
            any().origin(b"\xff\xfe"),
            any().origin(APP).origin(EVIL),
            any().origin(vec![b'a'; 16 * 1024]),
        ] {
            let response = server.send(request).await;
            assert_eq!(response.status, 200);
            assert_eq!(response.cors(), ["access-control-allow-origin: *"]);
        }
        for origin in ["null", "", APP] {
            let response = server.send(preflight("/any", origin, "GET")).await;
            assert_eq!(response.status, 204);
            assert_eq!(response.all("access-control-allow-origin"), ["*"]);
        }
    }
}

/// hyper refuses them before the framework sees the request: the response has no CORS header.
#[rocket::async_test]
async fn control_bytes_in_origin_expose_nothing() {
    for server in &servers().await {
        for byte in (0..=31).chain([127]).filter(|byte| !b"\t\n".contains(byte)) {
            for origin in [
                [APP.as_bytes(), &[byte]].concat(),
                [&[byte], APP.as_bytes()].concat(),
                [b"https://a", &[byte][..], b".example.com"].concat(),
            ] {
                for path in ["/exact", "/subdomains"] {
                    let mut connection = server.connect().await;
                    let Some(response) = connection.try_send(&get(path).origin(&origin)).await
                    else {
                        continue;
                    };
                    assert_eq!(response.status, 400, "{byte}");
                    assert_eq!(response.cors(), [""; 0], "{byte}");
                }
            }
        }
        let response = server.send(get("/exact").origin(APP)).await;
        assert_eq!(response.cors(), readable_by(APP));
    }
}
