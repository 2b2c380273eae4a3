//! Clones of a router share the state of its layers, as those of a plain router with its state.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use axum::{
    Router,
    body::Body,
    extract::Request,
    response::Response,
    routing::{MethodRouter, Route},
};
use cors_runtime::{
    axum::{CorsMethodRouter, CorsRouter, routing::get},
    cors,
};
use tower::{Layer, Service, ServiceBuilder, ServiceExt, layer::layer_fn};

#[cors(origins = ["https://app.example.com"])]
async fn users() -> &'static str {
    "Ada"
}

/// A layer that counts the responses of each service it creates.
fn counting() -> impl Layer<
    Route,
    Service: Service<
        Request,
        Response = Response,
        Error = core::convert::Infallible,
        Future: Send + 'static,
    > + Clone
                 + Send
                 + Sync
                 + 'static,
> + Clone
+ Send
+ Sync
+ 'static {
    layer_fn(|route: Route| {
        let count = Arc::<AtomicUsize>::default();
        ServiceBuilder::new()
            .map_response(move |mut response: Response| {
                let count = count.fetch_add(1, Ordering::Relaxed) + 1;
                response.headers_mut().insert("count", count.into());
                response
            })
            .service(route)
    })
}

async fn count<S>(service: S) -> String
where
    S: Service<Request, Response = Response, Error = core::convert::Infallible>,
{
    let request = Request::get("/users").body(Body::empty()).expect("valid");
    let response = service.oneshot(request).await.expect("infallible");
    let count = response.headers()["count"].to_str();
    count.expect("a number").to_owned()
}

#[tokio::test]
async fn clones_of_a_router_share_the_state_of_layers() {
    let plain: Router = Router::new()
        .route("/users", axum::routing::get(async || "Ada"))
        .layer(counting())
        .with_state(());
    let app = CorsRouter::new()
        .route("/users", get(users))
        .layer(counting());
    assert_eq!(count(plain.clone()).await, "1");
    assert_eq!(count(plain).await, "2");

    assert_eq!(count(app.clone()).await, "1");
    assert_eq!(count(app.clone().into_router()).await, "2");
    let made = app.clone().into_make_service().oneshot(()).await;
    assert_eq!(count(made.expect("infallible")).await, "3");
    assert_eq!(count(app.clone().into_service()).await, "4");
    assert_eq!(count(app).await, "5");
}

#[tokio::test]
async fn clones_of_a_method_router_share_the_state_of_layers() {
    let route: CorsMethodRouter = get(users).layer(counting());
    assert_eq!(count(MethodRouter::from(route.clone())).await, "1");
    assert_eq!(count(route.clone()).await, "2");
    let made = route.clone().into_make_service().oneshot(()).await;
    assert_eq!(count(made.expect("infallible")).await, "3");
    assert_eq!(count(MethodRouter::from(route)).await, "4");
}
