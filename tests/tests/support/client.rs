//! A client without opinions: repeated headers, bytes that are no text, and 16 KiB values go out as
//! they are written.

use std::{net::SocketAddr, time::Duration};

use tokio::{
    io::{AsyncWriteExt, BufReader},
    net::TcpStream,
};

use super::Answer;

/// How long an answer may take before the test fails instead of hanging.
const PATIENCE: Duration = Duration::from_secs(20);

/// A request of HTTP/1.1.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    method: String,
    target: String,
    lines: Vec<(String, Vec<u8>)>,
    body: Vec<u8>,
}

pub(crate) fn request(method: &str, target: &str) -> Request {
    Request {
        method: method.to_owned(),
        target: target.to_owned(),
        lines: Vec::new(),
        body: Vec::new(),
    }
}

pub(crate) fn get(target: &str) -> Request {
    request("GET", target)
}

pub(crate) fn post(target: &str) -> Request {
    request("POST", target)
}

/// What a browser sends before a request with this method.
pub(crate) fn preflight(target: &str, origin: &str, method: &str) -> Request {
    request("OPTIONS", target)
        .origin(origin)
        .header("access-control-request-method", method)
}

impl Request {
    /// The same request to another target.
    pub(crate) fn at(mut self, target: &str) -> Self {
        target.clone_into(&mut self.target);
        self
    }

    /// Adds a header line.
    pub(crate) fn header(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.lines.push((name.to_owned(), value.as_ref().to_vec()));
        self
    }

    pub(crate) fn origin(self, origin: impl AsRef<[u8]>) -> Self {
        self.header("origin", origin)
    }

    pub(crate) fn body(mut self, content_type: &str, body: impl AsRef<[u8]>) -> Self {
        self.body = body.as_ref().to_vec();
        let length = self.body.len().to_string();
        self.header("content-type", content_type)
            .header("content-length", length)
    }

    pub(crate) fn json(self, body: &str) -> Self {
        self.body("application/json", body)
    }

    pub(crate) fn target(&self) -> &str {
        &self.target
    }

    /// The values of every line of this header.
    pub(crate) fn values(&self, name: &str) -> Vec<&[u8]> {
        self.lines
            .iter()
            .filter(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_slice())
            .collect()
    }

    /// The host asked is `api.example.com` unless the request says another.
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

/// A connection that is kept alive from request to request.
pub(crate) struct Connection(BufReader<TcpStream>);

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address)
            .await
            .expect("the server listens");
        stream.set_nodelay(true).expect("a socket option");
        Self(BufReader::new(stream))
    }

    /// The answer; `None` if the server closed the connection without one.
    pub(crate) async fn try_send(&mut self, request: &Request) -> Option<Answer> {
        let exchange = async {
            self.0.write_all(&request.bytes()).await.ok()?;
            Answer::read(&mut self.0, &request.method).await
        };
        tokio::time::timeout(PATIENCE, exchange)
            .await
            .expect("an answer in time")
    }

    pub(crate) async fn send(&mut self, request: &Request) -> Answer {
        let answer = self.try_send(request).await;
        answer.unwrap_or_else(|| panic!("the connection was closed after {request:?}"))
    }
}
