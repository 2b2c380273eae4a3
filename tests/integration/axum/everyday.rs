//! Handlers of all forms in the documentation of axum.

#![deny(warnings, clippy::pedantic)]

use core::{convert::Infallible, time::Duration};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    Extension, Form, Json,
    body::{Body, Bytes},
    extract::{
        FromRef, FromRequestParts, MatchedPath, Multipart, OriginalUri, Path, Query, RawQuery,
        Request, State, WebSocketUpgrade, rejection::JsonRejection,
    },
    http::{HeaderMap, Method, StatusCode, Uri, header, request::Parts},
    response::{
        AppendHeaders, Html, IntoResponse, NoContent, Redirect, Response, Result, Sse,
        sse::{Event, KeepAlive},
    },
};
use axum_extra::{
    TypedHeader,
    extract::CookieJar,
    headers::{Authorization, UserAgent, authorization::Bearer},
};
use cors_runtime::{
    axum::{
        CorsRouter,
        routing::{any, delete, get, patch, post, put},
    },
    cors,
};
use futures_util::{Stream, StreamExt, stream};
use serde::{Deserialize, Serialize};
use tokio::sync::broadcast;
use tower::ServiceExt;

#[derive(Clone)]
struct Todos {
    all: Arc<Mutex<HashMap<u32, Todo>>>,
    changes: broadcast::Sender<u32>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
struct Todo {
    text: String,
    #[serde(default)]
    done: bool,
}

#[derive(Debug, Deserialize)]
struct Page {
    offset: Option<usize>,
    limit: Option<usize>,
}

/// A part of the state.
#[derive(Clone)]
struct Changes(broadcast::Sender<u32>);

impl FromRef<Todos> for Changes {
    fn from_ref(todos: &Todos) -> Self {
        Self(todos.changes.clone())
    }
}

enum Failure {
    NotFound,
    Unreadable(JsonRejection),
}

impl From<JsonRejection> for Failure {
    fn from(rejection: JsonRejection) -> Self {
        Self::Unreadable(rejection)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND.into_response(),
            Self::Unreadable(rejection) => rejection.into_response(),
        }
    }
}

/// An extractor of the app.
struct User(String);

impl<S: Sync> FromRequestParts<S> for User {
    type Rejection = (StatusCode, &'static str);

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let name = parts
            .headers
            .get("x-user")
            .and_then(|name| name.to_str().ok());
        name.map(|name| Self(name.to_owned()))
            .ok_or((StatusCode::UNAUTHORIZED, "who is there?"))
    }
}

#[cors(origins = any)]
async fn root() -> &'static str {
    "hello"
}

#[cors(origins = any)]
async fn page() -> Html<&'static str> {
    Html("<h1>hello</h1>")
}

/// One page of the list.
#[cors(origins = ["https://app.example.com"], expose_headers = ["x-total-count"], max_age = "1h")]
async fn list(
    Query(page): Query<Page>,
    State(todos): State<Todos>,
) -> (AppendHeaders<[(&'static str, String); 1]>, Json<Vec<Todo>>) {
    let all = todos.all.lock().unwrap_or_else(PoisonError::into_inner);
    let shown = all.values().skip(page.offset.unwrap_or(0));
    let shown = shown.take(page.limit.unwrap_or(usize::MAX)).cloned();
    (
        AppendHeaders([("x-total-count", all.len().to_string())]),
        Json(shown.collect()),
    )
}

#[cors(origins = ["https://app.example.com"], headers = ["content-type"], expose_headers = ["location"])]
async fn create(
    State(todos): State<Todos>,
    State(Changes(changes)): State<Changes>,
    Json(todo): Json<Todo>,
) -> impl IntoResponse {
    let mut all = todos.all.lock().unwrap_or_else(PoisonError::into_inner);
    let id = u32::try_from(all.len()).unwrap_or(u32::MAX);
    all.insert(id, todo.clone());
    // There may be no receiver.
    let _ = changes.send(id);
    (
        StatusCode::CREATED,
        [(header::LOCATION, format!("/todos/{id}"))],
        Json(todo),
    )
}

#[cors(origins = ["https://app.example.com"], headers = ["content-type"])]
async fn update(
    Path(id): Path<u32>,
    State(todos): State<Todos>,
    body: Result<Json<Todo>, JsonRejection>,
) -> Result<Json<Todo>, Failure> {
    let Json(todo) = body?;
    let mut all = todos.all.lock().unwrap_or_else(PoisonError::into_inner);
    let old = all.get_mut(&id).ok_or(Failure::NotFound)?;
    old.clone_from(&todo);
    Ok(Json(todo))
}

#[cors(origins = ["https://admin.example.com"])]
async fn remove(Path(id): Path<u32>, State(todos): State<Todos>) -> Result<NoContent, StatusCode> {
    let mut all = todos.all.lock().unwrap_or_else(PoisonError::into_inner);
    all.remove(&id)
        .map(|_| NoContent)
        .ok_or(StatusCode::NOT_FOUND)
}

#[cors(origins = ["https://app.example.com"], headers = ["authorization"])]
async fn me(
    TypedHeader(bearer): TypedHeader<Authorization<Bearer>>,
    agent: Option<TypedHeader<UserAgent>>,
) -> String {
    let agent = agent.map_or_else(String::new, |agent| agent.to_string());
    format!("{} {agent}", bearer.token())
}

#[cors(origins = ["https://app.example.com"], headers = ["x-user"])]
async fn own_extractor(User(name): User) -> String {
    name
}

#[cors(origins = ["https://app.example.com"], credentials)]
async fn session(jar: CookieJar) -> (CookieJar, StatusCode) {
    (jar, StatusCode::OK)
}

#[cors(origins = ["https://app.example.com"], credentials, enforce)]
async fn sign_in(Form(form): Form<HashMap<String, String>>) -> Redirect {
    Redirect::to(form.get("next").map_or("/", String::as_str))
}

#[cors(origins = ["https://app.example.com"])]
async fn upload(mut multipart: Multipart) -> Result<String, StatusCode> {
    let mut bytes = 0;
    while let Ok(Some(field)) = multipart.next_field().await {
        bytes += field
            .bytes()
            .await
            .map_err(|_| StatusCode::BAD_REQUEST)?
            .len();
    }
    Ok(bytes.to_string())
}

#[cors(origins = any)]
async fn raw(method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> String {
    format!("{method} {uri} {} {}", headers.len(), body.len())
}

#[cors(origins = any)]
async fn text(RawQuery(query): RawQuery, body: String) -> String {
    format!("{} {body}", query.unwrap_or_default())
}

#[cors(origins = any, methods = any)]
async fn whole(OriginalUri(uri): OriginalUri, path: MatchedPath, request: Request) -> Response {
    let text = format!("{} {uri} {}", request.method(), path.as_str());
    Response::new(Body::from(text))
}

#[cors(origins = ["https://app.example.com"])]
async fn events(
    State(Changes(changes)): State<Changes>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    drop(changes.subscribe());
    let events = stream::iter([1, 2]).map(|number| Ok(Event::default().data(number.to_string())));
    Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}

#[cors(origins = ["https://app.example.com"], enforce)]
async fn socket(upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(async |_| {})
}

#[cors(origins = any)]
async fn streamed() -> Body {
    Body::from_stream(stream::iter([Ok::<_, Infallible>("one"), Ok("two")]))
}

#[cors(origins = any)]
#[tracing::instrument(skip_all)]
async fn extension(Extension(greeting): Extension<&'static str>) -> &'static str {
    greeting
}

/// A function that returns a future, without `async`.
#[cors(origins = any)]
fn future() -> impl Future<Output = &'static str> + Send {
    core::future::ready("done")
}

fn app() -> CorsRouter {
    let (changes, _) = broadcast::channel(16);
    let todos = Todos {
        all: Arc::default(),
        changes,
    };
    CorsRouter::new()
        .route("/", get(root))
        .route("/page", get(page))
        .route("/todos", get(list).post(create))
        .route("/todos/{id}", put(update).delete(remove))
        .route("/todos/{id}/done", patch(update))
        .route("/me", get(me))
        .route("/own", get(own_extractor))
        .route("/session", get(session))
        .route("/sign-in", post(sign_in))
        .route("/upload", post(upload))
        .route("/raw", post(raw))
        .route("/text", post(text))
        .route("/whole", any(whole))
        .route("/events", get(events))
        .route("/socket", get(socket))
        .route("/streamed", delete(remove_all).get(streamed))
        .route("/extension", get(extension))
        .route("/future", get(future))
        .layer(Extension("good morning"))
        .with_state(todos)
}

#[cors(origins = ["https://admin.example.com"])]
async fn remove_all() {}

#[tokio::test]
async fn documented_forms_are_served() {
    let app = app().into_router();
    for (method, path, body, status) in [
        ("GET", "/", "", 200),
        ("GET", "/page", "", 200),
        ("GET", "/todos?limit=2", "", 200),
        ("POST", "/todos", r#"{"text":"milk"}"#, 201),
        ("PUT", "/todos/0", r#"{"text":"bread","done":true}"#, 200),
        ("PATCH", "/todos/7/done", r#"{"text":"bread"}"#, 404),
        ("DELETE", "/todos/0", "", 204),
        ("GET", "/me", "", 400),
        ("GET", "/own", "", 401),
        ("GET", "/session", "", 200),
        ("POST", "/raw", "…", 200),
        ("POST", "/text", "…", 200),
        ("PURGE", "/whole", "", 200),
        ("GET", "/events", "", 200),
        ("GET", "/streamed", "", 200),
        ("GET", "/extension", "", 200),
        ("GET", "/future", "", 200),
    ] {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("content-type", "application/json")
            .body(Body::from(body))
            .expect("a request");
        let response = app.clone().oneshot(request).await.expect("a response");
        assert_eq!(response.status(), status, "{method} {path}");
    }
}
