//! Checks that a browser stores a cookie for a page of another site (RFC 6265bis §5.7).

/// The longest name that is shown.
const SHOWN: usize = 64;

/// The parts of a `Set-Cookie` line that the check needs. Only Rocket has the `cookie` crate, and parsing one line does
/// not justify a dependency.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct SetCookie<'a> {
    /// The name, if it is a short token.
    pub(super) name: Option<&'a str>,
    /// True for `SameSite=None; Secure`, without which a browser drops the cookie on cross-site requests.
    pub(super) for_other_sites: bool,
}

impl<'a> SetCookie<'a> {
    pub(super) fn read(line: &'a [u8]) -> Self {
        let mut parts = line.split(|&byte| byte == b';').map(<[u8]>::trim_ascii);
        let pair = parts.next().unwrap_or_default();
        let name = pair.split(|&byte| byte == b'=').next().unwrap_or_default();
        let (mut secure, mut same_site_none) = (false, false);
        for attribute in parts {
            let mut sides = attribute.splitn(2, |&byte| byte == b'=');
            let key = sides.next().unwrap_or_default().trim_ascii();
            let value = sides.next().unwrap_or_default().trim_ascii();
            if key.eq_ignore_ascii_case(b"secure") {
                secure = true;
            } else if key.eq_ignore_ascii_case(b"samesite") {
                // The last one counts.
                same_site_none = value.eq_ignore_ascii_case(b"none");
            }
        }
        Self {
            name: shown(name.trim_ascii()),
            for_other_sites: secure && same_site_none,
        }
    }
}

fn shown(name: &[u8]) -> Option<&str> {
    let is_token = |byte: &u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_|~".contains(byte);
    let plain = !name.is_empty() && name.len() <= SHOWN && name.iter().all(is_token);
    core::str::from_utf8(name).ok().filter(|_| plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cross_site_cookie_needs_same_site_none_and_secure() {
        for (line, kept) in [
            ("a=b; SameSite=None; Secure", true),
            ("a=b;secure;path=/;SAMESITE = NONE", true),
            ("a=b; SameSite=Lax; SameSite=None; Secure=", true),
            ("a=b", false),
            ("a=b; Secure", false),
            ("a=b; SameSite=None", false),
            ("a=b; SameSite=Lax; Secure", false),
            ("a=b; SameSite=None; SameSite=Strict; Secure", false),
            ("a=SameSite=None; Secure", false),
            ("", false),
        ] {
            assert_eq!(
                SetCookie::read(line.as_bytes()).for_other_sites,
                kept,
                "{line}"
            );
        }
    }

    #[test]
    fn cookie_name_is_shown_if_it_is_a_short_token() {
        let name = |line: &'static [u8]| SetCookie::read(line).name;
        assert_eq!(
            name(b"__Host-session=secret; Path=/"),
            Some("__Host-session")
        );
        assert_eq!(name(b" a =b"), Some("a"));
        for line in [
            &b""[..],
            b"=b",
            b"a b=c",
            b"a\xff=c",
            b"a`=c",
            b"\x1b[31m=c",
        ] {
            assert_eq!(SetCookie::read(line).name, None, "{}", line.escape_ascii());
        }
        let long = [b'a'; SHOWN + 1];
        assert_eq!(SetCookie::read(&long).name, None);
    }
}
