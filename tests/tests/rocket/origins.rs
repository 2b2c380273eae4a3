//! Which `Origin` is let in: byte for byte the one a browser sends, and nothing that looks like it.

use cors_runtime::{
    cors,
    rocket::{Cors, routes},
};
use rocket::{Build, Rocket, get};

use crate::support::{APP, EVIL, HIDDEN, Server, get as get_, preflight, readable_by};

#[cors(origins = ["https://app.example.com", "http://localhost:3000"])]
#[get("/exact")]
fn exact() {}

#[cors(origins = ["https://*.example.com"])]
#[get("/subdomains")]
fn subdomains() {}

#[cors(origins = ["http://localhost:*"])]
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

fn app() -> Rocket<Build> {
    rocket::build()
        .attach(Cors::fairing())
        .mount("/", routes![exact, subdomains, ports, both, null, any])
}

/// What a path answers to each of these origins, actual requests and preflights alike.
async fn check(path: &str, allowed: &[&str], refused: &[&str]) {
    let server = Server::launch(app()).await;
    let mut connection = server.connect().await;
    for origin in allowed {
        let answer = connection.send(&get_(path).origin(origin)).await;
        assert_eq!(answer.cors(), readable_by(origin), "{path} from {origin}");
        let answer = connection.send(&preflight(path, origin, "GET")).await;
        assert_eq!(answer.status, 204, "preflight of {path} from {origin}");
        assert_eq!(answer.all("access-control-allow-origin"), [*origin]);
    }
    for origin in refused {
        let answer = connection.send(&get_(path).origin(origin)).await;
        assert_eq!(answer.status, 200, "{path} from {origin}");
        assert_eq!(answer.cors(), HIDDEN, "{path} from {origin}");
        let answer = connection.send(&preflight(path, origin, "GET")).await;
        assert_eq!(answer.status, 403, "preflight of {path} from {origin}");
        assert_eq!(answer.all("access-control-allow-origin"), [""; 0]);
    }
}

#[rocket::async_test]
async fn an_exact_origin_lets_in_nothing_that_resembles_it() {
    check(
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

#[rocket::async_test]
async fn a_subdomain_pattern_stops_at_the_dot_and_at_the_port() {
    check(
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

#[rocket::async_test]
async fn a_port_pattern_takes_ports_a_browser_would_write() {
    check(
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

#[rocket::async_test]
async fn both_stars_hold_together() {
    check(
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

#[rocket::async_test]
async fn null_is_let_in_where_it_is_listed_and_only_there() {
    check(
        "/null",
        &["null"],
        &["Null", "NULL", "null ,", "", "nul", APP],
    )
    .await;
}

#[rocket::async_test]
async fn an_origin_that_is_no_single_text_is_refused_and_disturbs_nobody() {
    let server = Server::launch(app()).await;
    let mut connection = server.connect().await;
    let long_subdomain = format!("https://{}.example.com", "a".repeat(16 * 1024));
    let requests = [
        get_("/exact").origin(APP).origin(APP),
        get_("/exact").origin(APP).origin("https://evil.example"),
        get_("/exact").origin("").origin(APP),
        // Rocket drops lines that are no UTF-8.
        get_("/exact").origin(b"https://app.example.com\xff"),
        get_("/exact").origin("https://\u{e4}pp.example.com"),
        get_("/exact").origin(vec![b'a'; 16 * 1024]),
        get_("/exact").origin(format!("{APP}{}", "/".repeat(16 * 1024))),
        get_("/subdomains").origin(b"https://\xff.example.com"),
        get_("/subdomains").origin("https://b\u{fc}cher.example.com"),
        get_("/subdomains").origin(format!("{long_subdomain}.evil.example")),
        get_("/subdomains").origin("https://\u{130}.example.com"),
        get_("/subdomains").origin(".".repeat(16 * 1024)),
        get_("/ports").origin(format!("http://localhost:{}", "0".repeat(16 * 1024))),
    ];
    for request in requests {
        let answer = connection.send(&request).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.cors(), HIDDEN);
    }
    let answer = connection.send(&get_("/exact").origin(APP)).await;
    assert_eq!(answer.cors(), readable_by(APP));
}

#[rocket::async_test]
async fn whitespace_around_the_origin_is_not_part_of_it() {
    let server = Server::launch(app()).await;
    let answer = server
        .send(get_("/exact").origin(format!(" {APP} \t")))
        .await;
    assert_eq!(answer.cors(), readable_by(APP));
}

#[rocket::async_test]
async fn a_preflight_with_two_origins_is_refused() {
    let server = Server::launch(app()).await;
    let answer = server
        .send(preflight("/exact", APP, "GET").origin(APP))
        .await;
    assert_eq!(answer.status, 403);
    assert_eq!(answer.all("access-control-allow-origin"), [""; 0]);
}

#[rocket::async_test]
async fn any_origin_is_a_star_whatever_the_request_says() {
    let server = Server::launch(app()).await;
    let any = || get_("/any");
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

/// hyper refuses them before Rocket sees the request: no header may be left in the answer.
#[rocket::async_test]
async fn control_bytes_in_an_origin_open_nothing() {
    let server = Server::launch(app()).await;
    for byte in (0..=31).chain([127]).filter(|byte| !b"\t\n".contains(byte)) {
        for origin in [
            [APP.as_bytes(), &[byte]].concat(),
            [&[byte], APP.as_bytes()].concat(),
            [b"https://a", &[byte][..], b".example.com"].concat(),
        ] {
            for path in ["/exact", "/subdomains"] {
                let mut connection = server.connect().await;
                let Some(answer) = connection.try_send(&get_(path).origin(&origin)).await else {
                    continue;
                };
                assert_eq!(answer.status, 400, "{byte}");
                assert_eq!(answer.cors(), [""; 0], "{byte}");
            }
        }
    }
    let answer = server.send(get_("/exact").origin(APP)).await;
    assert_eq!(answer.cors(), readable_by(APP));
}
