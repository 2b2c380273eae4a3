//! A pattern that owns its text.

use alloc::boxed::Box;
use core::ops::Range;

use super::{OriginPattern, Port};

/// A pattern that owns its text, for lists that are loaded at run time. It is parsed once, not at each request.
///
/// ```
/// use cors_rules::{OriginPattern, OwnedOriginPattern};
///
/// let loaded = String::from("https://*.example.com");
/// let partners: OwnedOriginPattern = OriginPattern::parse(&loaded)?.into_owned();
/// drop(loaded);
/// assert!(partners.borrow().matches(b"https://shop.example.com"));
/// # Ok::<(), cors_rules::Lint>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OwnedOriginPattern {
    text: Box<str>,
    scheme: usize,
    host: Range<usize>,
    port: Port,
    subdomains: bool,
    extensions: bool,
}

impl OwnedOriginPattern {
    /// The pattern itself.
    #[must_use]
    #[inline]
    pub fn borrow(&self) -> OriginPattern<'_> {
        OriginPattern {
            text: &self.text,
            scheme: &self.text[..self.scheme],
            host: self.host(),
            port: self.port,
            subdomains: self.subdomains,
            extensions: self.extensions,
        }
    }

    /// The host, as in [`OriginPattern::host`].
    #[must_use]
    #[inline]
    pub fn host(&self) -> &str {
        &self.text[self.host.clone()]
    }

    /// The entry as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl OriginPattern<'_> {
    /// The pattern with a copy of its text.
    #[must_use]
    pub fn into_owned(self) -> OwnedOriginPattern {
        // The host is a part of the text, after the scheme.
        let star = if self.subdomains { "*.".len() } else { 0 };
        let start = self.scheme.len() + "://".len() + star;
        OwnedOriginPattern {
            text: self.text.into(),
            scheme: self.scheme.len(),
            host: start..start + self.host.len(),
            port: self.port,
            subdomains: self.subdomains,
            extensions: self.extensions,
        }
    }
}
