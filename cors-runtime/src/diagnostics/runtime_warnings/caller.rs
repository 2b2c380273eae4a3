//! Who asked, as far as it matters for the answer.

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

/// A script of another origin that was let in.
#[derive(Debug)]
pub(super) struct CrossOriginCaller {
    pub(super) policy: &'static Policy,
    /// The route as the router knows it, if it tells.
    pub(super) route: Option<String>,
    /// How its page is related to this server.
    pub(super) relation: SiteRelation,
    /// The hosts this server was asked for: the one it sees, and the one that a proxy in front saw.
    pub(super) hosts: Vec<Vec<u8>>,
}

impl CrossOriginCaller {
    /// `None` for whoever is no such script, and where nobody would read of it.
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

/// Forms and images send an `Origin`, too, and no script reads what they get. Browsers that say so are
/// believed.
fn may_be_script<R: RequestHead>(request: &R) -> bool {
    let is = |name: &HeaderName, expected: &[u8]| match request.lines(name) {
        HeaderLines::None => true,
        HeaderLines::One(value) => value.as_ref() == expected,
        HeaderLines::Several => false,
    };
    is(&SEC_FETCH_MODE, b"cors") && is(&SEC_FETCH_DEST, b"empty")
}
