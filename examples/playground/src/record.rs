//! Records the requests and responses of both servers, which a page cannot see itself.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::HeaderMap;
use rocket::fairing::{Fairing, Info, Kind};
use serde::Serialize;
use url::form_urlencoded;

use crate::{Framework, shop};

/// The number of recorded exchanges. Older ones are dropped.
const CAPACITY: usize = 512;

/// The limit on the name of a call, in bytes, since names take memory.
pub(crate) const NAME_LIMIT: usize = 64;

/// The query parameter with the name of a call. Preflights have it, too. Since each call has its own URL, the
/// CORS-preflight cache of a browser is never used.
pub(crate) const CALL: &str = "call";

/// A request and its response, as the server sees them.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Exchange {
    #[serde(skip)]
    server: Framework,
    #[serde(skip)]
    call: String,
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) sent: Vec<(String, String)>,
    pub(crate) status: u16,
    pub(crate) received: Vec<(String, String)>,
}

impl Exchange {
    pub(crate) fn is_preflight(&self) -> bool {
        self.method == "OPTIONS" && self.sent("access-control-request-method").is_some()
    }

    pub(crate) fn sent(&self, name: &str) -> Option<&str> {
        let mut headers = self.sent.iter();
        headers
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.as_str())
    }
}

/// The latest exchanges of both servers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recorder(Arc<Mutex<VecDeque<Exchange>>>);

impl Recorder {
    /// The exchanges of one call, in order.
    pub(crate) fn of_call(&self, server: Framework, call: &str) -> Vec<Exchange> {
        let exchanges = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        exchanges
            .iter()
            .filter(|exchange| exchange.server == server && exchange.call == call)
            .cloned()
            .collect()
    }

    /// Records an exchange if its query names a call.
    fn record(&self, query: Option<&str>, exchange: impl FnOnce(String) -> Exchange) {
        let mut pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
        let Some((_, call)) = pairs.find(|(name, _)| name == CALL) else {
            return;
        };
        if call.len() > NAME_LIMIT {
            return;
        }
        let exchange = exchange(call.into_owned());
        let mut exchanges = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if exchanges.len() == CAPACITY {
            exchanges.pop_front();
        }
        exchanges.push_back(exchange);
    }
}

/// The outermost layer of the axum router.
pub(crate) async fn layer(
    State(recorder): State<Recorder>,
    request: Request,
    next: Next,
) -> Response {
    let (method, uri) = (request.method().to_string(), request.uri().clone());
    let sent = lines(request.headers());
    let response = next.run(request).await;
    recorder.record(uri.query(), |call| Exchange {
        server: Framework::Axum,
        call,
        method,
        target: uri.path().to_owned(),
        sent,
        status: response.status().as_u16(),
        received: lines(response.headers()),
    });
    response
}

fn lines(headers: &HeaderMap) -> Vec<(String, String)> {
    let headers = headers.iter();
    headers
        .map(|(name, value)| {
            line(
                name.as_str(),
                &value
                    .as_bytes()
                    .escape_ascii()
                    .to_string()
                    .replace("\\\"", "\""),
            )
        })
        .collect()
}

/// A header as it is shown. Cookies of other programs on `localhost` are counted and hidden.
fn line(name: &str, value: &str) -> (String, String) {
    let name = name.to_ascii_lowercase();
    if name != "cookie" {
        return (name, value.to_owned());
    }
    let (own, others): (Vec<_>, Vec<_>) = value
        .split("; ")
        .partition(|pair| pair.split('=').next() == Some(shop::COOKIE));
    let mut shown = own.join("; ");
    if !others.is_empty() {
        shown = format!("{shown} (and {} of others)", others.len());
    }
    (name, shown.trim().to_owned())
}

/// Attached last, so that it sees the response after all other fairings.
#[rocket::async_trait]
impl Fairing for Recorder {
    fn info(&self) -> Info {
        Info {
            name: "playground recorder",
            kind: Kind::Response,
        }
    }

    async fn on_response<'r>(
        &self,
        request: &'r rocket::Request<'_>,
        response: &mut rocket::Response<'r>,
    ) {
        let query = request.uri().query().map(|query| query.as_str());
        self.record(query, |call| {
            let own =
                |header: rocket::http::Header<'_>| line(header.name().as_str(), header.value());
            Exchange {
                server: Framework::Rocket,
                call,
                method: request.method().to_string(),
                target: request.uri().path().to_string(),
                sent: request.headers().iter().map(own).collect(),
                status: response.status().code,
                received: response.headers().iter().map(own).collect(),
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exchange(call: String) -> Exchange {
        Exchange {
            server: Framework::Axum,
            call,
            method: "GET".to_owned(),
            target: "/".to_owned(),
            sent: Vec::new(),
            status: 200,
            received: Vec::new(),
        }
    }

    #[test]
    fn recorder_drops_the_oldest_exchange() {
        let recorder = Recorder::default();
        for n in 0..=CAPACITY {
            recorder.record(Some(&format!("a=b&call={n}")), exchange);
        }
        recorder.record(None, exchange);
        assert!(recorder.of_call(Framework::Axum, "0").is_empty());
        assert_eq!(recorder.of_call(Framework::Axum, "1").len(), 1);
        assert!(recorder.of_call(Framework::Rocket, "1").is_empty());
        assert!(recorder.of_call(Framework::Axum, "").is_empty());
    }

    #[test]
    fn recorder_ignores_long_names() {
        let recorder = Recorder::default();
        let count = |length: usize| {
            let name = "n".repeat(length);
            recorder.record(Some(&format!("call={name}")), exchange);
            recorder.of_call(Framework::Axum, &name).len()
        };
        assert_eq!((count(NAME_LIMIT), count(NAME_LIMIT + 1)), (1, 0));
    }

    #[test]
    fn line_hides_other_cookies() {
        let own = format!("{}=ada", shop::COOKIE);
        let (_, shown) = line(
            "Cookie",
            &format!("session=secret; {own}; playground_visitors=x"),
        );
        assert_eq!(shown, format!("{own} (and 2 of others)"));
        assert_eq!(line("cookie", &own).1, own);
    }
}
