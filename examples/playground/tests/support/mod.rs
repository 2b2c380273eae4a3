//! A running playground, and an HTTP client for it.

#![allow(dead_code, reason = "each test uses a part of it")]

use std::net::SocketAddr;

use cors_tests::{Connection, RawResponse, request};
use playground::{Framework, PAGE_PORTS, Playground, Ports};
use serde_json::Value;

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
        let response = send(self.page(), "GET", "/state", &[], "").await;
        assert_eq!(response.status, 200);
        serde_json::from_str(response.text()).expect("JSON")
    }

    /// Posts to `/calls`; returns the status and the JSON, or the text of an error.
    pub(crate) async fn call(&self, called: Value) -> (u16, Value) {
        let json = [("content-type", "application/json")];
        let response = send(self.page(), "POST", "/calls", &json, &called.to_string()).await;
        let text = response.text();
        let seen = serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()));
        (response.status, seen)
    }

    pub(crate) async fn stop(self) {
        self.0.stop().await;
    }
}

/// Sends a request on a new connection.
pub(crate) async fn send(
    server: SocketAddr,
    method: &str,
    target: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> RawResponse {
    let mut request = request(method, target).content(body);
    if !headers.iter().any(|(name, _)| *name == "host") {
        request = request.header("host", server.to_string());
    }
    for (name, value) in headers {
        request = request.header(name, value);
    }
    Connection::open(server).await.send(&request).await
}
