//! A raw HTTP/1.1 client: sends repeated headers, bytes that are not UTF-8, and values of 16 KiB unchanged.

use std::{net::SocketAddr, time::Duration};

use tokio::{
    io::{AsyncWriteExt, BufReader},
    net::TcpStream,
};

use super::RawResponse;

/// Time limit of a response, so that a test fails instead of hanging.
const TIMEOUT: Duration = Duration::from_secs(20);

/// A request of HTTP/1.1.
#[derive(Clone, Debug)]
pub struct Request {
    method: String,
    target: String,
    lines: Vec<(String, Vec<u8>)>,
    body: Vec<u8>,
}

/// A request with this method.
#[must_use]
pub fn request(method: &str, target: &str) -> Request {
    Request {
        method: method.to_owned(),
        target: target.to_owned(),
        lines: Vec::new(),
        body: Vec::new(),
    }
}

/// A `GET` request.
#[must_use]
pub fn get(target: &str) -> Request {
    request("GET", target)
}

/// A `POST` request.
#[must_use]
pub fn post(target: &str) -> Request {
    request("POST", target)
}

/// The preflight of a request with this method.
#[must_use]
pub fn preflight(target: &str, origin: &str, method: &str) -> Request {
    request("OPTIONS", target)
        .origin(origin)
        .header("access-control-request-method", method)
}

/// Each kind of `OPTIONS` request that is not a preflight.
#[must_use]
pub fn ordinary_options(target: &str) -> [Request; 5] {
    const METHOD: &str = "access-control-request-method";
    let options = || request("OPTIONS", target);
    [
        options(),
        options().origin(super::APP),
        options().origin(super::EVIL),
        options().header(METHOD, "GET"),
        options()
            .origin(super::APP)
            .header(METHOD, "GET")
            .header(METHOD, "GET"),
    ]
}

impl Request {
    /// The same request to another target.
    #[must_use]
    pub fn at(mut self, target: &str) -> Self {
        target.clone_into(&mut self.target);
        self
    }

    /// Adds a header line.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.lines.push((name.to_owned(), value.as_ref().to_vec()));
        self
    }

    /// Adds an `Origin` line.
    #[must_use]
    pub fn origin(self, origin: impl AsRef<[u8]>) -> Self {
        self.header("origin", origin)
    }

    /// Sets the body and its length.
    #[must_use]
    pub fn content(mut self, body: impl AsRef<[u8]>) -> Self {
        self.body = body.as_ref().to_vec();
        let length = self.body.len().to_string();
        self.header("content-length", length)
    }

    /// Sets the body, its type and its length.
    #[must_use]
    pub fn body(self, content_type: &str, body: impl AsRef<[u8]>) -> Self {
        self.header("content-type", content_type).content(body)
    }

    /// Sets a JSON body.
    #[must_use]
    pub fn json(self, body: &str) -> Self {
        self.body("application/json", body)
    }

    /// The path and query.
    #[must_use]
    pub fn target(&self) -> &str {
        &self.target
    }

    /// The values of every line of this header.
    #[must_use]
    pub fn values(&self, name: &str) -> Vec<&[u8]> {
        self.lines
            .iter()
            .filter(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_slice())
            .collect()
    }

    /// The request as sent; the default host is `api.example.com`.
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = format!("{} {} HTTP/1.1\r\n", self.method, self.target).into_bytes();
        if !self
            .lines
            .iter()
            .any(|(name, _)| name.eq_ignore_ascii_case("host"))
        {
            bytes.extend_from_slice(b"host: api.example.com\r\n");
        }
        for (name, value) in &self.lines {
            bytes.extend_from_slice(name.as_bytes());
            bytes.extend_from_slice(b": ");
            bytes.extend_from_slice(value);
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(b"\r\n");
        bytes.extend_from_slice(&self.body);
        bytes
    }
}

/// A connection that is kept alive between requests.
#[derive(Debug)]
pub struct Connection(BufReader<TcpStream>);

impl Connection {
    /// Connects to a server.
    pub async fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address)
            .await
            .expect("the server listens");
        stream.set_nodelay(true).expect("a socket option");
        Self(BufReader::new(stream))
    }

    /// The response, or `None` if the server closed the connection without one.
    pub async fn try_send(&mut self, request: &Request) -> Option<RawResponse> {
        let exchange = async {
            self.0.write_all(&request.bytes()).await.ok()?;
            RawResponse::read(&mut self.0, &request.method).await
        };
        tokio::time::timeout(TIMEOUT, exchange)
            .await
            .expect("a response in time")
    }

    /// The response.
    ///
    /// # Panics
    ///
    /// Panics if the server closed the connection without one.
    pub async fn send(&mut self, request: &Request) -> RawResponse {
        let response = self.try_send(request).await;
        response.unwrap_or_else(|| panic!("the connection was closed after {request:?}"))
    }
}
