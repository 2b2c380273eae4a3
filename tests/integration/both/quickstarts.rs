//! Both quickstarts respond to the same requests with the same CORS headers.

use cors_tests::{ADMIN, APP, EVIL, RawResponse, Request, Server, get, post, preflight, request};

const DEVELOPMENT: &str = "http://localhost:5173";

/// The origins that a request may come from, as header lines.
fn origins() -> Vec<Vec<Vec<u8>>> {
    let text = |lines: &[&str]| lines.iter().map(|line| line.as_bytes().to_vec()).collect();
    vec![
        text(&[]),
        text(&[APP]),
        text(&[ADMIN]),
        text(&[EVIL]),
        text(&[DEVELOPMENT]),
        text(&["null"]),
        text(&[""]),
        text(&["https://app.example.com/"]),
        text(&["https://APP.example.com"]),
        text(&["https://app.example.com.evil.example"]),
        text(&["http://localhost"]),
        text(&["http://localhost:5173.evil.example"]),
        text(&[APP, APP]),
        text(&[APP, EVIL]),
        text(&["https://app.example.com, https://admin.example.com"]),
        vec![vec![b'a'; 16 * 1024]],
        vec![b"https://app.example.com\xc3\xbc".to_vec()],
    ]
}

fn from(request: &Request, origin: &[Vec<u8>]) -> Request {
    let lines = origin.iter();
    lines.fold(request.clone(), Request::origin)
}

/// The same response, as far as a browser asks for permission.
async fn compare(servers: &[Server; 2], request: &Request) -> RawResponse {
    let axum = servers[0].send(request.clone()).await;
    let rocket = servers[1].send(request.clone()).await;
    assert_eq!(axum.cors(), rocket.cors(), "{request:?}");
    axum
}

async fn servers() -> [Server; 2] {
    [
        Server::start(axum_quickstart::app()).await,
        Server::launch(rocket_quickstart::app()).await,
    ]
}

#[rocket::async_test]
async fn preflight_responses_are_equal_on_both() {
    let servers = servers().await;
    let mut permitted = 0;
    for path in ["/notes", "/notes/7", "/notes?page=2"] {
        for method in [
            "GET",
            "HEAD",
            "POST",
            "PUT",
            "PATCH",
            "DELETE",
            "OPTIONS",
            "get",
            "patch",
            "PURGE",
            "*",
            "",
            "GET, POST",
        ] {
            for origin in origins().iter().filter(|lines| !lines.is_empty()) {
                let request = from(&request("OPTIONS", path), origin)
                    .header("access-control-request-method", method);
                let axum = compare(&servers, &request).await;
                let rocket = servers[1].send(request).await;
                assert_eq!(axum.status, rocket.status);
                assert_eq!(axum.body, rocket.body);
                permitted += usize::from(axum.status == 204);
            }
        }
    }
    // GET and HEAD of the list for any origin, on two URLs; POST there for the application and, in
    // debug builds, for the origin of its development; DELETE for one.
    let any = 2 * 2 * (origins().len() - 1);
    let posts = if cfg!(debug_assertions) { 2 } else { 1 };
    assert_eq!(permitted, any + 2 * posts + 1);
}

#[rocket::async_test]
async fn requested_headers_change_nothing_on_both() {
    let servers = servers().await;
    for names in [
        "content-type",
        "x-unknown",
        ",,,,,",
        "authorization,content-type",
        "a b",
    ] {
        for method in ["GET", "POST"] {
            let request =
                preflight("/notes", APP, method).header("access-control-request-headers", names);
            assert_eq!(compare(&servers, &request).await.status, 204);
        }
    }
}

#[rocket::async_test]
async fn response_headers_are_equal_on_both() {
    let servers = servers().await;
    let token = |request: Request| request.header("authorization", "Bearer let-me-in");
    let requests = [
        (get("/notes"), 200),
        (request("HEAD", "/notes"), 200),
        (get("/health"), 200),
        (get("/unknown"), 404),
        (get("/NOTES"), 404),
        (post("/notes").json("{}"), 401),
        (token(post("/notes").json("{}")), 422),
        (token(post("/notes").json("{")), 400),
        (token(post("/notes").json(r#"{"text":""}"#)), 422),
        (token(post("/notes").json(r#"{"text":"hi"}"#)), 201),
        (request("DELETE", "/notes/1"), 401),
        (token(request("DELETE", "/notes/99")), 404),
        (request("OPTIONS", "/notes"), 204),
        (request("OPTIONS", "/notes/1"), 204),
    ];
    for (request, status) in requests {
        for origin in origins() {
            let request = from(&request, &origin);
            let axum = compare(&servers, &request).await;
            assert_eq!(axum.status, status, "{request:?}");
        }
    }
}

#[rocket::async_test]
async fn plain_options_list_the_same_methods() {
    let servers = servers().await;
    for (path, methods) in [
        ("/notes", &["GET", "HEAD", "OPTIONS", "POST"][..]),
        ("/notes/1", &["DELETE", "OPTIONS"]),
    ] {
        for server in &servers {
            let response = server.send(request("OPTIONS", path)).await;
            assert_eq!(
                (response.status, response.allow()),
                (204, methods.iter().map(|m| (*m).to_owned()).collect())
            );
        }
    }
}
