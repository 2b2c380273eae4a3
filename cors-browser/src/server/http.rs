//! Servers that run elsewhere, by the address that they listen on.

use core::net::SocketAddr;

use ::http::{Request, Response, Uri, uri::Scheme};
use bytes::Bytes;
use http_body::Body;
use http_body_util::{BodyExt, Full};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use tokio::runtime::{self, Handle};
use url::Url;

use super::{Answer, Endpoint, Opened, Server, kind};
use crate::AsRelease;

impl Server<kind::Running> for SocketAddr {
    fn into_opened(self) -> Opened {
        Opened(Box::new(Running(self.to_string())))
    }
}

impl Server<kind::Running> for &str {
    #[track_caller]
    fn into_opened(self) -> Opened {
        let url =
            Url::parse(self).unwrap_or_else(|error| panic!("`{self}` is no address: {error}"));
        assert!(
            url.scheme() == "http",
            "`{self}` is no address of http: for any other, hand over a function that asks it"
        );
        let is_origin = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        assert!(is_origin, "`{self}` goes on after the port");
        Opened(Box::new(Running(url.authority().to_owned())))
    }
}

/// The host and the port that connections go to.
struct Running(String);

impl Running {
    async fn ask(
        &self,
        request: Request<Vec<u8>>,
        is_preflight: bool,
    ) -> Result<Response<Vec<u8>>, String> {
        if request.extensions().get::<AsRelease>().is_some() {
            return Err(COMPILED.to_owned());
        }
        let told = |error: &dyn core::error::Error| match error.source() {
            Some(source) => format!("{}: {error}: {source}", self.0),
            None => format!("{}: {error}", self.0),
        };
        let (mut head, body) = request.into_parts();
        let target = head
            .uri
            .path_and_query()
            .map_or("/", |target| target.as_str());
        head.uri = Uri::builder()
            .scheme(Scheme::HTTP)
            .authority(self.0.as_str())
            .path_and_query(target)
            .build()
            .map_err(|error| told(&error))?;
        // A connection for each request: tests do not share runtimes.
        let client: Client<HttpConnector, Full<Bytes>> = Client::builder(TokioExecutor::new())
            .pool_max_idle_per_host(0)
            .build_http();
        let request = Request::from_parts(head, Full::new(Bytes::from(body)));
        let answer = client
            .request(request)
            .await
            .map_err(|error| told(&error))?;
        let (head, body) = answer.into_parts();
        let has_end = body.size_hint().exact().is_some();
        if is_preflight && !has_end {
            return Ok(Response::from_parts(head, Vec::new()));
        }
        let body = body
            .collect()
            .await
            .map_err(|error| format!("its body broke off: {error}"))?;
        Ok(Response::from_parts(head, body.to_bytes().to_vec()))
    }
}

const COMPILED: &str = "a server that runs elsewhere answers as it was compiled: `as_release` does not \
                        reach it";

impl Endpoint for Running {
    fn answer(&self, request: Request<Vec<u8>>, is_preflight: bool) -> Answer<'_> {
        Box::pin(async move {
            let ask = self.ask(request, is_preflight);
            if Handle::try_current().is_ok() {
                return ask.await;
            }
            // A test without a runtime is one that blocks.
            let runtime = runtime::Builder::new_current_thread().enable_all().build();
            let runtime = runtime.map_err(|error| format!("no runtime: {error}"))?;
            runtime.block_on(ask)
        })
    }
}
