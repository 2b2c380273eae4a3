//! The handlers of compositions, the record of those that ran, and the layers around them.

use core::{
    cell::RefCell,
    convert::Infallible,
    future::{Ready, ready},
    pin::Pin,
    task::{Context, Poll},
};

use axum::{
    body::Body,
    extract::Request,
    response::{IntoResponse, Response},
};
use http::{HeaderName, HeaderValue, StatusCode, header};
use tower::{Layer, Service};

use crate::policies::EVIL;

thread_local! {
    /// The numbers of the handlers that ran, on this thread. A record beside the responses sees through
    /// every layer.
    static RAN: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

/// The handlers that ran since this was called last.
pub(crate) fn take_ran() -> Vec<usize> {
    RAN.take()
}

pub(crate) fn note_ran(id: usize) {
    RAN.with_borrow_mut(|ran| ran.push(id));
}

pub(crate) const SECRET: HeaderName = HeaderName::from_static("x-secret");

/// True if a handler writes CORS headers by hand, for a page that no policy allows.
pub(crate) fn writes_cors_headers(id: usize) -> bool {
    id % 5 == 4
}

/// The response of every handler.
pub(crate) fn respond(id: usize) -> Response {
    note_ran(id);
    let mut response = ([(SECRET, "a secret")], "a response").into_response();
    if writes_cors_headers(id) {
        let headers = response.headers_mut();
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_ORIGIN,
            HeaderValue::from_static(EVIL),
        );
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
            HeaderValue::from_static("true"),
        );
    }
    response
}

/// A handler without a policy, as a tower service.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlainService(pub(crate) usize);

impl Service<Request> for PlainService {
    type Response = Response;
    type Error = Infallible;
    type Future = Ready<Result<Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request) -> Self::Future {
        ready(Ok(respond(self.0)))
    }
}

/// A layer of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Middleware {
    /// Changes nothing.
    Passes,
    /// Makes the request anew, without its extensions.
    RemakesRequest,
    /// Makes the response anew, without its extensions.
    RemakesResponse,
    /// Refuses with 401 what has neither a cookie nor a token. No preflight has either.
    Authenticates,
}

impl Middleware {
    pub(crate) const ALL: [Self; 4] = [
        Self::Passes,
        Self::RemakesRequest,
        Self::RemakesResponse,
        Self::Authenticates,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Passes => "passes",
            Self::RemakesRequest => "remakes_request",
            Self::RemakesResponse => "remakes_response",
            Self::Authenticates => "authenticates",
        }
    }
}

impl<S> Layer<S> for Middleware {
    type Service = Around<S>;

    fn layer(&self, inner: S) -> Around<S> {
        Around {
            inner,
            middleware: *self,
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Around<S> {
    inner: S,
    middleware: Middleware,
}

impl<S> Service<Request> for Around<S>
where
    S: Service<Request, Response = Response, Error = Infallible>,
    S::Future: Send + 'static,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        match self.middleware {
            Middleware::Passes => Box::pin(self.inner.call(request)),
            Middleware::RemakesRequest => {
                let (head, body) = request.into_parts();
                let mut remade = Request::new(body);
                *remade.method_mut() = head.method;
                *remade.uri_mut() = head.uri;
                *remade.version_mut() = head.version;
                *remade.headers_mut() = head.headers;
                Box::pin(self.inner.call(remade))
            }
            Middleware::RemakesResponse => {
                let response = self.inner.call(request);
                Box::pin(async {
                    let (head, body) = response.await?.into_parts();
                    let mut remade = Response::new(Body::new(body));
                    *remade.status_mut() = head.status;
                    *remade.headers_mut() = head.headers;
                    Ok(remade)
                })
            }
            Middleware::Authenticates => {
                let headers = request.headers();
                let knows_user = headers.contains_key(header::COOKIE)
                    || headers.contains_key(header::AUTHORIZATION);
                if knows_user {
                    Box::pin(self.inner.call(request))
                } else {
                    Box::pin(ready(Ok(StatusCode::UNAUTHORIZED.into_response())))
                }
            }
        }
    }
}
