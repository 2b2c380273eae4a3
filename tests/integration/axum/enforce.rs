//! `enforce` on axum: layers, bodies, and header bytes that axum keeps. `both/enforce` has the rest.

use std::sync::atomic::{AtomicUsize, Ordering};

use axum::{
    body::Bytes,
    extract::Request as HttpRequest,
    middleware::{self, Next},
    response::Response,
};
use cors_runtime::{
    axum::{CorsRouter, routing::post},
    cors,
};
use cors_tests::{EVIL, HIDDEN, PREFLIGHT_VARY, RawResponse, Server, post as post_};

#[cors(origins = ["https://app.example.com"], enforce)]
async fn transfer(body: Bytes) -> String {
    format!("{} bytes", body.len())
}

fn refused(response: RawResponse) {
    let response = response.unexplained();
    assert_eq!((response.status, response.text()), (403, ""));
    assert_eq!(response.cors(), [PREFLIGHT_VARY]);
}

#[tokio::test]
async fn absolute_target_outranks_the_host_header() {
    let server = Server::start(CorsRouter::new().route("/", post(transfer))).await;
    let at = |target: &str, origin: &str| {
        post_(target)
            .origin(origin)
            .header("host", "evil.example")
            .body("text/plain", "abc")
    };
    let own = at("http://api.example.com/", "https://api.example.com");
    let own = server.send(own).await;
    assert_eq!((own.status, own.text()), (200, "3 bytes"));
    assert_eq!(own.cors(), HIDDEN);
    refused(server.send(at("http://api.example.com/", EVIL)).await);
}

// Rocket drops lines that are not UTF-8.
#[tokio::test]
async fn fetch_site_with_invalid_bytes_is_refused() {
    let server = Server::start(CorsRouter::new().route("/", post(transfer))).await;
    let request = post_("/").origin("https://api.example.com");
    let request = request.header("sec-fetch-site", b"same-origin\xff");
    refused(server.send(request).await);
}

#[tokio::test]
async fn refused_request_reaches_no_handler_layer_or_body() {
    #[cors(origins = ["https://app.example.com"], enforce)]
    async fn upload(body: Bytes) -> String {
        UPLOADS.fetch_add(1, Ordering::SeqCst);
        format!("{} bytes", body.len())
    }
    async fn count(request: HttpRequest, next: Next) -> Response {
        LAYER.fetch_add(1, Ordering::SeqCst);
        next.run(request).await
    }
    static UPLOADS: AtomicUsize = AtomicUsize::new(0);
    static LAYER: AtomicUsize = AtomicUsize::new(0);

    let apps = [
        CorsRouter::new().route("/", post(upload)),
        CorsRouter::new()
            .route("/", post(upload))
            .layer(middleware::from_fn(count)),
    ];
    for app in apps {
        let server = Server::start(app).await;
        // The body is never sent, so a response shows that the server did not wait for it.
        let announced = post_("/").origin(EVIL).header("content-length", "1000000");
        let response = server.send(announced).await.unexplained();
        assert_eq!((response.status, response.text()), (403, ""));
        let expecting = post_("/")
            .origin(EVIL)
            .header("content-length", "1000000")
            .header("expect", "100-continue");
        assert_eq!(server.send(expecting).await.status, 403);
    }
    assert_eq!(UPLOADS.load(Ordering::SeqCst), 0);
    assert_eq!(LAYER.load(Ordering::SeqCst), 0);
}
