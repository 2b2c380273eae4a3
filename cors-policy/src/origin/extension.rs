//! The origins of browser extensions, whose host is an id.

use super::{OriginPattern, Port};
use crate::{Rule, bytes};

/// Letters in the id of a Chromium extension, each of `a` to `p`.
const CHROMIUM_ID: usize = 32;

pub(super) const fn is_extension(scheme: &str) -> bool {
    matches!(scheme.as_bytes(), b"chrome-extension") || has_random_ids(scheme)
}

/// Firefox and Safari draw an id per install, so no fixed one is right.
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
) -> Result<OriginPattern<'a>, Rule> {
    let random = has_random_ids(scheme);
    if bytes::contains(id.as_bytes(), b'*') {
        if !random || id.len() > 1 {
            return Err(Rule::OriginMisplacedWildcard);
        }
    } else if random {
        return Err(Rule::OriginExtensionId);
    } else if let Err(rule) = check_chromium_id(id.as_bytes()) {
        return Err(rule);
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

const fn check_chromium_id(id: &[u8]) -> Result<(), Rule> {
    let (mut upper_case, mut sound) = (false, id.len() == CHROMIUM_ID);
    let mut i = 0;
    while i < id.len() {
        upper_case |= id[i].is_ascii_uppercase();
        sound &= matches!(id[i].to_ascii_lowercase(), b'a'..=b'p');
        i += 1;
    }
    if !sound {
        Err(Rule::OriginExtensionId)
    } else if upper_case {
        Err(Rule::OriginUpperCase)
    } else {
        Ok(())
    }
}

/// Whether the text has the form of an id of Firefox or Safari: a UUID.
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
