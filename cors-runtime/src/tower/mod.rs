//! The tower layer, and the services it shares with the axum router.

#[cfg(feature = "axum")]
pub(crate) mod inner_policy;
#[cfg(feature = "axum")]
pub(crate) mod inspect;
pub mod layer;
#[cfg(feature = "axum")]
pub(crate) mod origin_check;
