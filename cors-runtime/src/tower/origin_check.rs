//! The result of the origin check, for extractors that run inside a policy.

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

/// What the policy around the code that is running has said about the request.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Verdict {
    /// There is none, or it has no list.
    NoList,
    Refused,
    LetIn(&'static Policy),
}

impl Verdict {
    /// The result of the innermost policy around the code that is running.
    pub(crate) fn current() -> Self {
        VERDICT.get()
    }

    /// `None`: whatever was said further out holds.
    pub(crate) fn of(mark: &ResponseAction<HeaderValue>) -> Option<Self> {
        match mark {
            ResponseAction::Leave => None,
            ResponseAction::Expose(policy, AllowOrigin::Listed(_)) => Some(Self::LetIn(policy)),
            ResponseAction::Expose(_, AllowOrigin::Star) => Some(Self::NoList),
            ResponseAction::Strip { .. } => Some(Self::Refused),
        }
    }
}

/// True if the policy around the code that is running is this one, and has let the request in.
pub(crate) fn is_let_in_by(policy: &'static Policy) -> bool {
    matches!(VERDICT.get(), Verdict::LetIn(around) if around.is(policy))
}

thread_local! {
    // An extension of the request would cost each request an allocation, for a handler that may not
    // even look.
    static VERDICT: Cell<Verdict> = const { Cell::new(Verdict::NoList) };
}

pin_project! {
    /// A future that can see what a policy has said.
    #[derive(Debug)]
    pub(crate) struct VerdictScope<F> {
        verdict: Option<Verdict>,
        #[pin]
        future: F,
    }
}

impl<F> VerdictScope<F> {
    pub(crate) fn new(mark: &ResponseAction<HeaderValue>, future: F) -> Self {
        Self {
            verdict: Verdict::of(mark),
            future,
        }
    }

    /// One that sees nothing of what was said further out if `disabled`.
    pub(crate) fn unless(disabled: bool, mark: &ResponseAction<HeaderValue>, future: F) -> Self {
        let mut judged = Self::new(mark, future);
        if disabled {
            judged.verdict = Some(Verdict::NoList);
        }
        judged
    }
}

impl<F: Future> Future for VerdictScope<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        struct Outer(Verdict);

        // Also if the handler panics: the thread goes on to other requests.
        impl Drop for Outer {
            #[inline]
            fn drop(&mut self) {
                VERDICT.set(self.0);
            }
        }

        let judged = self.project();
        let _outer = judged
            .verdict
            .map(|verdict| Outer(VERDICT.replace(verdict)));
        judged.future.poll(context)
    }
}
