//! Which origins a policy lets in: the same tables for both frameworks.
//!
//! The paths are `/exact`, `/subdomains`, `/ports`, `/both`, `/null` and `/any`.

use super::{APP, EVIL, HIDDEN, Server, get, preflight, readable_by};

/// Makes a test of each of the tables, with a server that has the paths.
macro_rules! tests_of_origins {
    ($test:meta, $server:expr) => {
        $crate::support::origins::tests_of_origins! {
            $test, $server,
            an_exact_origin_lets_in_nothing_that_resembles_it
            a_subdomain_pattern_stops_at_the_dot_and_at_the_port
            a_port_pattern_takes_ports_a_browser_would_write
            both_stars_hold_together
            null_is_let_in_where_it_is_listed_and_only_there
            an_origin_that_is_no_single_text_is_refused_and_disturbs_nobody
            whitespace_around_the_origin_is_not_part_of_it
            a_preflight_with_two_origins_is_refused
            any_origin_is_a_star_whatever_the_request_says
            control_bytes_in_an_origin_open_nothing
        }
    };
    ($test:meta, $server:expr, $($name:ident)*) => {$(
        #[$test]
        async fn $name() {
            $crate::support::origins::$name(&$server.await).await;
        }
    )*};
}
pub(crate) use tests_of_origins;

/// What a path answers to each of these origins, actual requests and preflights alike.
pub(crate) async fn check(server: &Server, path: &str, allowed: &[&str], refused: &[&str]) {
    let mut connection = server.connect().await;
    for origin in allowed {
        let answer = connection.send(&get(path).origin(origin)).await;
        assert_eq!(answer.cors(), readable_by(origin), "{path} from {origin}");
        let answer = connection.send(&preflight(path, origin, "GET")).await;
        assert_eq!(answer.status, 204, "preflight of {path} from {origin}");
        assert_eq!(answer.all("access-control-allow-origin"), [*origin]);
    }
    for origin in refused {
        let answer = connection.send(&get(path).origin(origin)).await;
        assert_eq!(answer.status, 200, "{path} from {origin}");
        assert_eq!(answer.cors(), HIDDEN, "{path} from {origin}");
        let answer = connection.send(&preflight(path, origin, "GET")).await;
        assert_eq!(answer.status, 403, "preflight of {path} from {origin}");
        assert_eq!(answer.all("access-control-allow-origin"), [""; 0]);
    }
}

pub(crate) async fn an_exact_origin_lets_in_nothing_that_resembles_it(server: &Server) {
    check(
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

pub(crate) async fn a_subdomain_pattern_stops_at_the_dot_and_at_the_port(server: &Server) {
    check(
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

pub(crate) async fn a_port_pattern_takes_ports_a_browser_would_write(server: &Server) {
    check(
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

pub(crate) async fn both_stars_hold_together(server: &Server) {
    check(
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

pub(crate) async fn null_is_let_in_where_it_is_listed_and_only_there(server: &Server) {
    check(
        server,
        "/null",
        &["null"],
        &["Null", "NULL", "null ,", "", "nul", APP],
    )
    .await;
}

pub(crate) async fn an_origin_that_is_no_single_text_is_refused_and_disturbs_nobody(
    server: &Server,
) {
    let mut connection = server.connect().await;
    let long_subdomain = format!("https://{}.example.com", "a".repeat(16 * 1024));
    let requests = [
        get("/exact").origin(APP).origin(APP),
        get("/exact").origin(APP).origin("https://evil.example"),
        get("/exact").origin("").origin(APP),
        // Rocket drops lines that are no UTF-8, axum hands them on.
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
        let answer = connection.send(&request).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.cors(), HIDDEN);
    }
    let answer = connection.send(&get("/exact").origin(APP)).await;
    assert_eq!(answer.cors(), readable_by(APP));
}

pub(crate) async fn whitespace_around_the_origin_is_not_part_of_it(server: &Server) {
    let answer = server
        .send(get("/exact").origin(format!(" {APP} \t")))
        .await;
    assert_eq!(answer.cors(), readable_by(APP));
}

pub(crate) async fn a_preflight_with_two_origins_is_refused(server: &Server) {
    let answer = server
        .send(preflight("/exact", APP, "GET").origin(APP))
        .await;
    assert_eq!(answer.status, 403);
    assert_eq!(answer.all("access-control-allow-origin"), [""; 0]);
}

pub(crate) async fn any_origin_is_a_star_whatever_the_request_says(server: &Server) {
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
        let answer = server.send(request).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.cors(), ["access-control-allow-origin: *"]);
    }
    for origin in ["null", "", APP] {
        let answer = server.send(preflight("/any", origin, "GET")).await;
        assert_eq!(answer.status, 204);
        assert_eq!(answer.all("access-control-allow-origin"), ["*"]);
    }
}

/// hyper refuses them before the framework sees the request: no header may be left in the answer.
pub(crate) async fn control_bytes_in_an_origin_open_nothing(server: &Server) {
    for byte in (0..=31).chain([127]).filter(|byte| !b"\t\n".contains(byte)) {
        for origin in [
            [APP.as_bytes(), &[byte]].concat(),
            [&[byte], APP.as_bytes()].concat(),
            [b"https://a", &[byte][..], b".example.com"].concat(),
        ] {
            for path in ["/exact", "/subdomains"] {
                let mut connection = server.connect().await;
                let Some(answer) = connection.try_send(&get(path).origin(&origin)).await else {
                    continue;
                };
                assert_eq!(answer.status, 400, "{byte}");
                assert_eq!(answer.cors(), [""; 0], "{byte}");
            }
        }
    }
    let answer = server.send(get("/exact").origin(APP)).await;
    assert_eq!(answer.cors(), readable_by(APP));
}
