//! Servers of all origins, fallible servers, and results as values.

use super::{
    super::{Credentials, Stage, Step, get, put},
    *,
};

#[test]
fn network_gets_absolute_uris_of_other_origins() {
    let own = TestServer::new(&[("access-control-allow-origin", APP)]);
    let seen = Rc::new(RefCell::new(Vec::new()));
    let uris = seen.clone();
    let browser = open(APP, &own).with_network(move |request: Request<Vec<u8>>| {
        uris.borrow_mut().push(request.uri().to_string());
        ready(
            Response::builder()
                .header("access-control-allow-origin", "*")
                .body(Vec::new())
                .expect("a response"),
        )
    });
    for url in ["https://other.example:8443/a?b#c", "/path"] {
        browser.fetch_blocking(get(url)).expect("it is allowed");
    }
    assert_eq!(*seen.borrow(), ["https://other.example:8443/a?b"]);
    assert_eq!(own.requests.borrow()[0].uri(), "/path");
}

#[test]
fn fallible_function_fails_with_its_error() {
    let server = |_: Request<Vec<u8>>| ready(Err::<Response<Vec<u8>>, _>("no route"));
    let browser = Browser::at(APP).open_at(API, server);
    let blocked = browser.fetch_blocking(get("/")).expect_err("it fails");
    assert_eq!(blocked.reason(), Reason::ServerFailed);
    assert_eq!(blocked.problem(), "the server failed: no route");
}

#[test]
fn blocked_and_steps_are_values() {
    let server = TestServer::new(&[("content-type", "text/plain"), (":body", "why")]);
    let browser = open(APP, &server);
    let blocked = browser.fetch_blocking(put("/")).expect_err("no headers");
    assert_eq!(blocked.stage(), Stage::Preflight);
    assert_eq!(
        blocked.problem(),
        "the response has no `Access-Control-Allow-Origin`"
    );
    assert_eq!(
        blocked.would_pass(),
        "`Access-Control-Allow-Origin: https://app.example.com`"
    );
    let steps = browser.steps();
    let [
        Step::Start(_),
        Step::Note(_),
        Step::Exchange(exchange),
        Step::Note(end),
    ] = steps.as_slice()
    else {
        panic!("{steps:?}");
    };
    assert!(end.starts_with("blocked: "), "{end}");
    let method = exchange
        .request_headers()
        .find(|(name, _)| *name == "access-control-request-method");
    assert_eq!(method.expect("a header").1, "PUT");
    assert_eq!(
        exchange.response_headers().next().expect("a header").0,
        "content-type"
    );
}

#[test]
fn response_names_its_hidden_headers() {
    let server = TestServer::new(&[("access-control-allow-origin", APP), ("etag", "1")]);
    let response = open(APP, &server).fetch_blocking(get("/"));
    let response = response.expect("it is allowed");
    let hidden: Vec<&str> = response.hidden_header_names().collect();
    assert_eq!(hidden, ["access-control-allow-origin", "etag"]);
}

#[test]
fn try_set_cookie_returns_the_reason() {
    let server = TestServer::new(&[("access-control-allow-origin", APP)]);
    let browser = open(APP, &server);
    assert!(
        browser
            .try_set_cookie(API, "a=1; Domain=example.org")
            .is_err()
    );
    assert!(browser.try_set_cookie(API, ";").is_err());
    assert_eq!(
        browser.try_set_cookie(API, "a=1; SameSite=None; Secure"),
        Ok(())
    );
    let call = get("/").credentials_mode(Credentials::Include);
    let _ = browser.fetch_blocking(call);
    assert_eq!(server.requests.borrow()[0].headers()["cookie"], "a=1");
}
