//! The generated items need no names of the crate around them, and trigger none of its lints.

#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(
    warnings,
    missing_docs,
    missing_debug_implementations,
    nonstandard_style,
    rust_2018_idioms,
    unreachable_pub,
    unused,
    unused_qualifications,
    clippy::all,
    clippy::pedantic
)]

extern crate alloc;
extern crate cors_runtime as renamed;
extern crate std;

use ::alloc::{string::String, sync::Arc};
use ::axum::{
    Json,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::IntoResponse,
};
use ::core::{
    marker::{Send, Sync},
    ops::Fn,
    result::Result::{self, Ok},
};
use ::cors_runtime::{
    Policy,
    axum::{CorsRouter, routing},
    cors, policy,
};
use ::tokio::task::yield_now;

// Names the macros could trip over.
#[allow(dead_code)]
mod core {}
#[allow(dead_code)]
mod axum_core {}
#[allow(dead_code)]
mod cors_rules {}
/// Not the trait.
#[allow(dead_code)]
#[derive(::core::fmt::Debug)]
pub struct Clone;
/// Not the macros' parameter.
#[derive(::core::fmt::Debug, ::core::clone::Clone, ::serde::Deserialize, ::serde::Serialize)]
pub struct S;
/// Nor this one.
#[derive(::core::fmt::Debug, ::core::clone::Clone, ::serde::Deserialize, ::serde::Serialize)]
pub struct M {
    /// A number.
    pub number: u32,
}
#[allow(dead_code, non_upper_case_globals)]
const request: u32 = 1;
#[allow(dead_code, non_upper_case_globals)]
const state: u32 = 1;
#[allow(dead_code, non_upper_case_globals)]
const rejection: u32 = 1;

static CLOSED: Policy = policy!(
    origins = ["https://app.example.com"],
    dev_origins = ["http://localhost:*"]
);
const OPEN: Policy = policy!(
    origins = any,
    methods = [GET, "POST"],
    headers = any,
    expose_headers = ["etag"],
    max_age = "10m",
);

const FRONTEND: &str = "https://app.example.com";
/// Names of constants the macros could take for their own.
const LISTS: &[&str] = &["content-type"];
const TEXT: [&str; 1] = ["etag"];
const POLICY: u32 = 60;
static BASED: Policy = policy!(
    base = CLOSED,
    origins = [FRONTEND, "https://*.example.org"],
    dev_origins = [FRONTEND],
    headers = LISTS,
    expose_headers = [TEXT],
    max_age = POLICY,
    credentials,
);

#[cors(policy = BASED)]
async fn named() {}

#[cors(base = BASED, enforce = false)]
async fn based() {}

#[cors(disabled)]
async fn disabled() {}

/// The routes.
///
/// They are documented.
#[cors(origins = [FRONTEND])]
#[must_use]
pub fn router(path: &'static str, more: bool) -> CorsRouter {
    let router = CorsRouter::new().route(path, get(named).post(based));
    if !more {
        return router;
    }
    router.route("/disabled", get(disabled))
}

#[cors(origins = any, methods = [GET])]
async fn plain_router<T>() -> ::axum::Router<T>
where
    T: ::core::clone::Clone + Send + Sync + 'static,
{
    yield_now().await;
    ::axum::Router::new()
}

/// Documented.
#[cors(origins = ["https://app.example.com", "https://*.example.org"], credentials, headers = ["content-type"], max_age = "24h", enforce)]
pub async fn full(
    State(s): State<S>,
    Path(id): Path<u32>,
    Json(m): Json<M>,
) -> (StatusCode, Json<M>) {
    let S = s;
    (
        StatusCode::CREATED,
        Json(M {
            number: m.number + id,
        }),
    )
}

#[cors(origins = any)]
async fn nothing() {}
mod nothing {}

#[renamed::cors(origins = any, crate = ::renamed)]
async fn of_a_renamed_crate() {}

#[cors(origins = any)]
async fn opaque(Query(m): Query<M>) -> Result<impl IntoResponse, StatusCode> {
    if m.number == 0 {
        Result::Err(StatusCode::BAD_REQUEST)
    } else {
        Ok(::std::format!("{}", m.number))
    }
}

#[cors(origins = any)]
async fn some_response() -> impl ::axum::response::IntoResponse {
    "a response"
}

#[cors(origins = any)]
fn future(headers: HeaderMap) -> impl ::core::future::Future<Output = String> {
    ::core::future::ready(::std::format!("{}", {
        let headers = headers;
        headers.len()
    }))
}

#[cors(origins = any)]
#[allow(clippy::unused_async)]
async fn r#type() -> &'static str {
    "raw"
}

#[cors(origins = any)]
#[cfg(any())]
async fn cut_out(unknown: Unknown) -> Unknown {
    unknown
}

#[cors(origins = any)]
#[::tracing::instrument(skip_all)]
pub(crate) async fn instrumented(State(s): State<S>) -> Json<S> {
    Json(s)
}

#[cors(origins = any)]
fn boxed(
    body: String,
) -> ::core::pin::Pin<::alloc::boxed::Box<dyn ::core::future::Future<Output = String> + Send>> {
    ::alloc::boxed::Box::pin(::core::future::ready(body))
}

type Check = Arc<dyn Fn(&str) -> bool + Send + Sync>;

#[cors(origins = any)]
async fn higher_ranked_alias(State(allowed): State<Check>, body: String) -> String {
    yield_now().await;
    ::std::format!("{}", allowed(&body))
}

/// A trait that a handler calls.
pub trait Repository: Send + Sync {
    /// A number.
    fn number(&self) -> u32;
}

#[cors(origins = any)]
async fn shared(State(s): State<Arc<dyn Repository>>, body: String) -> String {
    yield_now().await;
    ::std::format!("{}{body}", s.number())
}

#[cors(origins = any)]
#[expect(
    clippy::type_complexity,
    reason = "the macro repeats the type, not the lint"
)]
async fn higher_ranked(
    State(allowed): State<Arc<dyn Fn(&str) -> bool + Send + Sync>>,
    body: String,
) -> String {
    yield_now().await;
    ::std::format!("{}", allowed(&body))
}

mod module {
    use ::cors_runtime::cors;

    #[cors(origins = any)]
    pub(super) async fn inside() -> &'static str {
        "inside"
    }
}

/// A handler may call itself, and a `use` may rename it.
#[cors(origins = any)]
async fn recursive() -> String {
    if false {
        ::std::boxed::Box::pin(recursive()).await
    } else {
        String::new()
    }
}

#[allow(clippy::many_single_char_names, clippy::too_many_arguments)]
#[cors(origins = any)]
async fn sixteen(
    a: HeaderMap,
    b: HeaderMap,
    c: HeaderMap,
    d: HeaderMap,
    e: HeaderMap,
    f: HeaderMap,
    g: HeaderMap,
    h: HeaderMap,
    i: HeaderMap,
    j: HeaderMap,
    k: HeaderMap,
    l: HeaderMap,
    m: HeaderMap,
    n: HeaderMap,
    o: HeaderMap,
    body: String,
) -> String {
    let _ = (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o);
    body
}

macro_rules! handlers {
    ($($vis:vis $name:ident -> $output:ty = $origin:literal;)*) => {
        $(
            #[cors(origins = [$origin], headers = ["content-type"])]
            $vis async fn $name(body: $output) -> $output {
                body
            }
        )*
    };
}

handlers! {
    made -> String = "https://app.example.com";
    pub(crate) made_too -> Json<M> = "https://app.example.com";
}

use self::recursive as renamed;
use self::routing::get;

#[::core::prelude::v1::test]
fn every_form_of_handler_can_be_routed() {
    #[cors(origins = any)]
    async fn local() -> &'static str {
        "local"
    }
    let full = 3;
    ::core::assert_eq!(full, 3);
    let app: CorsRouter<S> = CorsRouter::new()
        .route("/full/{id}", routing::post(self::full))
        .route("/nothing", get(nothing).put(of_a_renamed_crate))
        .route("/opaque", get(opaque))
        .route("/future", get(future))
        .route("/type", get(r#type))
        .route("/instrumented", get(instrumented))
        .route("/inside", get(module::inside))
        .route("/recursive", get(renamed))
        .route("/sixteen", routing::post(sixteen))
        .route("/made", routing::post(made).put(made_too))
        .route("/local", get(local));
    let _ = app.with_state::<()>(S);
    let _: CorsRouter<Arc<dyn Repository>> =
        CorsRouter::new().route("/shared", get(shared).post(boxed));
    let _ = get::<_, _, Check>(higher_ranked).post(higher_ranked_alias);
    ::core::assert!(CLOSED.allows_origin(b"https://app.example.com"));
    ::core::assert!(OPEN.allows_any_origin());
}

#[::core::prelude::v1::test]
fn function_itself_can_be_called() {
    ::tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime")
        .block_on(calls());
}

async fn calls() {
    let (status, Json(m)) = full().call(State(S), Path(1), Json(M { number: 2 })).await;
    ::core::assert_eq!((status, m.number), (StatusCode::CREATED, 3));
    ::core::assert_eq!(future().call(HeaderMap::new()).await, "0");
    // The result of a call borrows nothing from the handler.
    let pending = nothing().call();
    pending.await;
    let pending = future().call(HeaderMap::new());
    ::core::assert_eq!(pending.await, "0");
    let pending = some_response().call();
    let _ = ::axum::response::IntoResponse::into_response(pending.await);
}

#[test]
fn routers_have_the_routes_that_were_put_into_them() {
    ::std::assert!(router("/", true).has_routes());
    let runtime = ::tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.expect("a runtime");
    ::std::assert!(!runtime.block_on(plain_router::<()>()).has_routes());
    ::std::assert_eq!(BASED.max_age(), ::core::option::Option::Some("60"));
}
