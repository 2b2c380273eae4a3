//! Sends one HTTP request over its own connection, within limits.

mod connect;
mod tls;

use std::{path::PathBuf, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{
    HeaderValue, Request, Response, StatusCode, Uri, Version,
    header::{HOST, PROXY_AUTHORIZATION},
    uri::Scheme,
};
use http_body_util::{BodyExt, Full};
use hyper::{
    body::Incoming,
    client::conn::{http1, http2},
};
use hyper_util::{
    client::proxy::matcher::Matcher,
    rt::{TokioExecutor, TokioIo},
};
use tokio::time::timeout;

pub(crate) use self::connect::Resolve;
use self::connect::{Connected, Tcp};

/// The limit on the head of a response, in bytes.
const HEAD_LIMIT: usize = 64 * 1024;
/// The limit on the lines in the head of a response.
const LINE_LIMIT: usize = 1000;
/// The limit on the part of a body that is read, in bytes.
const BODY_LIMIT: usize = 1024 * 1024;
/// A body is read for this time at most: a script gets its response before the body ends.
const BODY_TIME: Duration = Duration::from_secs(2);

/// The options of the connection, as on the command line.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) resolve: Vec<Resolve>,
    pub(crate) proxy: Option<String>,
    pub(crate) insecure: bool,
    pub(crate) cacert: Option<PathBuf>,
    pub(crate) connect_timeout: Duration,
    pub(crate) max_time: Duration,
}

/// Sends requests. Its errors are sentences for the user.
#[derive(Debug)]
pub(crate) struct Transport {
    tcp: Tcp,
    proxies: Matcher,
    tls: tls::Tls,
    connect_timeout: Duration,
    max_time: Duration,
}

impl Transport {
    pub(crate) fn new(settings: &Settings) -> Result<Self, String> {
        Ok(Self {
            tcp: Tcp::new(Arc::from(settings.resolve.as_slice())),
            proxies: connect::proxies(settings.proxy.as_deref())?,
            tls: tls::Tls::new(settings.insecure, settings.cacert.as_deref())?,
            connect_timeout: settings.connect_timeout,
            max_time: settings.max_time,
        })
    }

    /// The time that all requests of one fetch may take together.
    pub(crate) fn max_time(&self) -> Duration {
        self.max_time
    }

    /// Sends a request with an absolute URI.
    pub(crate) async fn send(
        &self,
        request: Request<Vec<u8>>,
    ) -> Result<Response<Vec<u8>>, String> {
        match timeout(self.max_time, self.exchange(request)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(no_response_within(self.max_time)),
        }
    }

    async fn exchange(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, String> {
        let connecting = self.connect(request.uri());
        let connected = timeout(self.connect_timeout, connecting)
            .await
            .map_err(|_| {
                let host = request.uri().host().unwrap_or_default();
                format!(
                    "no connection to `{host}` within {} s",
                    self.connect_timeout.as_secs_f32()
                )
            })??;
        let ends_early = is_preflight(&request);
        let request = request.map(|body| Full::new(Bytes::from(body)));
        match connected {
            Connected::Http2(io) => {
                let mut builder = http2::Builder::new(TokioExecutor::new());
                let size = u32::try_from(HEAD_LIMIT).unwrap_or(u32::MAX);
                builder.max_header_list_size(size);
                let (mut sender, connection) =
                    builder.handshake(io).await.map_err(|e| described(&e))?;
                let task = tokio::spawn(connection);
                let response = sender.send_request(for_http2(request)).await;
                let response = read(response.map_err(|e| described(&e))?, ends_early).await;
                task.abort();
                Ok(response)
            }
            Connected::Http1 { io, proxy } => {
                let mut builder = http1::Builder::new();
                builder.max_buf_size(HEAD_LIMIT).max_headers(LINE_LIMIT);
                let (mut sender, connection) =
                    builder.handshake(io).await.map_err(|e| described(&e))?;
                let task = tokio::spawn(connection);
                let has_proxy = proxy.is_some();
                let response = sender.send_request(for_http1(request, proxy)?).await;
                let response = response.map_err(|e| described(&e))?;
                if has_proxy && response.status() == StatusCode::PROXY_AUTHENTICATION_REQUIRED {
                    return Err(connect::PROXY_NEEDS_USER.to_owned());
                }
                let response = read(response, ends_early).await;
                task.abort();
                Ok(response)
            }
        }
    }

    async fn connect(&self, uri: &Uri) -> Result<Connected, String> {
        let (stream, proxy) = connect::open(&self.tcp, &self.proxies, uri).await?;
        if uri.scheme() != Some(&Scheme::HTTPS) {
            let io = connect::erased(TokioIo::new(stream));
            return Ok(Connected::Http1 { io, proxy });
        }
        let stream = self.tls.handshake(uri, stream).await?;
        let is_http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
        let io = connect::erased(TokioIo::new(stream));
        Ok(if is_http2 {
            Connected::Http2(io)
        } else {
            Connected::Http1 { io, proxy: None }
        })
    }
}

/// The sentence for a request that takes too long.
pub(crate) fn no_response_within(time: Duration) -> String {
    format!(
        "no response within {} s (`--max-time` sets the limit)",
        time.as_secs_f32()
    )
}

/// True for a CORS-preflight request.
pub(crate) fn is_preflight<B>(request: &Request<B>) -> bool {
    request.method() == "OPTIONS"
        && request
            .headers()
            .contains_key("access-control-request-method")
}

/// Over HTTP/1 a request has a path, or the whole URL if it goes to a proxy.
fn for_http1(
    mut request: Request<Full<Bytes>>,
    proxy: Option<connect::PlainProxy>,
) -> Result<Request<Full<Bytes>>, String> {
    if let Some(proxy) = proxy {
        if let Some(authorization) = proxy.authorization {
            request
                .headers_mut()
                .insert(PROXY_AUTHORIZATION, authorization);
        }
        return Ok(request);
    }
    let target = request.uri().path_and_query().map_or("/", |it| it.as_str());
    let target = target
        .parse()
        .map_err(|_| format!("HTTP does not allow the target `{target}`"))?;
    *request.uri_mut() = target;
    Ok(request)
}

/// Over HTTP/2 the URI has the host.
fn for_http2(mut request: Request<Full<Bytes>>) -> Request<Full<Bytes>> {
    request.headers_mut().remove(HOST);
    *request.version_mut() = Version::HTTP_2;
    request
}

/// Reads the body, up to the limits of size and time. A browser does not wait for the body of a preflight response.
async fn read(response: Response<Incoming>, is_preflight: bool) -> Response<Vec<u8>> {
    let (head, mut body) = response.into_parts();
    let (limit, time) = if is_preflight {
        (4096, Duration::from_millis(300))
    } else {
        (BODY_LIMIT, BODY_TIME)
    };
    let mut bytes = Vec::new();
    let reading = async {
        while let Some(Ok(frame)) = body.frame().await {
            let Ok(data) = frame.into_data() else {
                continue;
            };
            let space = limit - bytes.len();
            bytes.extend_from_slice(&data[..data.len().min(space)]);
            if bytes.len() == limit {
                break;
            }
        }
    };
    // The verdict depends on the head alone, so a body that was cut is enough.
    let _ = timeout(time, reading).await;
    Response::from_parts(head, bytes)
}

fn described(error: &hyper::Error) -> String {
    // hyper has no predicate for it.
    if error.is_parse() && error.to_string().contains("too large") {
        return "the head of the response is larger than 64 KiB, or has more than 1000 lines"
            .to_owned();
    }
    if error.is_incomplete_message() {
        return "the server closed the connection before it sent a response".to_owned();
    }
    if error.is_parse() {
        // The first bytes are no HTTP/1, such as those of TLS.
        let hint = if error.to_string().contains("version") {
            " (is this a port of https, or of another protocol?)"
        } else {
            ""
        };
        return format!("the response is not HTTP: {error}{hint}");
    }
    with_sources(error)
}

/// An error with the errors that caused it.
fn with_sources(error: &dyn core::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        let cause = error.to_string();
        if !text.ends_with(&cause) {
            text = format!("{text}: {cause}");
        }
        source = error.source();
    }
    text
}

/// The value of `Proxy-Authorization`, not logged.
fn sensitive(mut value: HeaderValue) -> HeaderValue {
    value.set_sensitive(true);
    value
}
