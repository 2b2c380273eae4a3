//! The parts of a request that cookies depend on.

use crate::{engine::Engine, set_cookie::SameSite};

/// The cookies that a request can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CookieParty<'s> {
    /// Those that a visit of their site stored.
    First,
    /// Those that pages of this site stored, which is not the site of the cookies.
    Apart(&'s str),
    /// None: they would be third-party cookies.
    Blocked,
}

/// The parts of a request that cookies depend on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CookieContext<'s> {
    pub(crate) party: CookieParty<'s>,
    /// The page and the URL are same-site.
    pub(crate) same_site: bool,
    /// The request is a top-level navigation.
    pub(crate) navigates: bool,
    /// The method is `GET` or `HEAD`.
    pub(crate) is_safe: bool,
    pub(crate) engine: Engine,
}

impl CookieContext<'_> {
    /// A user opens the URL.
    pub(crate) fn visit(engine: Engine) -> Self {
        Self {
            party: CookieParty::First,
            same_site: true,
            navigates: true,
            is_safe: true,
            engine,
        }
    }

    pub(crate) fn sends(self, same_site: SameSite) -> bool {
        match same_site {
            SameSite::None => true,
            SameSite::Lax => self.same_site || (self.navigates && self.is_safe),
            SameSite::Strict => self.same_site,
        }
    }

    pub(crate) fn stores(self, same_site: SameSite) -> bool {
        self.same_site || self.navigates || same_site == SameSite::None
    }
}
