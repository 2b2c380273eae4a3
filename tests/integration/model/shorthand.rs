//! A short notation for compositions.

use crate::{
    annotated::COPIES,
    composition::{Handler, Kind, Route, RouteStep, Router, Step},
    generate::FIRST_PLAIN,
    policies::POLICIES,
};

pub(crate) fn policy(name: &str) -> usize {
    let place = POLICIES.iter().position(|policy| policy.name == name);
    place.expect("it is one of the model")
}

/// A handler under this policy.
pub(crate) fn own(name: &str, copy: usize) -> Handler {
    Handler::Annotated(policy(name) * COPIES + copy)
}

pub(crate) fn plain(number: usize) -> Handler {
    Handler::Plain(FIRST_PLAIN + number)
}

pub(crate) fn on(method: &'static str, handler: Handler) -> RouteStep {
    RouteStep::On(vec![method], handler)
}

pub(crate) fn route(begins: Kind, steps: &[RouteStep]) -> Route {
    Route {
        begins,
        steps: steps.to_vec(),
    }
}

pub(crate) fn router(begins: Kind, steps: &[Step]) -> Router {
    Router {
        begins,
        steps: steps.to_vec(),
    }
}

pub(crate) fn around(name: &str) -> Step {
    Step::Default(policy(name))
}

/// The one route of most of them.
pub(crate) fn at_x(begins: Kind, steps: &[RouteStep]) -> Step {
    Step::Route("/x", route(begins, steps))
}
