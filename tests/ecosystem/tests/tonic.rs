//! gRPC-Web: services of tonic behind tonic-web.

use core::{
    convert::Infallible,
    task::{Context, Poll},
};
use std::future::{Ready, ready};

use axum::Router;
use cors_ecosystem_tests::only_front_end_can;
use cors_runtime::{Policy, cors, headers, layer::CorsLayer, policy, testing};
use tonic::{
    body::Body,
    codegen::{
        Service,
        http::{Request, Response},
    },
    server::NamedService,
    service::Routes,
};
use tonic_web::GrpcWebLayer;
use tower::ServiceBuilder;

/// As `tonic-build` generates it.
#[derive(Clone)]
struct GreeterServer;

impl NamedService for GreeterServer {
    const NAME: &'static str = "hello.Greeter";
}

impl Service<Request<Body>> for GreeterServer {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        assert_eq!(
            request.headers()["content-type"],
            "application/grpc",
            "translated by tonic-web"
        );
        ready(Ok(tonic::Status::not_found("no greeting").into_http()))
    }
}

fn call() -> testing::Request {
    testing::post("/hello.Greeter/SayHello")
        .header("content-type", "application/grpc-web+proto")
        .header("x-grpc-web", "1")
        .header("x-user-agent", "grpc-web-javascript/0.1")
        .bytes([0, 0, 0, 0, 0])
}

#[tokio::test]
async fn default_policy_covers_the_routes_of_tonic() {
    #[cors(
        origins = ["https://app.example.com"],
        methods = [POST],
        headers = [headers::GRPC_WEB],
        expose_headers = [headers::GRPC_WEB_RESPONSE]
    )]
    fn grpc() -> Router {
        Routes::new(GreeterServer)
            .into_axum_router()
            .layer(GrpcWebLayer::new())
    }

    let response = only_front_end_can(grpc, call()).await;
    assert_eq!(response.header("grpc-status"), Some("5"));
    assert_eq!(response.header("grpc-message"), Some("no%20greeting"));
}

#[tokio::test]
async fn layer_covers_a_service_with_the_body_of_tonic() {
    static GRPC: Policy = policy!(
        origins = ["https://app.example.com"],
        methods = [POST],
        headers = [headers::GRPC_WEB],
        expose_headers = [headers::GRPC_WEB_RESPONSE],
    );
    let server = || {
        let service = ServiceBuilder::new()
            .layer(CorsLayer::new(&GRPC))
            .layer(GrpcWebLayer::new())
            .service(GreeterServer);
        Router::new().fallback_service(
            ServiceBuilder::new()
                .map_request(|request: Request<axum::body::Body>| request.map(Body::new))
                .service(service),
        )
    };
    let response = only_front_end_can(server, call()).await;
    assert_eq!(response.header("grpc-status"), Some("5"));
}
