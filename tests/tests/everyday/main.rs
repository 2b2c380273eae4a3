//! What people write all day, each with a policy: nothing here is a mistake, so nothing may be said.

#![deny(warnings, clippy::pedantic)]

mod on_axum;
#[allow(clippy::needless_pass_by_value)] // as on plain Rocket
mod on_rocket;
