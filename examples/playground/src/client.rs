//! The same call by the client of `cors_runtime::testing`, which follows the Fetch standard.

use std::{net::SocketAddr, pin::Pin};

use axum::body::Bytes;
use cors_runtime::testing::{self, Blocked, Browser, Engine, Request, Response, Stage};
use http::{StatusCode, Uri, header};
use http_body_util::{BodyExt, Full};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use serde::{Deserialize, Serialize};
use tokio::runtime::Handle;

use crate::{record::CALL, shop, stories};

type HttpClient = Client<HttpConnector, Full<Bytes>>;
type BoxFuture<T> = Pin<Box<dyn Future<Output = T>>>;

/// The arguments of `fetch`, from the page.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct FetchOptions {
    pub(crate) method: String,
    pub(crate) path: String,
    #[serde(default)]
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<String>,
    #[serde(default)]
    pub(crate) credentials: bool,
}

/// The result of a call, in the format that the page uses for its browser, too.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct CallResult {
    /// `read` or `blocked`.
    outcome: &'static str,
    /// The stage at which a blocked call ended: `request` (nothing was sent), `preflight`, or `response`.
    stage: Option<&'static str>,
    /// `None` if the script cannot read it.
    status: Option<u16>,
    headers: Vec<(String, String)>,
    body: Option<String>,
    /// The message in the console.
    pub(crate) message: Option<String>,
}

/// The result of our client.
#[derive(Debug)]
pub(crate) struct Fetched {
    pub(crate) call_result: CallResult,
    pub(crate) result: Result<Response, Blocked>,
}

/// The error for an invalid origin.
pub(crate) const NO_ORIGIN: &str = "write an origin, such as `https://app.example.com`, or `null`";

/// The engine of the visitor's browser, by its `User-Agent`; the strictest one for other programs.
pub(crate) fn engine_of(agent: &[u8]) -> Engine {
    let agent = String::from_utf8_lossy(agent);
    // Chromium also names WebKit.
    let engines = [
        ("Firefox/", Engine::Firefox),
        ("Chrome/", Engine::Chromium),
        ("AppleWebKit/", Engine::WebKit),
    ];
    let mut engines = engines.into_iter();
    let found = engines.find(|(name, _)| agent.contains(name));
    found.map_or(Engine::Strictest, |(_, engine)| engine)
}

/// Calls the server at this address from a page of this origin, as this engine.
///
/// # Errors
///
/// If the origin is invalid.
pub(crate) async fn fetch(
    engine: Engine,
    origin: &str,
    server: SocketAddr,
    call: &str,
    options: FetchOptions,
) -> Result<Fetched, &'static str> {
    let page = page_at(origin)?;
    let address = format!("http://localhost:{}", server.port());
    let pairs: String = url::form_urlencoded::Serializer::new(String::new())
        .append_pair(CALL, call)
        .finish();
    let target = format!("{address}{}?{pairs}", options.path);
    // The futures of `Browser` are not `Send`.
    let fetched = tokio::task::spawn_blocking(move || {
        let browser = browser(page)
            .engine(engine)
            .open_at(&address, over_the_network(server));
        browser.set_cookie(stories::MAIN, cookie());
        Handle::current().block_on(browser.fetch(request(target, options)))
    });
    let result = fetched.await.map_err(|_| "our client failed")?;
    let call_result = match &result {
        Ok(response) => read(response),
        Err(blocked) => hidden(blocked, &pairs),
    };
    Ok(Fetched {
        call_result,
        result,
    })
}

/// The cookie, as the page's server sets it.
pub(crate) fn cookie() -> String {
    format!("{}=ada; Path=/; SameSite=Lax; HttpOnly", shop::COOKIE)
}

/// The URL of a page of this origin; `None` for the origin `null`.
fn page_at(origin: &str) -> Result<Option<String>, &'static str> {
    if origin == "null" {
        return Ok(None);
    }
    let url = url::Url::parse(origin).map_err(|_| NO_ORIGIN)?;
    // Any spelling of an origin that a browser accepts, but nothing after it.
    let is_bare =
        matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
    let has_host = url.host_str().is_some_and(|host| !host.is_empty());
    if is_bare && has_host && url.username().is_empty() && url.password().is_none() {
        Ok(Some(origin.to_owned()))
    } else {
        Err(NO_ORIGIN)
    }
}

fn browser(page: Option<String>) -> Browser {
    page.map_or_else(Browser::sandboxed, Browser::at)
}

fn request(target: String, options: FetchOptions) -> Request {
    let mut request = testing::request(options.method, target);
    for (name, value) in options.headers {
        request = request.header(name, value);
    }
    if let Some(body) = options.body {
        request = request.body(body);
    }
    if options.credentials {
        request = request.credentials();
    }
    request
}

/// Forwards requests to the running server, which also records them.
fn over_the_network(
    server: SocketAddr,
) -> impl Fn(http::Request<Vec<u8>>) -> BoxFuture<http::Response<Vec<u8>>> {
    let client: HttpClient = Client::builder(TokioExecutor::new()).build_http();
    move |request| {
        let client = client.clone();
        Box::pin(async move {
            send(&client, server, request)
                .await
                .unwrap_or_else(|error| {
                    let mut response = http::Response::new(error.into_bytes());
                    *response.status_mut() = StatusCode::BAD_GATEWAY;
                    response
                })
        })
    }
}

async fn send(
    client: &HttpClient,
    server: SocketAddr,
    request: http::Request<Vec<u8>>,
) -> Result<http::Response<Vec<u8>>, String> {
    let (mut head, body) = request.into_parts();
    let target = head
        .uri
        .path_and_query()
        .map_or("/", |target| target.as_str());
    head.uri =
        Uri::try_from(format!("http://{server}{target}")).map_err(|error| error.to_string())?;
    head.headers
        .entry(header::HOST)
        .or_insert_with(|| http::HeaderValue::from_static("localhost"));
    let request = http::Request::from_parts(head, Full::from(body));
    let response = client
        .request(request)
        .await
        .map_err(|error| error.to_string())?;
    let (head, body) = response.into_parts();
    let body = body.collect().await.map_err(|error| error.to_string())?;
    Ok(http::Response::from_parts(head, body.to_bytes().into()))
}

fn read(response: &Response) -> CallResult {
    let headers = response.header_names().map(|name| {
        let value = response.header(name).unwrap_or_default();
        (name.to_owned(), value.to_owned())
    });
    CallResult {
        outcome: "read",
        stage: None,
        status: Some(response.status()),
        headers: headers.collect(),
        body: Some(response.text()),
        message: None,
    }
}

fn hidden(blocked: &Blocked, query: &str) -> CallResult {
    let stage = match blocked.stage() {
        Stage::Request => "request",
        Stage::Preflight => "preflight",
        _ => "response",
    };
    CallResult {
        outcome: "blocked",
        stage: Some(stage),
        status: None,
        headers: Vec::new(),
        body: None,
        // The query parameter is internal to the page.
        message: Some(blocked.to_string().replace(&format!("?{query}"), "")),
    }
}
