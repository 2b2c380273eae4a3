//! A value that is built on its first use.

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

impl<T: Clone> Built<T> {
    /// Returns a copy of the value, if this clone or another one has built it.
    pub(super) fn copied(&self) -> Option<T> {
        self.own.as_ref().or_else(|| self.shared.get()).cloned()
    }

    /// Shares a value with the other clones. Returns theirs if one of them was faster.
    pub(super) fn share(&self, value: T) -> T {
        self.shared.get_or_init(|| value).clone()
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
