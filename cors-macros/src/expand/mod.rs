//! The items of an attribute without mistakes. Nothing here can fail.

mod attributes;
mod handler;
mod place;
mod policy;
mod route;

pub(crate) use self::{
    attributes::Attributes,
    handler::{annotated, handler, outer},
    policy::policy,
    route::route,
};
