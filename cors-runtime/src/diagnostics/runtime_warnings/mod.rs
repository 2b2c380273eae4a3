//! Warns about responses with headers that will have no effect in a browser.
//!
//! The compiler checks the policy but not the headers that a handler sets. Builds with `debug_assertions` therefore
//! check each response to an allowed origin, and log each warning once per route, as a `tracing` event with the text
//! to write. A release build has none of this code.

#[cfg(debug_assertions)]
mod caller;
#[cfg(debug_assertions)]
mod cookie;
#[cfg(debug_assertions)]
mod dedup;
#[cfg(debug_assertions)]
mod names;
#[cfg(debug_assertions)]
mod response;
#[cfg(debug_assertions)]
mod site;

#[cfg(debug_assertions)]
use super::explanation::of_hidden_response;
use crate::{
    decision::{RequestHead, ResponseAction},
    response::ResponseHeaders,
};

/// The part of a request that the check of its response needs. Empty if the log would not record a warning.
#[derive(Debug, Default)]
pub(crate) struct ResponseCheck {
    #[cfg(debug_assertions)]
    caller: Option<Box<caller::CrossOriginCaller>>,
    /// The reason why the page may not read the response.
    #[cfg(debug_assertions)]
    explanation: Option<String>,
}

// A release build has no cost.
#[cfg(not(debug_assertions))]
const _: () = assert!(size_of::<ResponseCheck>() == 0);

impl ResponseCheck {
    /// Prepares the check of the response to this request, which gets this action.
    #[inline]
    #[cfg_attr(not(debug_assertions), allow(unused_variables))]
    pub(crate) fn new<R: RequestHead, V>(mark: &ResponseAction<V>, request: &R) -> Self {
        Self {
            #[cfg(debug_assertions)]
            caller: caller::CrossOriginCaller::of(mark, request).map(Box::new),
            #[cfg(debug_assertions)]
            explanation: of_hidden_response(mark, request),
        }
    }

    /// Checks the status and the headers of the response, before or after the CORS headers are set. Explains a response
    /// that the page may not read.
    #[inline]
    #[cfg_attr(not(debug_assertions), allow(unused_variables, clippy::unused_self))]
    pub(crate) fn look<H: ResponseHeaders>(&self, status: u16, headers: &mut H) {
        #[cfg(debug_assertions)]
        if let Some(explanation) = &self.explanation {
            headers.explain(explanation);
        }
        #[cfg(debug_assertions)]
        if let Some(caller) = &self.caller {
            response::look(caller, status, headers);
        }
    }
}
