//! What only a running debug build can see: answers that a page was let in for, and that will not do what
//! they were made for.
//!
//! The compiler knows the policy, and not which headers a handler writes. So in builds with
//! `debug_assertions` each answer to a page that was let in is looked at, and what may be wrong is told once
//! for each route, as a `tracing` event with the line to write. A release build has none of this code.

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

use crate::{
    decision::{RequestHead, ResponseAction},
    response::ResponseHeaders,
};

/// What is kept of a request until its answer is there. Nothing, unless somebody would read of it.
#[derive(Debug, Default)]
pub(crate) struct ResponseCheck {
    #[cfg(debug_assertions)]
    caller: Option<Box<caller::CrossOriginCaller>>,
}

// In a release build it is nothing, and neither is what is done with it.
#[cfg(not(debug_assertions))]
const _: () = assert!(size_of::<ResponseCheck>() == 0);

impl ResponseCheck {
    /// Keeps an eye on the answer to this request, which will get this mark.
    #[inline]
    #[cfg_attr(not(debug_assertions), allow(unused_variables))]
    pub(crate) fn new<R: RequestHead, V>(mark: &ResponseAction<V>, request: &R) -> Self {
        Self {
            #[cfg(debug_assertions)]
            caller: caller::CrossOriginCaller::of(mark, request).map(Box::new),
        }
    }

    /// Looks at the answer: its status and its headers, as the handler wrote them or as they are sent.
    #[inline]
    #[cfg_attr(not(debug_assertions), allow(unused_variables, clippy::unused_self))]
    pub(crate) fn look<H: ResponseHeaders>(&self, status: u16, headers: &H) {
        #[cfg(debug_assertions)]
        if let Some(caller) = &self.caller {
            response::look(caller, status, headers);
        }
    }
}
