//! axum's own tests, run against the routers of `cors-runtime`: see `tests/axum.rs`.
