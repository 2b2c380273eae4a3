//! The page that a response goes to, as far as the warnings need it.

use http::{HeaderName, header};

use super::site::{self, SiteRelation};
use crate::{
    Policy,
    decision::{
        HeaderLines, RequestHead, ResponseAction, SEC_FETCH_DEST, SEC_FETCH_MODE,
        comes_from_own_site, possible_hosts,
    },
    diagnostics::enabled::is_enabled,
};

/// A script of another, allowed origin.
#[derive(Debug)]
pub(super) struct CrossOriginCaller {
    pub(super) policy: &'static Policy,
    /// The path of the route in its router, if it is known.
    pub(super) route: Option<String>,
    /// The relation between the sites of the page and of this server.
    pub(super) relation: SiteRelation,
    /// The host of the request, and the one forwarded by a proxy.
    pub(super) hosts: Vec<Vec<u8>>,
}

impl CrossOriginCaller {
    /// `None` for requests that are not from such a script, and if the log would not record a warning.
    pub(super) fn of<R: RequestHead, V>(mark: &ResponseAction<V>, request: &R) -> Option<Self> {
        let ResponseAction::Expose(policy, _) = *mark else {
            return None;
        };
        let HeaderLines::One(origin) = request.lines(&header::ORIGIN) else {
            return None;
        };
        if !is_enabled!(WARN: warning, route, policy, note, help, message)
            || comes_from_own_site(policy, request)
            || !may_be_script(request)
        {
            return None;
        }
        let hosts = possible_hosts(request);
        Some(Self {
            policy,
            route: request.route().map(std::borrow::Cow::into_owned),
            relation: site::of(request, origin.as_ref(), &hosts),
            hosts,
        })
    }
}

/// True unless `Sec-Fetch-*` shows that the response is not for a script: forms and images send an `Origin` too.
fn may_be_script<R: RequestHead>(request: &R) -> bool {
    let is = |name: &HeaderName, expected: &[u8]| match request.lines(name) {
        HeaderLines::None => true,
        HeaderLines::One(value) => value.as_ref() == expected,
        HeaderLines::Several => false,
    };
    is(&SEC_FETCH_MODE, b"cors") && is(&SEC_FETCH_DEST, b"empty")
}
