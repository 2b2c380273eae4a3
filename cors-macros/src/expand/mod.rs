//! The items of an attribute without mistakes. Nothing here can fail.

mod attributes;
mod constants;
mod handler;
mod needs;
mod place;
mod policy;
mod route;
mod router;
mod written;

pub(crate) use self::{
    attributes::{Attributes, beside},
    handler::{annotated, handler, outer},
    needs::{Forms, Offered, Offering},
    policy::{Policy, deny_all, disabled, named, policy},
    route::route,
    router::{rocket, router},
};
