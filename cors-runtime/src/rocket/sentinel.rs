//! A guard type whose [`Sentinel`] aborts the launch if a check fails.

use core::{
    convert::Infallible,
    future::{Future, poll_fn},
    pin::Pin,
    task::Poll,
};

use rocket::{
    Ignite, Request, Rocket, Sentinel,
    request::{FromRequest, Outcome},
};

use super::checks;

/// An argument of every annotated route. Rocket calls its `abort` before the launch.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct CorsSentinel(());

impl Sentinel for CorsSentinel {
    fn abort(rocket: &Rocket<Ignite>) -> bool {
        let errors = checks::launch_errors(rocket);
        for error in &errors {
            log::error!("{error}");
        }
        !errors.is_empty()
    }
}

impl<'r> FromRequest<'r> for CorsSentinel {
    type Error = Infallible;

    // The expansion of `#[async_trait]`, with a future of size zero: its box is not allocated.
    fn from_request<'d, 'f>(
        _: &'r Request<'d>,
    ) -> Pin<Box<dyn Future<Output = Outcome<Self, Infallible>> + Send + 'f>>
    where
        'r: 'f,
        'd: 'f,
    {
        Box::pin(poll_fn(|_| Poll::Ready(Outcome::Success(Self(())))))
    }
}
