//! The request headers of a preflight. `Access-Control-Request-Headers` is neither checked nor echoed: the browser
//! compares the static response itself, and its console names the missing header.

use cors_tests::{ADMIN, Request, preflight};

use super::apps;

const REQUEST_HEADERS: &str = "access-control-request-headers";

fn plain() -> Request {
    preflight("/users", ADMIN, "POST")
}

fn naming(names: impl AsRef<[u8]>) -> Request {
    plain().header(REQUEST_HEADERS, names)
}

#[rocket::async_test]
async fn requested_headers_do_not_change_the_preflight_response() {
    let split = naming("content-type").header(REQUEST_HEADERS, "x-other");
    let on_90_lines = (0..90).fold(plain(), |request, index| {
        request.header(REQUEST_HEADERS, format!("x-{index}"))
    });
    let requests = [
        ("listed", naming("content-type")),
        ("not listed", naming("authorization")),
        ("split over lines", split),
        ("a line for each", on_90_lines),
        ("spaced", naming("  content-type ,\t x-csrf-token  ")),
        ("upper case", naming("CONTENT-TYPE,X-Csrf-Token")),
        ("unsorted", naming("x-csrf-token,content-type")),
        ("empty", naming("")),
        ("commas", naming(",,,")),
        ("16 KiB of commas", naming(vec![b','; 16 * 1024])),
        (
            "16 KiB of spaces and commas",
            naming(b" ,".repeat(8 * 1024)),
        ),
        ("4096 names", naming(b"x-a,".repeat(4 * 1024))),
        ("a star", naming("*")),
        ("not tokens", naming("x a, (y), \"z\"")),
        ("not ASCII", naming(b"\xff\xfe,x-\xc3\xa4")),
    ];
    for (framework, server) in apps().await {
        let mut connection = server.connect().await;
        let expected = connection.send(&plain()).await.undated();
        assert_eq!(expected.status, 204, "{framework}");
        assert_eq!(
            expected.all("access-control-allow-headers"),
            ["content-type,x-csrf-token"],
            "{framework}"
        );
        for (what, request) in &requests {
            let response = connection.send(request).await.undated();
            assert_eq!(response.unexplained(), expected, "{what} on {framework}");
        }
    }
}

#[rocket::async_test]
async fn other_headers_of_a_preflight_change_nothing() {
    for (framework, server) in apps().await {
        let expected = server.send(plain()).await.undated();
        let request = naming("content-type")
            .header("accept", "*/*")
            .header("sec-fetch-mode", "cors")
            .header("sec-fetch-site", "cross-site")
            .header("sec-fetch-dest", "empty")
            .header("access-control-request-private-network", "true")
            .header("referer", "https://admin.example.com/");
        let response = server.send(request).await.undated();
        assert_eq!(response, expected, "{framework}");
    }
}

#[rocket::async_test]
async fn preflight_body_is_skipped_and_starts_no_request() {
    for (framework, server) in apps().await {
        let mut connection = server.connect().await;
        let expected = connection.send(&plain()).await.undated();
        assert_eq!(expected.status, 204, "{framework}");
        let smuggled = "POST /users HTTP/1.1\r\nhost: api.example.com\r\n\r\n";
        for request in [plain().body("text/plain", smuggled), plain()] {
            let response = connection.send(&request).await.undated();
            assert_eq!(response, expected, "{framework}");
        }
    }
}
