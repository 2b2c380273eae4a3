//! The apps behind hyper's HTTP/1.1, as `axum::serve` puts them there, over memory in place of a socket:
//! the kernel would hide everything else.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
};

use axum::{Router, body::Body, http::Request};
use bytes::Bytes;
use futures_util::FutureExt;
use hyper::{body::Incoming, rt, server::conn::http1};
use hyper_util::service::TowerToHyperService;
use tower::ServiceExt;

use super::{Driver, ideal, on_axum};
use crate::request::{BenchRequest, RawResponse};

/// A connection on which all requests are there at once, one behind the other.
struct Pipelined {
    requests: Bytes,
    responses: Vec<u8>,
}

impl rt::Read for Pipelined {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        mut buffer: rt::ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let length = buffer.remaining().min(self.requests.len());
        buffer.put_slice(&self.requests.split_to(length));
        Poll::Ready(Ok(()))
    }
}

impl rt::Write for Pipelined {
    fn poll_write(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.responses.extend_from_slice(bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

struct ThroughHyper(Router);

impl ThroughHyper {
    fn serve(&self, connection: &mut Pipelined) {
        let service = self
            .0
            .clone()
            .map_request(|request: Request<Incoming>| request.map(Body::new));
        // The client is done with asking before the response is sent.
        let mut served = http1::Builder::new()
            .half_close(true)
            .serve_connection(connection, TowerToHyperService::new(service));
        // hyper lets other tasks run now and then.
        while (&mut served).now_or_never().is_none() {}
    }
}

fn connection(asked: &BenchRequest, requests: usize) -> Pipelined {
    let mut request = format!(
        "{} {} HTTP/1.1\r\nhost: localhost\r\n",
        asked.method, asked.path
    );
    for (name, value) in &asked.headers {
        request.extend([*name, ": ", value, "\r\n"]);
    }
    request.push_str("\r\n");
    Pipelined {
        // Room for all responses, so that none of it grows while it is measured.
        responses: Vec::with_capacity(requests * 1024),
        requests: request.repeat(requests).into(),
    }
}

impl Driver for ThroughHyper {
    fn response(&mut self, asked: &BenchRequest) -> RawResponse {
        let mut connection = connection(asked, 1);
        self.serve(&mut connection);
        let response = String::from_utf8(connection.responses).expect("text");
        let mut lines = response.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1));
        let header = "access-control-allow-origin: ";
        RawResponse {
            status: status
                .and_then(|code| code.parse().ok())
                .expect("a status line"),
            allow_origin: lines.find_map(|line| line.strip_prefix(header).map(str::to_owned)),
        }
    }

    fn run(
        &mut self,
        asked: &BenchRequest,
        requests: usize,
        around: &mut dyn FnMut(&mut dyn FnMut()),
    ) {
        let mut connection = connection(asked, requests);
        around(&mut || self.serve(&mut connection));
        let responses = connection
            .responses
            .windows(9)
            .filter(|w| w == b"HTTP/1.1 ");
        assert_eq!(
            responses.count(),
            requests,
            "every request has its response"
        );
    }
}

fn served(router: Router) -> Box<dyn Driver> {
    Box::new(ThroughHyper(router.with_state(())))
}

pub(crate) fn bare(_: usize) -> Box<dyn Driver> {
    served(on_axum::plain())
}

pub(crate) fn ours(_: usize) -> Box<dyn Driver> {
    served(on_axum::annotated().into_router())
}

pub(crate) fn ideal(_: usize) -> Box<dyn Driver> {
    served(ideal::inside_router(ideal::is_one_of_ten))
}

pub(crate) fn tower_http(entries: usize) -> Box<dyn Driver> {
    served(on_axum::tower_http_router(entries))
}
