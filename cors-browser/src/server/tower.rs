//! Tower services of axum.

use core::{fmt::Display, future::poll_fn};

use axum::{
    BoxError,
    body::{Body, Bytes, HttpBody, to_bytes},
};
use http::{Request, Response};
use tower_service::Service;

use super::{BoxedEndpoint, Endpoint, ResponseFuture, Server, kind};

impl<S, B> Server<kind::Tower> for S
where
    S: Service<Request<Body>, Response = Response<B>> + Clone + 'static,
    S::Error: Display,
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    fn into_endpoint(self) -> BoxedEndpoint {
        BoxedEndpoint(Box::new(Tower(self)))
    }
}

struct Tower<S>(S);

impl<S, B> Endpoint for Tower<S>
where
    S: Service<Request<Body>, Response = Response<B>> + Clone,
    S::Error: Display,
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    fn respond(&self, request: Request<Vec<u8>>, is_preflight: bool) -> ResponseFuture<'_> {
        let mut service = self.0.clone();
        Box::pin(async move {
            let failed = |error: S::Error| error.to_string();
            poll_fn(|context| service.poll_ready(context))
                .await
                .map_err(failed)?;
            let response = service
                .call(request.map(Body::from))
                .await
                .map_err(failed)?;
            let (head, body) = response.into_parts();
            if is_preflight && body.size_hint().exact().is_none() {
                return Ok(Response::from_parts(head, Vec::new()));
            }
            let bytes = to_bytes(Body::new(body), usize::MAX).await;
            let bytes = bytes.map_err(|error| format!("its body ended early: {error}"))?;
            Ok(Response::from_parts(head, bytes.into()))
        })
    }
}
