//! A value that is built on its first use as a service.

use std::sync::{Arc, OnceLock};

/// The finished form of a router or a method router.
pub(super) struct Built<T> {
    pub(super) own: Option<T>,
    /// Shared by all clones, since a service is cloned on every request.
    pub(super) shared: Arc<OnceLock<T>>,
}

impl<T> Built<T> {
    /// Returns the value without copying it into this clone.
    pub(super) fn get(&self, build: impl FnOnce() -> T) -> &T {
        match &self.own {
            Some(own) => own,
            None => self.shared.get_or_init(build),
        }
    }
}

impl<T: Clone> Clone for Built<T> {
    fn clone(&self) -> Self {
        Self {
            own: self.own.clone(),
            shared: Arc::clone(&self.shared),
        }
    }
}

impl<T> Default for Built<T> {
    fn default() -> Self {
        Self {
            own: None,
            shared: Arc::default(),
        }
    }
}
