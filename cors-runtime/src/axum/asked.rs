//! A default asking what it cannot see into whether a policy inside has decided.
//!
//! A plain router does not tell whether there are annotated routes in it. The default around it has
//! no say in what they answer: the most specific policy wins whole.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use http::Request;

use crate::{decision::requested_method, path::Path};

/// Travels with a request, inside the process.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked(Arc<AtomicBool>);

/// Whether any default asks at all: no request is searched as long as none does.
static ASKING: AtomicBool = AtomicBool::new(false);

impl Asked {
    /// Says that from now on defaults will ask.
    pub(super) fn announce() {
        ASKING.store(true, Ordering::Relaxed);
    }

    /// Notes that a policy decides on the request, if a default asks.
    pub(crate) fn answer<B>(request: &Request<B>) {
        if ASKING.load(Ordering::Relaxed)
            && let Some(asked) = request.extensions().get::<Self>()
        {
            asked.0.store(true, Ordering::Relaxed);
        }
    }

    /// The same where only some methods of a path have a policy, or none on purpose: the default has its
    /// say on the others.
    pub(crate) fn answer_for<B>(request: &Request<B>, path: &Path) {
        if ASKING.load(Ordering::Relaxed) {
            let method = match requested_method(request) {
                Some(method) => method.as_bytes(),
                None => request.method().as_str().as_bytes(),
            };
            if path.speaks_of(method) {
                Self::answer(request);
            }
        }
    }

    /// Asks whoever comes next. Whoever asked before has an answer by that.
    pub(super) fn ask<B>(request: &mut Request<B>) -> Self {
        Self::answer(request);
        let asked = Self::default();
        request.extensions_mut().insert(asked.clone());
        asked
    }

    pub(super) fn is_answered(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
