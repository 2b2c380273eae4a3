//! `policy!`: named policies, constants and bases.

mod bases;
mod named;
