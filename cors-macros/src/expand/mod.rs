//! Generates the items of a valid attribute. Nothing here can fail.

mod attributes;
mod constants;
mod encode;
mod extractor_checks;
mod handler;
mod policy;
mod route;
mod router;
mod span;

pub(crate) use self::{
    attributes::{Attributes, beside},
    extractor_checks::{FormAccess, Offers, PolicyFacts},
    handler::{annotated, handler, outer},
    policy::{Policy, deny_all, disabled, named, policy},
    route::route,
    router::{rocket, router},
};
