//! The parts of a browser that a fetch reads and changes.

use std::{cell::RefMut, time::Duration};

use url::Url;

use super::Browser;
use crate::{
    blocked::{Blocked, BlockedDetails, Failure, Stage, server_says},
    cookies::CookieJar,
    engine::{Engine, ThirdPartyCookies},
    log::ExchangeLog,
    origin::Origin,
    preflight_cache::PreflightCache,
    server::Endpoint,
    shared_cache::SharedCache,
    site::SiteRules,
};

/// The parts that a fetch changes.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) clock: Duration,
    pub(crate) cookies: CookieJar,
    pub(crate) preflight_cache: PreflightCache,
    pub(crate) log: ExchangeLog,
    pub(crate) shared_cache: Option<SharedCache>,
}

impl Browser {
    pub(crate) fn origin(&self) -> &Origin {
        &self.origin
    }

    pub(crate) fn page(&self) -> Option<&Url> {
        self.page.as_ref()
    }

    pub(crate) fn sites(&self) -> &SiteRules {
        &self.sites
    }

    pub(crate) fn chosen_engine(&self) -> Engine {
        self.engine
    }

    pub(crate) fn third_party_cookies(&self) -> ThirdPartyCookies {
        if self.allows_third_party_cookies {
            return ThirdPartyCookies::Sent;
        }
        self.engine.third_party_cookies()
    }

    pub(crate) fn wants_release(&self) -> bool {
        self.release
    }

    pub(crate) fn started(&self) -> Duration {
        self.started
    }

    /// Must not be borrowed while a server responds.
    pub(crate) fn state(&self) -> RefMut<'_, State> {
        self.state.borrow_mut()
    }

    pub(crate) fn first_server(&self) -> Option<&Url> {
        self.servers.first().map(|(url, _)| url)
    }

    /// The server of the URL, and true if it gets absolute URIs.
    pub(crate) fn server(&self, url: &Url) -> Option<(&dyn Endpoint, bool)> {
        let origin = Origin::of(url);
        let mut servers = self.servers.iter();
        let own = servers.find(|(address, _)| Origin::of(address).is_same(&origin));
        match (own, &self.network) {
            (Some((_, server)), _) => Some((&**server, false)),
            (None, Some(network)) => Some((&**network, true)),
            (None, None) => None,
        }
    }

    /// Adds the request and the page to a failure, and logs it.
    pub(crate) fn blocked(
        &self,
        failure: Failure,
        stage: Stage,
        request: String,
        server_text: Option<String>,
        log: &mut ExchangeLog,
    ) -> Blocked {
        log.note(format!("blocked: {}", failure.problem));
        // The log shows the body of a preflight response already.
        if let (Some(text), true) = (&server_text, stage != Stage::Preflight) {
            log.note(server_says(text));
        }
        Blocked::from(BlockedDetails {
            failure,
            stage,
            request,
            origin: self.origin.serialize(),
            server_text,
            log: log.text(),
        })
    }
}
