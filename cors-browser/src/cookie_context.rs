//! The parts of a request that cookies depend on, and the cookies that it sends and stores.

use url::Url;

use crate::{
    bytes::from_isomorphic,
    engine::{Engine, ThirdPartyCookies},
    fetch::Fetch,
    headers::HeaderList,
    origin::Origin,
    request::{Credentials, Mode},
    response::{InternalResponse, ResponseTainting},
    set_cookie::{SameSite, SetCookie},
};

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

impl<'b> Fetch<'b> {
    /// The context for `SameSite`; `None` if cookies are neither sent nor stored.
    pub(crate) fn cookie_context(&self) -> Option<CookieContext<'b>> {
        let (page, sites) = (self.browser.origin(), self.browser.sites());
        let engine = self.browser.chosen_engine();
        let includes = match self.credentials {
            Credentials::Omit => false,
            Credentials::SameOrigin => {
                let began = Origin::of(&self.urls[0]);
                self.tainting == ResponseTainting::Basic
                    || (self.mode == Some(Mode::NoCors)
                        && engine.keeps_credentials_after_redirects()
                        && page.is_same(&began))
            }
            Credentials::Include => true,
        };
        let is_same_site = |url: &Url| {
            if engine.ignores_scheme_of_site_for_cookies() {
                sites.is_schemelessly_same_site(page, &Origin::of(url))
            } else {
                sites.is_same_site(page, &Origin::of(url))
            }
        };
        let counts_redirects = self.mode.is_some() && engine.counts_redirects_for_same_site();
        let same_site = if counts_redirects {
            self.urls.iter().all(is_same_site)
        } else {
            is_same_site(self.url())
        };
        includes.then(|| CookieContext {
            party: self.cookie_party(),
            same_site,
            navigates: self.mode.is_none(),
            is_safe: matches!(self.method.as_str(), "GET" | "HEAD"),
            engine,
        })
    }

    pub(crate) fn append_cookies(&mut self, context: CookieContext<'_>, headers: &mut HeaderList) {
        let state = self.browser.state();
        let (cookies, left) = state.cookies.header(self.url(), context, state.clock);
        drop(state);
        for (name, why) in left {
            self.log.note(format!(
                "the cookie `{}` is not sent: {why}",
                name.escape_debug()
            ));
        }
        if let Some(cookies) = cookies {
            if self.is_third_party() && context.party == CookieParty::First {
                self.log.note(
                    "these are third-party cookies, which Firefox, Safari and private windows of Chrome leave out by default",
                );
            }
            headers.append("cookie", &from_isomorphic(&cookies));
        }
    }

    fn cookie_party(&self) -> CookieParty<'b> {
        let browser = self.browser;
        match browser.third_party_cookies() {
            _ if !self.is_third_party() => CookieParty::First,
            ThirdPartyCookies::Sent => CookieParty::First,
            ThirdPartyCookies::SentApart => {
                CookieParty::Apart(browser.sites().of(browser.origin()))
            }
            ThirdPartyCookies::Blocked => CookieParty::Blocked,
        }
    }

    /// True if the request is of another site than the page, and does not replace it.
    fn is_third_party(&self) -> bool {
        let (page, url) = (self.browser.origin(), Origin::of(self.url()));
        self.mode.is_some() && !self.browser.sites().is_schemelessly_same_site(page, &url)
    }

    pub(crate) fn store_cookies(
        &mut self,
        context: CookieContext<'_>,
        received: &InternalResponse,
    ) {
        let mut state = self.browser.state();
        let state = &mut *state;
        let lines = received
            .headers
            .iter()
            .filter(|(name, _)| *name == "set-cookie");
        for (_, line) in lines {
            let Some(set) = SetCookie::parse(line, state.clock, self.browser.started()) else {
                continue;
            };
            let name = set.name.clone();
            let sites = self.browser.sites();
            if let Err(why) = state
                .cookies
                .set(&received.url, set, context, sites, state.clock)
            {
                self.log.note(format!(
                    "the cookie `{}` is not stored: {why}",
                    name.escape_debug()
                ));
            }
        }
    }
}
