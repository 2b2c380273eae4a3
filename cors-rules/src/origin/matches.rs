//! Matches an `Origin` header against a pattern.

use super::{OriginPattern, Port, authority, extension, host, port};
use crate::bytes;

impl OriginPattern<'_> {
    /// True if the bytes of a request's `Origin` header are an origin this pattern accepts.
    ///
    /// Lengths are compared before bytes, so a header longer than any origin costs nothing.
    ///
    /// ```
    /// # use cors_rules::OriginPattern;
    /// let local = OriginPattern::parse("http://localhost:*")?;
    /// assert!(local.matches(b"http://localhost"));
    /// assert!(local.matches(b"http://localhost:5173"));
    /// assert!(!local.matches(b"http://localhost:5173.evil.example"));
    /// # Ok::<(), cors_rules::Lint>(())
    /// ```
    #[must_use]
    pub const fn matches(&self, origin: &[u8]) -> bool {
        if self.is_exact() {
            return bytes::equal(self.text.as_bytes(), origin);
        }
        if origin.len() > Self::LONGEST_ORIGIN {
            return false;
        }
        // Such a host has no colon, so there is no port, and comparing from the end rules out other patterns soonest.
        if matches!(self.port, Port::Default) && self.subdomains {
            if !bytes::ends_with(origin, self.host.as_bytes()) {
                return false;
            }
            let (before, host) = origin.split_at(origin.len() - self.host.len());
            return match self.strip_scheme(before) {
                Some(labels) => {
                    labels.len() + host.len() <= host::LONGEST_NAME && are_labels(labels)
                }
                None => false,
            };
        }
        let Some(authority) = self.strip_scheme(origin) else {
            return false;
        };
        if self.extensions {
            let upper_case = matches!(self.scheme.as_bytes(), b"safari-web-extension");
            return extension::is_uuid(authority, upper_case);
        }
        match self.strip_port(authority) {
            Some(name) if self.subdomains => is_below(name, self.host.as_bytes()),
            Some(name) => bytes::equal(name, self.host.as_bytes()),
            None => false,
        }
    }

    const fn strip_scheme<'o>(&self, origin: &'o [u8]) -> Option<&'o [u8]> {
        match strip_prefix(origin, self.scheme.as_bytes()) {
            Some(rest) => strip_prefix(rest, b"://"),
            None => None,
        }
    }

    /// The host of an authority whose port the pattern accepts.
    const fn strip_port<'o>(&self, authority: &'o [u8]) -> Option<&'o [u8]> {
        let (name, port) = authority.split_at(authority::host_length(authority));
        let [b':', digits @ ..] = port else {
            return if matches!(self.port, Port::Number(_)) {
                None
            } else {
                Some(name)
            };
        };
        let Ok(number) = port::number(digits) else {
            return None;
        };
        let accepted = match (self.port, port::default_port(self.scheme)) {
            (Port::Number(expected), _) => number == expected,
            (Port::Any, Some(default)) => number != default,
            (Port::Any, None) => true,
            (Port::Default, _) => false,
        };
        if accepted { Some(name) } else { None }
    }
}

const fn strip_prefix<'o>(text: &'o [u8], prefix: &[u8]) -> Option<&'o [u8]> {
    if bytes::starts_with(text, prefix) {
        Some(text.split_at(prefix.len()).1)
    } else {
        None
    }
}

/// True if `name` is one or more labels, a dot, and `host`.
const fn is_below(name: &[u8], host: &[u8]) -> bool {
    if name.len() > host::LONGEST_NAME || !bytes::ends_with(name, host) {
        return false;
    }
    are_labels(name.split_at(name.len() - host.len()).0)
}

/// True for one or more labels, each with its dot.
const fn are_labels(labels: &[u8]) -> bool {
    let mut label = 0;
    let mut i = 0;
    while i < labels.len() {
        if labels[i] == b'.' {
            if label == 0 {
                return false;
            }
            label = 0;
        } else {
            label += 1;
            if label > authority::LONGEST_LABEL || !host::is_name_byte(labels[i]) {
                return false;
            }
        }
        i += 1;
    }
    // The last dot is the one before the host.
    label == 0 && !labels.is_empty()
}
