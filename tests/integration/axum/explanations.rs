//! Explanations of refusals in a body of another type.

use axum::http::Response;
use cors_runtime::{Policy, layer::CorsLayer, policy};
use tower::{ServiceBuilder, ServiceExt, service_fn};

static FILES: Policy = policy!(
    origins = ["http://localhost:5173"],
    methods = [GET],
    allow(loopback_origins)
);

const END: &str = "(Release builds omit this text.)\n";

#[tokio::test]
async fn body_type_without_text_stays_empty() {
    async fn refused<B: Default + 'static>() -> Response<B> {
        let inner = service_fn(async |_: http::Request<()>| {
            Ok::<_, std::convert::Infallible>(Response::new(B::default()))
        });
        let request = http::Request::options("/")
            .header("origin", "https://evil.example")
            .header("access-control-request-method", "GET")
            .body(())
            .expect("a request");
        let service = ServiceBuilder::new()
            .layer(CorsLayer::new(&FILES))
            .service(inner);
        service.oneshot(request).await.expect("a response")
    }
    let empty = refused::<http_body_util::Empty<&[u8]>>().await;
    assert_eq!(empty.status(), 403);
    assert!(!empty.headers().contains_key("content-type"));
    let text = refused::<String>().await;
    assert_eq!(text.body().ends_with(END), cfg!(debug_assertions));
    assert_eq!(
        text.headers().contains_key("content-type"),
        cfg!(debug_assertions)
    );
}
