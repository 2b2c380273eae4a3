//! A running playground, and an HTTP client for it.

#![allow(dead_code, reason = "each test uses a part of it")]

pub(crate) mod chromium;

use std::net::SocketAddr;

use playground::{Framework, PAGE_PORTS, Playground, Ports};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

pub(crate) struct Running(Playground);

impl Running {
    /// Starts on free ports, which is enough for our client.
    pub(crate) async fn anywhere() -> Self {
        let ports = Ports {
            pages: [0; 4],
            axum: 0,
            rocket: 0,
        };
        Self(Playground::start(ports).await.expect("it starts"))
    }

    /// Starts on the ports that the policies name, for a browser.
    pub(crate) async fn where_the_policies_say() -> Self {
        let ports = Ports {
            pages: PAGE_PORTS,
            axum: 0,
            rocket: 0,
        };
        Self(
            Playground::start(ports)
                .await
                .unwrap_or_else(|error| panic!("{error}")),
        )
    }

    pub(crate) const fn page(&self) -> SocketAddr {
        self.0.page()
    }

    pub(crate) const fn api(&self, framework: Framework) -> SocketAddr {
        self.0.api(framework)
    }

    pub(crate) async fn state(&self) -> Value {
        let (status, body) = send(self.page(), "GET", "/state", &[], "").await;
        assert_eq!(status, 200);
        serde_json::from_str(&body).expect("JSON")
    }

    /// Posts to `/calls`; returns the status and the JSON, or the text of an error.
    pub(crate) async fn call(&self, called: Value) -> (u16, Value) {
        let json = [("content-type", "application/json")];
        let (status, body) = send(self.page(), "POST", "/calls", &json, &called.to_string()).await;
        let seen = serde_json::from_str(&body).unwrap_or(Value::String(body));
        (status, seen)
    }

    pub(crate) async fn stop(self) {
        self.0.stop().await;
    }
}

/// Sends a request on a new connection; returns the status and the body.
pub(crate) async fn send(
    server: SocketAddr,
    method: &str,
    target: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> (u16, String) {
    let response = send_raw(server, method, target, headers, body).await;
    let (head, body) = response.split_once("\r\n\r\n").expect("an response");
    let status = head.split(' ').nth(1).expect("a status");
    (status.parse().expect("a number"), body.to_owned())
}

/// Sends a request on a new connection; returns the whole response.
pub(crate) async fn send_raw(
    server: SocketAddr,
    method: &str,
    target: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> String {
    let mut request = format!(
        "{method} {target} HTTP/1.1\r\nconnection: close\r\ncontent-length: {}\r\n",
        body.len()
    );
    if !headers.iter().any(|(name, _)| *name == "host") {
        request.extend(["host: ", &server.to_string(), "\r\n"]);
    }
    for (name, value) in headers {
        request.extend([name, ": ", value, "\r\n"]);
    }
    request.push_str("\r\n");
    request.push_str(body);
    let mut stream = TcpStream::connect(server).await.expect("it listens");
    stream
        .write_all(request.as_bytes())
        .await
        .expect("it reads");
    let mut response = String::new();
    stream.read_to_string(&mut response).await.expect("text");
    response
}
