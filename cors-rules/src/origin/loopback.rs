//! Hosts on the browser's machine: those it trusts without TLS (Secure Contexts §3.1), and the unspecified address.

use super::{OriginPattern, ipv4};
use crate::bytes;

impl OriginPattern<'_> {
    /// True if every origin the pattern accepts is on the loopback interface: `localhost` and names below it,
    /// `127.0.0.0/8`, `[::1]`.
    ///
    /// ```
    /// # use cors_rules::OriginPattern;
    /// assert!(OriginPattern::parse("http://localhost:3000")?.is_loopback());
    /// assert!(!OriginPattern::parse("http://10.0.0.5:3000")?.is_loopback());
    /// # Ok::<(), cors_rules::Lint>(())
    /// ```
    #[must_use]
    pub const fn is_loopback(&self) -> bool {
        let name = bytes::without_last_dot(self.host.as_bytes());
        if bytes::equal(name, b"localhost")
            || bytes::ends_with(name, b".localhost")
            || bytes::equal(name, b"[::1]")
        {
            return true;
        }
        ipv4::ends_in_a_number(name) && bytes::starts_with(name, b"127.")
    }

    /// True if the host is `0.0.0.0` or `[::]`: servers listen there, and a page that is opened under the address
    /// comes from the same machine. Browsers do not trust it like loopback, since a proxy may receive the request.
    ///
    /// ```
    /// # use cors_rules::OriginPattern;
    /// assert!(OriginPattern::parse("http://0.0.0.0:8000")?.is_unspecified());
    /// # Ok::<(), cors_rules::Lint>(())
    /// ```
    #[must_use]
    pub const fn is_unspecified(&self) -> bool {
        matches!(self.host.as_bytes(), b"0.0.0.0" | b"[::]")
    }
}
