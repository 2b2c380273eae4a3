//! The public signatures of axum's `Router`, `MethodRouter` and routing functions, compiled against the types of
//! `cors-runtime`.
//!
//! `build/signatures.rs` reads them from the source package of axum. What a newer axum adds does not compile here.
#![allow(
    dead_code,
    missing_docs,
    unused,
    private_bounds,
    clippy::all,
    clippy::pedantic
)]

include!(concat!(env!("OUT_DIR"), "/signatures.rs"));

/// Signatures are found in every form: methods, methods and functions of macros, and implementations of traits.
#[test]
fn signatures_of_each_form_are_found() {
    for name in [
        "Router::route",
        "Router::with_state",
        "Router::as_service",
        "MethodRouter::on",
        "MethodRouter::get",
        "MethodRouter::patch_service",
        "MethodRouter::handle_error",
        "routing::any",
        "routing::put",
        "routing::trace_service",
        "Router: Clone",
        "Router: Service<Request<B>>",
        "Router: Service<serve::IncomingStream<'_,L>>",
        "MethodRouter: Handler<(),S>",
        "MethodRouter: Default",
    ] {
        assert!(NAMES.contains(&name), "{name} is missing in {NAMES:#?}");
    }
    assert!(NAMES.len() >= 78, "{} signatures: {NAMES:#?}", NAMES.len());
}
