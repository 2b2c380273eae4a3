//! Explains a refusal by `enforce`: the compared origin and host.

use std::borrow::Cow;

use http::header;

use super::quoted::plain;
use crate::{
    Policy,
    decision::{
        ForwardedHost, Refusal, RequestView, SiteMismatch, check_own_site, forwarded_host,
        request_host,
    },
};

/// The comparison of a request's origin and host, repeated for the explanation of a refusal.
pub(super) struct HostComparison<'r> {
    mismatch: SiteMismatch,
    /// The host that the origin was compared with, if it was.
    pub(super) host: Option<Cow<'r, [u8]>>,
    /// True if the host comes from a forwarded header.
    is_forwarded: bool,
    /// True if a header has a forwarded host that the policy ignores.
    is_ignored: bool,
}

impl<'r> HostComparison<'r> {
    /// The comparison that caused a refusal by `enforce`; `None` for any other refusal.
    pub(super) fn of_refusal(refusal: Refusal, request: &'r dyn RequestView) -> Option<Self> {
        match refusal {
            Refusal::ForeignSite(policy) => Self::of(policy, request),
            _ => None,
        }
    }

    /// `None` for a request from the own site.
    pub(super) fn of(policy: &Policy, request: &'r dyn RequestView) -> Option<Self> {
        let mismatch = check_own_site(policy, request).err()?;
        let by_host = matches!(
            mismatch,
            SiteMismatch::OtherHost | SiteMismatch::UnknownHost
        );
        let has_forwarded = forwarded_host(request) != ForwardedHost::Absent;
        let allows = policy.declaration.allow.forwarded_host;
        let was_compared = by_host || mismatch == SiteMismatch::Downgraded;
        let host = was_compared.then(|| request_host(policy, request));
        Some(Self {
            mismatch,
            host: host.flatten(),
            is_forwarded: allows && has_forwarded,
            is_ignored: by_host && has_forwarded && !allows,
        })
    }

    /// The reason of the refusal.
    pub(super) const fn why(&self) -> &'static str {
        match (self.mismatch, self.is_forwarded) {
            (SiteMismatch::SeveralOrigins, _) => "the request has several `Origin` headers",
            (SiteMismatch::CrossSite, _) => "the browser says that the page is of another site",
            (SiteMismatch::SameSite, _) => {
                "the browser says that the page is of another origin of this site"
            }
            (SiteMismatch::UnclearSite, _) => {
                "`Sec-Fetch-Site` is repeated, or has a value that no browser sends"
            }
            (SiteMismatch::NoHost, _) => "the origin has no host to compare",
            (SiteMismatch::Downgraded, _) => "the page came over http, and the request over https",
            (SiteMismatch::OtherHost, false) => {
                "the origin is not the host that the request was sent to; a proxy in front has to pass the browser's `Host`"
            }
            (SiteMismatch::OtherHost, true) => "the origin is not the host that the proxy forwards",
            (SiteMismatch::UnknownHost, false) => "the request has no `Host`, or several",
            (SiteMismatch::UnknownHost, true) => {
                "forwarded headers name several hosts; the proxy has to overwrite them"
            }
        }
    }

    /// A hint about a forwarded host that was ignored.
    pub(super) const fn ignored(&self) -> Option<&'static str> {
        if !self.is_ignored {
            return None;
        }
        Some(
            "a forwarded host was ignored, since scripts can send one: have the proxy pass `Host`, or overwrite \
             the header and write `allow(forwarded_host)`",
        )
    }

    /// The compared origin and host, if all their characters are plain.
    pub(super) fn compared(&self, request: &dyn RequestView) -> Option<String> {
        let origin = plain(request.lines(&header::ORIGIN).one()?)?;
        let host = plain(self.host.as_deref()?)?;
        Some(format!(
            "the origin `{origin}` was compared with the host `{host}`"
        ))
    }
}
