//! Running servers, by the address they listen on.

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

use super::{BoxedEndpoint, Endpoint, ResponseFuture, Server, kind};
use crate::AsRelease;

impl Server<kind::Remote> for SocketAddr {
    fn into_endpoint(self) -> BoxedEndpoint {
        BoxedEndpoint(Box::new(RemoteServer(self.to_string())))
    }
}

impl Server<kind::Remote> for &str {
    #[track_caller]
    fn into_endpoint(self) -> BoxedEndpoint {
        let url = Url::parse(self).unwrap_or_else(|error| panic!("`{self}` is not a URL: {error}"));
        assert!(
            url.scheme() == "http",
            "`{self}` is not a URL of http: for other schemes, pass a function that forwards the request"
        );
        let is_origin = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        assert!(is_origin, "`{self}` has more than a host and a port");
        BoxedEndpoint(Box::new(RemoteServer(url.authority().to_owned())))
    }
}

/// The host and the port that connections go to.
struct RemoteServer(String);

impl RemoteServer {
    async fn send(
        &self,
        request: Request<Vec<u8>>,
        is_preflight: bool,
    ) -> Result<Response<Vec<u8>>, String> {
        if request.extensions().get::<AsRelease>().is_some() {
            return Err(COMPILED.to_owned());
        }
        let describe = |error: &dyn core::error::Error| match error.source() {
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
            .map_err(|error| describe(&error))?;
        // One connection per request: a pooled connection would belong to the runtime of another test.
        let client: Client<HttpConnector, Full<Bytes>> = Client::builder(TokioExecutor::new())
            .pool_max_idle_per_host(0)
            .build_http();
        let request = Request::from_parts(head, Full::new(Bytes::from(body)));
        let response = client
            .request(request)
            .await
            .map_err(|error| describe(&error))?;
        let (head, body) = response.into_parts();
        let has_end = body.size_hint().exact().is_some();
        if is_preflight && !has_end {
            return Ok(Response::from_parts(head, Vec::new()));
        }
        let body = body
            .collect()
            .await
            .map_err(|error| format!("its body ended early: {error}"))?;
        Ok(Response::from_parts(head, body.to_bytes().to_vec()))
    }
}

const COMPILED: &str =
    "`as_release` has no effect on a running server, which responds as it was compiled";

impl Endpoint for RemoteServer {
    fn respond(&self, request: Request<Vec<u8>>, is_preflight: bool) -> ResponseFuture<'_> {
        Box::pin(async move {
            let response = self.send(request, is_preflight);
            if Handle::try_current().is_ok() {
                return response.await;
            }
            // `fetch_blocking` in a test without a runtime.
            let runtime = runtime::Builder::new_current_thread().enable_all().build();
            let runtime = runtime.map_err(|error| format!("no runtime: {error}"))?;
            runtime.block_on(response)
        })
    }
}
