//! What makes Rocket refuse to launch routes whose policies could not hold.

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

use super::launch;

/// An argument of every annotated route, which Rocket asks before it launches them.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct CorsSentinel(());

impl Sentinel for CorsSentinel {
    fn abort(rocket: &Rocket<Ignite>) -> bool {
        let obstacles = launch::obstacles(rocket);
        for obstacle in &obstacles {
            log::error!("{obstacle}");
        }
        !obstacles.is_empty()
    }
}

impl<'r> FromRequest<'r> for CorsSentinel {
    type Error = Infallible;

    // Written out, as `#[async_trait]` would write it: a box of nothing is not allocated.
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
