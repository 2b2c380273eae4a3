//! Headers that are not text, are repeated, or are very long.

use http_body_util::Empty;

use crate::apps::{self, API, servers};
use cors_tests::{
    EVIL, RawResponse, Recorded, Request, Server, connect_http2, get, post, preflight, request,
};

const METHOD: &str = "access-control-request-method";
const NAMES: &str = "access-control-request-headers";

/// Bytes that hyper accepts and no browser sends.
fn hostile() -> Vec<Vec<u8>> {
    vec![
        b"".to_vec(),
        b"\xff".to_vec(),
        b"\xff\xfe\xfd".to_vec(),
        b"\xc3".to_vec(),
        b"\xed\xa0\x80".to_vec(),
        b"https://\xff.example.com".to_vec(),
        b"https://a\xff.example.com".to_vec(),
        b"https://api.example.com\xff".to_vec(),
        b"\xefhttps://api.example.com".to_vec(),
        "https://b\u{fc}cher.example.com".into(),
        "http://localhost:\u{661}".into(),
        b"\t \t".to_vec(),
        b"://".to_vec(),
        b":".to_vec(),
        b"https://".to_vec(),
        b"https://[".to_vec(),
        b"https://]".to_vec(),
        b"https://[::1".to_vec(),
        b"http://localhost:99999999999999999999999".to_vec(),
        b"https://.example.com".to_vec(),
        b"https://*.example.com".to_vec(),
        b"http://localhost:*".to_vec(),
        b"%s%n{}{{\\".to_vec(),
        b",".repeat(16 * 1024),
        b".".repeat(16 * 1024),
        b":".repeat(16 * 1024),
        b"\xff".repeat(16 * 1024),
        b" \t".repeat(8 * 1024),
        [
            b"https://".to_vec(),
            b"a.".repeat(8 * 1024),
            b"example.com".to_vec(),
        ]
        .concat(),
        [b"http://localhost:".to_vec(), b"0".repeat(16 * 1024)].concat(),
    ]
}

fn check(what: &str, response: &RawResponse) {
    assert!(response.status < 500, "{what}: {response:?}");
    let opened = response
        .cors()
        .into_iter()
        .filter(|line| line.starts_with("access-control-"));
    assert_eq!(opened.collect::<Vec<_>>(), [""; 0], "{what}");
}

/// poem ends the task at such an `Origin`, `rocket_cors` responds with 500.
#[rocket::async_test]
async fn poem_and_rocket_cors_bytes_that_are_no_origin() {
    for (framework, server) in servers().await {
        // One connection for all: none of it may close it.
        let mut connection = server.connect().await;
        for bytes in hostile() {
            let shown = bytes.escape_ascii().to_string();
            let what = format!("{shown:.40} on {framework}");
            for path in [
                "/exact",
                "/subdomains",
                "/siblings",
                "/ports",
                "/null",
                "/methods",
            ] {
                for request in [
                    get(path).origin(&bytes),
                    get(path).origin(&bytes).origin(API),
                    get(path).origin(API).origin(&bytes),
                    get(path).origin(API).origin(API),
                    request("OPTIONS", path)
                        .origin(&bytes)
                        .header(METHOD, "GET"),
                    preflight(path, EVIL, "GET").origin(&bytes),
                ] {
                    // Rocket drops lines that are no UTF-8: of two lines one may be left, the listed one.
                    let left = request.values("origin").into_iter();
                    let left: Vec<_> = left.filter(|line| str::from_utf8(line).is_ok()).collect();
                    if framework == "Rocket" && left == [API.as_bytes()] {
                        continue;
                    }
                    check(&what, &connection.send(&request).await);
                }
            }
            let enforced = post("/enforced").origin(&bytes);
            let response = connection.send(&enforced).await;
            check(&what, &response);
            let seen = framework != "Rocket" || str::from_utf8(&bytes).is_ok();
            assert_eq!(response.status, if seen { 403 } else { 200 }, "{what}");
        }
    }
}

/// The same in the other headers of a preflight, and in those by which `enforce` recognises the own site.
#[rocket::async_test]
async fn poem_and_rocket_cors_bytes_that_are_no_method_and_no_host() {
    for (framework, server) in servers().await {
        let mut connection = server.connect().await;
        for bytes in hostile() {
            let shown = bytes.escape_ascii().to_string();
            let what = format!("{shown:.40} on {framework}");
            let sent = || request("OPTIONS", "/exact").origin(API);
            check(
                &what,
                &connection.send(&sent().header(METHOD, &bytes)).await,
            );
            let twice = sent().header(METHOD, "GET").header(METHOD, &bytes);
            let response = connection.send(&twice).await;
            // Of two lines Rocket may see one.
            if framework != "Rocket" || str::from_utf8(&bytes).is_ok() {
                check(&what, &response);
            }
            for name in [
                "sec-fetch-site",
                "forwarded",
                "x-forwarded-host",
                "x-forwarded-proto",
            ] {
                let request = post("/enforced").origin(EVIL).header(name, &bytes);
                let response = connection.send(&request).await;
                check(&what, &response);
                assert_eq!(response.status, 403, "{name}: {what}");
            }
        }
    }
}

async fn response_to(server: &Server, request: Request) -> RawResponse {
    server.send(request).await.undated()
}

/// Over HTTP/1 servers take some hundred KiB of headers.
#[rocket::async_test]
async fn cve_2025_47908_as_many_requested_headers_as_a_server_takes() {
    for (framework, server) in servers().await {
        let sent = || preflight("/exact", API, "GET");
        let plain = response_to(&server, sent()).await;
        assert_eq!(plain.status, 204);
        for value in [&b","[..], b" ,", b"x-a,", b"\xff,", b"\t"] {
            let line = value.repeat(16 * 1024 / value.len());
            let request = (0..20).fold(sent(), |request, _| request.header(NAMES, &line));
            assert_eq!(response_to(&server, request).await, plain, "{framework}");
        }
        // hyper refuses too much; the next request is served.
        let request = (0..64).fold(sent(), |request, _| {
            request.header(NAMES, b",".repeat(16 * 1024))
        });
        if let Some(response) = server.connect().await.try_send(&request).await {
            assert_eq!(
                (response.status, response.cors()),
                (431, vec![]),
                "{framework}"
            );
        }
        assert_eq!(response_to(&server, sent()).await, plain, "{framework}");
    }
}

/// Over HTTP/2 Rocket takes 16 MiB of headers.
#[rocket::async_test]
async fn cve_2025_47908_a_mebibyte_of_commas() {
    Recorded::install();
    let server = Server::launch(apps::rocket()).await;
    let mut client = connect_http2(&server).await;
    for (origin, lines, status) in [(API, 1, 204), (API, 64, 204), (EVIL, 64, 403)] {
        let mut sent = http::Request::options("http://api.example.com/exact")
            .header("origin", origin)
            .header(METHOD, "GET");
        for _ in 0..lines {
            sent = sent.header(NAMES, ",".repeat(1024 * 1024 / lines));
        }
        let sent = sent.body(Empty::new()).expect("a request");
        let response = client.send_request(sent).await.expect("a response");
        assert_eq!(response.status().as_u16(), status, "{lines} lines");
        let opened = response.headers().get("access-control-allow-origin");
        assert_eq!(opened.is_some(), status == 204, "{lines} lines");
    }
}
