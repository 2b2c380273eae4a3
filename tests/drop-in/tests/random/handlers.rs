//! Handlers, services and layers. A response shows which of them it passed.

use std::{
    convert::Infallible,
    future::{Ready, ready},
    task::{Context, Poll},
};

use axum::{
    body::Body,
    extract::{MatchedPath, OriginalUri, Request},
    response::{IntoResponse, Response},
};
use http::{HeaderValue, Uri};
use tower::{Layer, Service};

fn shown(name: &str, request: &Request) -> Response {
    let matched = request
        .extensions()
        .get::<MatchedPath>()
        .map(MatchedPath::as_str);
    let original = request
        .extensions()
        .get::<OriginalUri>()
        .map(|uri| uri.0.to_string());
    let text = format!(
        "{name} {} {} {matched:?} {original:?}",
        request.method(),
        request.uri()
    );
    ([("x-handler", "reached")], text).into_response()
}

/// A handler without a policy.
pub async fn shows(id: u8, request: Request) -> Response {
    shown(&format!("handler {id}"), &request)
}

pub mod plain {
    use axum::{extract::Request, response::Response};

    use super::shown;

    pub async fn first(request: Request) -> Response {
        shown("first", &request)
    }

    pub async fn second(request: Request) -> Response {
        shown("second", &request)
    }

    pub async fn third(request: Request) -> Response {
        shown("third", &request)
    }
}

pub mod annotated {
    use axum::{extract::Request, response::Response};
    use cors_runtime::cors;

    use super::shown;

    #[cors(origins = any)]
    pub async fn first(request: Request) -> Response {
        shown("first", &request)
    }

    #[cors(origins = ["https://app.example.com"], methods = any)]
    pub async fn second(request: Request) -> Response {
        shown("second", &request)
    }

    #[cors(disabled)]
    pub async fn third(request: Request) -> Response {
        shown("third", &request)
    }
}

/// A service that shows its number.
#[derive(Clone, Debug)]
pub struct Numbered(pub u8);

impl Service<Request> for Numbered {
    type Response = Response;
    type Error = Infallible;
    type Future = Ready<Result<Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        ready(Ok(shown(&format!("service {}", self.0), &request)))
    }
}

/// A layer that adds its number to the request's URI seen inside, and to the response.
#[derive(Clone, Debug)]
pub struct Marks(pub u8);

impl<S> Layer<S> for Marks {
    type Service = Marked<S>;

    fn layer(&self, inner: S) -> Marked<S> {
        Marked {
            inner,
            number: self.0,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Marked<S> {
    inner: S,
    number: u8,
}

impl<S> Service<Request> for Marked<S>
where
    S: Service<Request, Response = Response>,
    S::Future: Send + 'static,
{
    type Response = Response;
    type Error = S::Error;
    type Future = futures_util::future::BoxFuture<'static, Result<Response, S::Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let number = self.number;
        let future = self.inner.call(request);
        Box::pin(async move {
            let mut response = future.await?;
            response
                .headers_mut()
                .append("x-layer", HeaderValue::from(u16::from(number)));
            Ok(response)
        })
    }
}

/// A request without a body.
pub fn request(method: &str, path: &'static str, origin: Option<&'static str>) -> Request {
    let mut request = Request::new(Body::empty());
    *request.method_mut() = method.parse().expect("a method");
    *request.uri_mut() = Uri::from_static(path);
    if let Some(origin) = origin {
        request
            .headers_mut()
            .insert("origin", HeaderValue::from_static(origin));
    }
    request
}
