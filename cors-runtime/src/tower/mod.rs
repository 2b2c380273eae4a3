//! CORS around tower services.

#[cfg(feature = "axum")]
pub(crate) mod inner_policy;
pub mod layer;
