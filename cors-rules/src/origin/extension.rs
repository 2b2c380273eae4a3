//! The origins of browser extensions, whose host is an id.

use super::{OriginPattern, Port};
use crate::{Lint, bytes};

/// Letters in the id of a Chromium extension, each of `a` to `p`.
const CHROMIUM_ID: usize = 32;

pub(super) const fn is_extension(scheme: &str) -> bool {
    matches!(scheme.as_bytes(), b"chrome-extension") || has_random_ids(scheme)
}

/// Firefox and Safari give each install a random id, so no fixed one is right.
pub(super) const fn has_random_ids(scheme: &str) -> bool {
    matches!(
        scheme.as_bytes(),
        b"moz-extension" | b"safari-web-extension"
    )
}

pub(super) const fn parse<'a>(
    text: &'a str,
    scheme: &'a str,
    id: &'a str,
) -> Result<OriginPattern<'a>, Lint> {
    let random = has_random_ids(scheme);
    if bytes::contains(id.as_bytes(), b'*') {
        if !random {
            return Err(Lint::OriginExtensionId);
        }
        if id.len() > 1 {
            return Err(Lint::OriginMisplacedWildcard);
        }
    } else if random {
        return Err(Lint::OriginExtensionId);
    } else if let Err(lint) = check_chromium_id(id.as_bytes()) {
        return Err(lint);
    }
    Ok(OriginPattern {
        text,
        scheme,
        host: id,
        port: Port::Default,
        subdomains: false,
        extensions: random,
    })
}

impl<'a> OriginPattern<'a> {
    /// The origin of one extension of Firefox or Safari, as the header of a request has it.
    ///
    /// Its id is random per install, so it does not identify an extension: with the other keys of a policy the pattern
    /// is checked like `moz-extension://*`.
    ///
    /// ```
    /// use cors_rules::{OriginContext, OriginPattern, Lint};
    ///
    /// let extension = "moz-extension://0b9a7f3e-0000-4000-8000-000000000000";
    /// assert_eq!(OriginPattern::parse(extension), Err(Lint::OriginExtensionId));
    /// let extension = OriginPattern::of_installed_extension(extension).expect("an id of Firefox");
    /// let private = OriginContext { credentials: true, ..OriginContext::default() };
    /// assert_eq!(extension.check(private), Err(Lint::ExtensionWildcardCredentials));
    /// ```
    #[must_use]
    pub fn of_installed_extension(origin: &'a str) -> Option<Self> {
        let (scheme, id) = origin.split_once("://")?;
        let upper_case = scheme == "safari-web-extension";
        let is_one = has_random_ids(scheme) && is_uuid(id.as_bytes(), upper_case);
        is_one.then_some(Self {
            text: origin,
            scheme,
            host: id,
            port: Port::Default,
            subdomains: false,
            extensions: true,
        })
    }
}

const fn check_chromium_id(id: &[u8]) -> Result<(), Lint> {
    let (mut upper_case, mut sound) = (false, id.len() == CHROMIUM_ID);
    let mut i = 0;
    while i < id.len() {
        upper_case |= id[i].is_ascii_uppercase();
        sound &= matches!(id[i].to_ascii_lowercase(), b'a'..=b'p');
        i += 1;
    }
    if !sound {
        Err(Lint::OriginExtensionId)
    } else if upper_case {
        Err(Lint::OriginUpperCase)
    } else {
        Ok(())
    }
}

/// True if the text has the form of an id of Firefox or Safari: a UUID.
pub(super) const fn is_uuid(id: &[u8], upper_case: bool) -> bool {
    if id.len() != 36 {
        return false;
    }
    let mut i = 0;
    while i < id.len() {
        let sound = match i {
            8 | 13 | 18 | 23 => id[i] == b'-',
            _ => id[i].is_ascii_hexdigit() && (upper_case || !id[i].is_ascii_uppercase()),
        };
        if !sound {
            return false;
        }
        i += 1;
    }
    true
}
