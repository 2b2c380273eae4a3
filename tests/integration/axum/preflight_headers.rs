//! `Access-Control-Request-Headers` is neither checked nor echoed: the browser compares the static response itself, and
//! its console names the missing header.

use cors_runtime::{
    axum::{CorsRouter, routing::put},
    cors,
};

use cors_tests::{APP, Request, Server, preflight};

#[cors(origins = ["https://app.example.com"], headers = ["content-type", "x-requested-with"])]
async fn update() {}

fn app() -> CorsRouter {
    CorsRouter::new().route("/", put(update))
}

fn asking() -> Request {
    preflight("/", APP, "PUT")
}

fn asking_for(names: impl AsRef<[u8]>) -> Request {
    asking().header("access-control-request-headers", names)
}

#[tokio::test]
async fn requested_headers_do_not_change_the_preflight_response() {
    let server = Server::start(app()).await;
    let mut connection = server.connect().await;
    let plain = connection.send(&asking()).await.undated();
    assert_eq!(plain.status, 204);
    assert_eq!(
        plain.all("access-control-allow-headers"),
        ["content-type,x-requested-with"]
    );

    let split = asking_for("content-type").header("access-control-request-headers", "x-other");
    let requests = [
        ("listed", asking_for("content-type")),
        ("unlisted", asking_for("authorization")),
        ("split over lines", split),
        (
            "spaced",
            asking_for("  content-type ,\t x-requested-with  "),
        ),
        ("upper case", asking_for("CONTENT-TYPE,X-Requested-With")),
        ("unsorted", asking_for("x-requested-with,content-type")),
        ("empty", asking_for("")),
        ("commas", asking_for(",,,")),
        ("16 KiB of commas", asking_for(vec![b','; 16 * 1024])),
        (
            "16 KiB of spaces and commas",
            asking_for(b" ,".repeat(8 * 1024)),
        ),
        ("4096 names", asking_for(b"x-a,".repeat(4 * 1024))),
        ("a star", asking_for("*")),
        ("not tokens", asking_for("x a, (y), \"z\"")),
        ("not ascii", asking_for(b"\xff\xfe,x-\xc3\xa4")),
    ];
    for (what, request) in requests {
        let response = connection.send(&request).await.undated();
        assert_eq!(response.unexplained(), plain, "{what}");
    }
}

#[tokio::test]
async fn requested_headers_on_several_lines_equal_one_line() {
    let server = Server::start(app()).await;
    let plain = server.send(asking()).await.undated();
    let mut request = asking();
    for index in 0..90 {
        request = request.header("access-control-request-headers", format!("x-{index}"));
    }
    assert_eq!(server.send(request).await.undated(), plain);
}

#[tokio::test]
async fn other_headers_of_a_preflight_change_nothing() {
    let server = Server::start(app()).await;
    let plain = server.send(asking()).await.undated();
    let request = asking_for("content-type")
        .header("accept", "*/*")
        .header("sec-fetch-mode", "cors")
        .header("sec-fetch-site", "cross-site")
        .header("sec-fetch-dest", "empty")
        .header("access-control-request-private-network", "true")
        .header("referer", "https://app.example.com/");
    assert_eq!(server.send(request).await.undated(), plain);
}

#[tokio::test]
async fn preflight_body_is_skipped_and_starts_no_request() {
    let server = Server::start(app()).await;
    let mut connection = server.connect().await;
    let plain = connection.send(&asking()).await.undated();
    let smuggled = "PUT / HTTP/1.1\r\nhost: api.example.com\r\n\r\n";
    for request in [asking().body("text/plain", smuggled), asking()] {
        assert_eq!(connection.send(&request).await.undated(), plain);
    }
}
