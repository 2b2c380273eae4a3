//! The surroundings of a test.

use std::future::Future;

use cors_runtime::{axum::CorsRouter, cors};
use http::{HeaderMap, HeaderValue, header};

tokio::task_local! {
    static ORIGIN: ();
}

/// Runs a test whose client sends an `Origin`.
pub async fn with_origin<F: Future>(test: F) -> F::Output {
    ORIGIN.scope((), test).await
}

/// The headers of each request of the test client.
pub fn headers() -> HeaderMap {
    let mut headers = HeaderMap::new();
    if ORIGIN.try_with(|()| ()).is_ok() {
        headers.insert(
            header::ORIGIN,
            HeaderValue::from_static("https://app.example.com"),
        );
    }
    headers
}

/// An app that gets a default policy if it is a router.
pub struct App<T>(pub T);

impl App<CorsRouter> {
    pub fn covered(self) -> CorsRouter {
        cover(self.0)
    }
}

/// Any other service.
pub trait Otherwise<T> {
    fn covered(self) -> T;
}

impl<T> Otherwise<T> for App<T> {
    fn covered(self) -> T {
        self.0
    }
}

#[cors(origins = any, methods = any, headers = any)]
fn cover(app: CorsRouter) -> CorsRouter {
    app
}

macro_rules! under_default {
    ($app:expr) => {{
        use crate::support::Otherwise as _;
        crate::support::App($app).covered()
    }};
}
pub(crate) use under_default;
