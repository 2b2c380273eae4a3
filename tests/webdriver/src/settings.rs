//! Settings of a browser.

use std::{net::SocketAddr, path::Path};

use crate::FakeClock;

/// The way in which a browser finds the hosts of its URLs.
#[derive(Clone, Copy, Debug)]
pub enum Network<'a> {
    /// As usual, without a proxy.
    Direct,
    /// Without a proxy. The host is an alias of this machine, and this server of it counts as one of the internet.
    /// `WebKitGTK` has no such settings.
    Internet(&'a str, SocketAddr),
    /// By this HTTP proxy, for loopback hosts too. It has to accept `CONNECT`.
    Proxy(SocketAddr),
}

/// The cookies of a site in pages of other sites.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThirdPartyCookies {
    /// Are sent, unless their `SameSite` forbids it: the default of Chrome.
    Sent,
    /// Are sent or not, as in a new profile of the installed browser. Debian's Chromium sends none.
    ByDefault,
    /// Are not sent: the setting of private windows of Chrome, and the default of Safari.
    Blocked,
}

/// Settings of a browser.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'a> {
    /// The route to the servers.
    pub network: Network<'a>,
    /// Accepts certificates that no authority signed.
    pub accept_insecure_certs: bool,
    /// An existing folder for the profile, and for the temporary files of the browser.
    pub profile: &'a Path,
    /// Width and height of the window, in CSS pixels.
    pub window: (u32, u32),
    /// The protection against third-party cookies.
    pub third_party_cookies: ThirdPartyCookies,
    /// The clock of the browser, if it is not that of the machine.
    pub clock: Option<&'a FakeClock>,
}

impl<'a> Settings<'a> {
    /// The defaults: no proxy, no insecure certificates, a window of 1280 by 1000 pixels, third-party
    /// cookies.
    #[must_use]
    pub fn new(profile: &'a Path) -> Self {
        Self {
            network: Network::Direct,
            accept_insecure_certs: false,
            profile,
            window: (1280, 1000),
            third_party_cookies: ThirdPartyCookies::Sent,
            clock: None,
        }
    }
}
