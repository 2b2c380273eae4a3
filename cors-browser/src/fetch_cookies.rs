//! The cookies that a fetch sends and stores.

use url::Url;

use crate::{
    bytes::from_isomorphic,
    cookie_context::{CookieContext, CookieParty},
    engine::ThirdPartyCookies,
    fetch::Fetch,
    headers::HeaderList,
    origin::Origin,
    request::{Credentials, Mode},
    response::{InternalResponse, ResponseTainting},
    set_cookie::SetCookie,
};

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
