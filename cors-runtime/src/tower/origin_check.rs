//! Makes the result of the origin check available to extractors and handlers.

use core::{
    cell::Cell,
    pin::Pin,
    task::{Context, Poll},
};

use http::HeaderValue;
use pin_project_lite::pin_project;

use crate::{
    Policy,
    decision::{AllowOrigin, ResponseAction},
};

/// The result of the origin check for the request that the current code handles.
#[derive(Clone, Copy, Debug)]
pub(crate) enum OriginCheck {
    /// The route has no policy, or its policy has no list of origins.
    NoList,
    Rejected,
    Allowed(&'static Policy),
}

impl OriginCheck {
    /// Returns the result of the innermost policy around the current code.
    pub(crate) fn current() -> Self {
        ORIGIN_CHECK.get()
    }

    /// Returns the result for a response action, or `None` if the result of the outer policy remains valid.
    fn of(action: &ResponseAction<HeaderValue>) -> Option<Self> {
        match action {
            ResponseAction::Leave => None,
            ResponseAction::Expose(policy, AllowOrigin::Echo(_)) => Some(Self::Allowed(policy)),
            ResponseAction::Expose(_, AllowOrigin::Star) => Some(Self::NoList),
            ResponseAction::Strip { .. } => Some(Self::Rejected),
        }
    }
}

/// Returns true if the innermost policy around the current code is this one, and it allowed the origin.
pub(crate) fn is_allowed_by(policy: &'static Policy) -> bool {
    matches!(ORIGIN_CHECK.get(), OriginCheck::Allowed(current) if current.is_or_comes_from(policy))
}

thread_local! {
    // A request extension would cost an allocation per request, and few handlers read the result.
    static ORIGIN_CHECK: Cell<OriginCheck> = const { Cell::new(OriginCheck::NoList) };
}

pin_project! {
    /// A future that runs with the result of an origin check.
    #[derive(Debug)]
    pub(crate) struct OriginCheckScope<F> {
        result: Option<OriginCheck>,
        #[pin]
        future: F,
    }
}

impl<F> OriginCheckScope<F> {
    pub(crate) fn new(action: &ResponseAction<HeaderValue>, future: F) -> Self {
        Self {
            result: OriginCheck::of(action),
            future,
        }
    }

    /// Creates a scope that hides the result of outer policies if `disabled`.
    pub(crate) fn with_disabled(
        disabled: bool,
        action: &ResponseAction<HeaderValue>,
        future: F,
    ) -> Self {
        let mut this = Self::new(action, future);
        if disabled {
            this.result = Some(OriginCheck::NoList);
        }
        this
    }
}

impl<F: Future> Future for OriginCheckScope<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        struct Restore(OriginCheck);

        // Restores the outer result even if the handler panics, since the thread serves other requests.
        impl Drop for Restore {
            #[inline]
            fn drop(&mut self) {
                ORIGIN_CHECK.set(self.0);
            }
        }

        let this = self.project();
        let _restore = this
            .result
            .map(|result| Restore(ORIGIN_CHECK.replace(result)));
        this.future.poll(context)
    }
}
