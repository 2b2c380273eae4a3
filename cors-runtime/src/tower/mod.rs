//! CORS around tower services.

#[cfg(feature = "axum")]
pub(crate) mod inner_policy;
#[cfg(feature = "axum")]
pub(crate) mod inspect;
pub mod layer;
#[cfg(feature = "axum")]
pub(crate) mod origin_check;
