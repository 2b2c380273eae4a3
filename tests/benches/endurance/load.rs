//! A closed loop: every connection sends its next request when it has read the response to the last.

use core::time::Duration;
use std::{net::SocketAddr, sync::Arc, time::Instant};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    runtime,
};

use crate::requests::{RawResponse, Request};

/// The number of clients.
pub(crate) const CONNECTIONS: usize = 16;

/// The requests to a server.
pub(crate) struct Load {
    pub(crate) address: SocketAddr,
    pub(crate) requests: Vec<Request>,
    /// True if its responses are compared with what the policy says.
    pub(crate) checked: bool,
    pub(crate) time: Duration,
}

/// The counts of responses.
#[derive(Clone, Copy, Default)]
pub(crate) struct Result {
    pub(crate) responses: usize,
    pub(crate) wrong: usize,
    took: Duration,
}

impl Result {
    #[allow(clippy::cast_precision_loss)] // Millions.
    pub(crate) fn a_second(&self) -> f64 {
        self.responses as f64 / self.took.as_secs_f64()
    }
}

impl Load {
    pub(crate) fn run(self) -> Result {
        // One thread, so that the server has a core of its own.
        let runtime = runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let start = Instant::now();
            let load = Arc::new(self);
            let clients: Vec<_> = (0..CONNECTIONS)
                .map(|first| tokio::spawn(client(Arc::clone(&load), first, start)))
                .collect();
            let mut result = Result::default();
            for client in clients {
                let done = client.await.expect("a client");
                result.responses += done.responses;
                result.wrong += done.wrong;
            }
            result.took = start.elapsed();
            result
        })
    }
}

async fn client(load: Arc<Load>, first: usize, start: Instant) -> Result {
    let mut result = Result::default();
    let mut connection = None;
    let mut buffer = Vec::with_capacity(64 * 1024);
    for request in load.requests.iter().cycle().skip(first) {
        if start.elapsed() >= load.time {
            break;
        }
        let response = exchange(load.address, &mut connection, request, &mut buffer).await;
        result.responses += 1;
        let fits = response
            .as_ref()
            .is_some_and(|response| request.expects(response));
        if load.checked && !fits {
            if result.wrong == 0 {
                eprintln!("{}: {response:?}", request.what);
            }
            result.wrong += 1;
        }
    }
    result
}

/// Sends a request and reads its response, on a new connection if the server has closed the last.
async fn exchange(
    address: SocketAddr,
    connection: &mut Option<TcpStream>,
    request: &Request,
    buffer: &mut Vec<u8>,
) -> Option<RawResponse> {
    let mut stream = if let Some(stream) = connection.take() {
        stream
    } else {
        let stream = TcpStream::connect(address).await.ok()?;
        stream.set_nodelay(true).ok()?;
        stream
    };
    buffer.clear();
    stream.write_all(&request.bytes).await.ok()?;
    loop {
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
        if let Some((response, keep)) = RawResponse::read(buffer, request.is_head) {
            if keep {
                *connection = Some(stream);
            }
            return Some(response);
        }
    }
}
