use std::io;

use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

struct OpenApi;
type App = CorsRouter;
type Fallible<T> = Result<T, io::Error>;

async fn list() {}

#[cors(origins = any)]
fn alias() -> App {
    CorsRouter::new().route("/alias", get(list))
}

#[cors(origins = any)]
fn fallible() -> Result<CorsRouter, io::Error> {
    Ok(CorsRouter::new().route("/fallible", get(list)))
}

#[cors(origins = any)]
async fn later() -> Result<CorsRouter, io::Error> {
    std::future::ready(Ok(CorsRouter::new().route("/later", get(list)))).await
}

#[cors(origins = any)]
fn alias_of_result() -> Fallible<CorsRouter> {
    Ok(CorsRouter::new().route("/alias-of-result", get(list)))
}

fn with_docs() -> (CorsRouter, OpenApi) {
    (alias(), OpenApi)
}

pub(crate) fn routes() -> CorsRouter {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let later = runtime.block_on(later()).expect("a router");
    let (documented, OpenApi) = with_docs();
    documented
        .nest("/a", fallible().expect("a router"))
        .nest("/b", alias_of_result().expect("a router"))
        .nest("/c", later)
}
