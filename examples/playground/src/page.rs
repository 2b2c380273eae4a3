//! The server of the page: its files, its data, and `POST /calls`, which returns the exchanges of a call.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Json, Router,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use serde::{Deserialize, Serialize};

use crate::{
    Framework,
    card::Cards,
    client::{self, CallResult, FetchOptions},
    record::{Exchange, NAME_LIMIT, Recorder},
    stories::{CALLS, Call, MAIN, PAGES, Page},
    why::{CallFacts, why},
};

/// One of the two servers.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Api {
    pub(crate) framework: Framework,
    #[serde(skip)]
    pub(crate) address: SocketAddr,
    /// The URL without a path.
    pub(crate) url: String,
    pub(crate) cards: Cards,
}

#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) apis: [Api; 2],
    pub(crate) recorder: Recorder,
}

const SCRIPT: &str = "text/javascript";

/// The static files, without the page itself.
const FILES: [(&str, &str, &str); 10] = [
    ("/style.css", "text/css", include_str!("../page/style.css")),
    ("/main.js", SCRIPT, include_str!("../page/main.js")),
    ("/call.js", SCRIPT, include_str!("../page/call.js")),
    ("/callers.js", SCRIPT, include_str!("../page/callers.js")),
    ("/matrix.js", SCRIPT, include_str!("../page/matrix.js")),
    ("/detail.js", SCRIPT, include_str!("../page/detail.js")),
    ("/form.js", SCRIPT, include_str!("../page/form.js")),
    ("/element.js", SCRIPT, include_str!("../page/element.js")),
    ("/caller", "text/html", include_str!("../page/caller.html")),
    ("/caller.js", SCRIPT, include_str!("../page/caller.js")),
];

type Known = State<Arc<Shared>>;

/// The routes of the page's server at this address.
pub(crate) fn router(shared: Arc<Shared>, own: SocketAddr) -> Router {
    let mut router = Router::new()
        .route("/", get(index))
        .route("/state", get(state))
        .route("/calls", post(called));
    for (path, kind, text) in FILES {
        router = router.route(path, get(async || file(kind, text)));
    }
    router
        .layer(from_fn_with_state(own, check_host))
        .layer(from_fn_with_state(Arc::clone(&shared), security_headers))
        .with_state(shared)
}

/// The page, which is at one origin only. Sets the cookie before any frame makes a call.
async fn index(request: Request) -> Response {
    let host = request.headers().get(header::HOST);
    let main = MAIN.trim_start_matches("http://");
    // Only the frames' own hosts redirect, since tests serve the page at another address.
    if hosts_of_pages().any(|other| other != main && host.is_some_and(|host| host == other)) {
        return Redirect::temporary(MAIN).into_response();
    }
    let cookie = [(header::SET_COOKIE, client::cookie())];
    (
        cookie,
        file("text/html", include_str!("../page/index.html")),
    )
        .into_response()
}

fn hosts_of_pages() -> impl Iterator<Item = &'static str> {
    PAGES
        .iter()
        .map(|page| page.frame.trim_start_matches("http://"))
}

/// Refuses unknown hosts. With DNS rebinding another site's name can resolve to this machine, and pages of that site
/// could read this server.
async fn check_host(State(own): State<SocketAddr>, request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST);
    let is_ours = host
        .is_some_and(|host| hosts_of_pages().any(|page| host == page) || *host == *own.to_string());
    if is_ours {
        next.run(request).await
    } else {
        let text = format!("this is not the host of the playground; open {MAIN}");
        (StatusCode::MISDIRECTED_REQUEST, text).into_response()
    }
}

fn file(kind: &str, text: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, format!("{kind}; charset=utf-8")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, text).into_response()
}

/// Sets a content security policy that allows connections to the two servers only. In WebKit `'self'` matches nothing for
/// the sandboxed frame, so its script is allowed by its origin.
async fn security_headers(State(shared): Known, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let [axum, rocket] = &shared.apis;
    let frames: Vec<&str> = PAGES.iter().map(|page| page.frame).collect();
    let sandboxed: Vec<&str> = PAGES
        .iter()
        .filter(|page| page.sandboxed)
        .map(|page| page.frame)
        .collect();
    let policy = format!(
        "default-src 'none'; style-src 'self'; script-src 'self' {}; img-src data:; base-uri 'none'; form-action \
         'none'; connect-src 'self' {} {}; frame-src {}; frame-ancestors {MAIN}",
        sandboxed.join(" "),
        axum.url,
        rocket.url,
        frames.join(" "),
    );
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::try_from(policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    response
}

#[derive(Serialize)]
struct PageState<'s> {
    main: &'static str,
    pages: &'static [Page],
    calls: &'static [Call],
    servers: &'s [Api],
}

async fn state(State(shared): Known) -> Response {
    Json(PageState {
        main: MAIN,
        pages: &PAGES,
        calls: &CALLS,
        servers: &shared.apis,
    })
    .into_response()
}

/// A call that a page has made, or that our client makes alone for an origin without a page.
#[derive(Debug, Deserialize)]
struct CallRequest {
    /// The name of the call, in the query.
    call: String,
    server: Framework,
    origin: String,
    request: FetchOptions,
}

/// The recorded exchanges of a call, and the result of our client for the same call.
#[derive(Debug, Serialize)]
struct CallResponse {
    exchanges: Vec<Exchange>,
    client: CallResult,
    client_exchanges: Vec<Exchange>,
    why: Vec<String>,
    /// The index of the card in the list of its server.
    card: Option<usize>,
}

async fn called(
    State(shared): Known,
    headers: HeaderMap,
    Json(called): Json<CallRequest>,
) -> Response {
    let refuse = |text: &'static str| (StatusCode::UNPROCESSABLE_ENTITY, text).into_response();
    let CallRequest {
        call,
        server,
        origin,
        request,
    } = called;
    if !request.path.starts_with('/')
        || request.path.contains(['?', '#'])
        || request.path.parse::<Uri>().is_err()
    {
        return refuse("write a path, such as `/menu`, without a query");
    }
    let Some(api) = shared.apis.iter().find(|api| api.framework == server) else {
        return refuse("there is no such server");
    };
    let ours = format!("{call}.client");
    if ours.len() > NAME_LIMIT {
        return refuse("write a shorter name of the call");
    }
    let agent = headers.get(header::USER_AGENT);
    let engine = client::engine_of(agent.map_or(b"", HeaderValue::as_bytes));
    let fetched = client::fetch(engine, &origin, api.address, &ours, request.clone());
    let fetched = match fetched.await {
        Ok(fetched) => fetched,
        Err(error) => return refuse(error),
    };
    let client_exchanges = shared.recorder.of_call(server, &ours);
    let card = api.cards.index_for(&request.method, &request.path);
    let why = why(CallFacts {
        origin: &origin,
        options: &request,
        exchanges: &client_exchanges,
        card: card.and_then(|card| api.cards.get(card)),
        result: &fetched.result,
        message: fetched.call_result.message.as_deref(),
    });
    Json(CallResponse {
        exchanges: shared.recorder.of_call(server, &call),
        client: fetched.call_result,
        client_exchanges,
        why,
        card,
    })
    .into_response()
}
