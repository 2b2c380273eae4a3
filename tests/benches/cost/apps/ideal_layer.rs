//! The hand-written code as a layer, for where something else could respond in the handler's place.

use core::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderValue, Method, Response},
};
use pin_project_lite::pin_project;
use tower::{Layer, Service};

use super::{
    Driver,
    ideal::{allowed, is_one_of_ten, mark, preflight},
    on_axum::{behind_a_layer, finished, plain},
};

#[derive(Clone, Copy)]
struct Ideal;

#[derive(Clone)]
struct Around<S>(S);

impl<S> Layer<S> for Ideal {
    type Service = Around<S>;

    fn layer(&self, inner: S) -> Around<S> {
        Around(inner)
    }
}

impl<S> Service<Request> for Around<S>
where
    S: Service<Request, Response = Response<Body>>,
{
    type Response = Response<Body>;
    type Error = S::Error;
    type Future = Marked<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        if *request.method() == Method::OPTIONS
            && let Some(response) = preflight(request.headers(), is_one_of_ten)
        {
            return Marked::Preflight {
                response: Some(response),
            };
        }
        let origin = allowed(request.headers(), is_one_of_ten);
        Marked::Running {
            future: self.0.call(request),
            origin,
        }
    }
}

pin_project! {
    #[project = MarkedProjection]
    enum Marked<F> {
        Preflight { response: Option<Response<Body>> },
        Running { #[pin] future: F, origin: Option<HeaderValue> },
    }
}

impl<F, E> Future for Marked<F>
where
    F: Future<Output = Result<Response<Body>, E>>,
{
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        match self.project() {
            MarkedProjection::Preflight { response } => {
                Poll::Ready(Ok(response.take().expect("polled once")))
            }
            MarkedProjection::Running { future, origin } => {
                let mut response = ready!(future.poll(context))?;
                mark(response.headers_mut(), origin.take());
                Poll::Ready(Ok(response))
            }
        }
    }
}

pub(crate) fn around_the_handlers(_: usize) -> Box<dyn Driver> {
    finished(plain().layer(Ideal))
}

pub(crate) fn around_a_layer(_: usize) -> Box<dyn Driver> {
    finished(behind_a_layer().layer(Ideal))
}
