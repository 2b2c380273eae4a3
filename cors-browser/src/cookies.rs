//! A cookie jar, as RFC 6265bis has it.

use std::time::Duration;

use url::Url;

use crate::{
    address::{Sites, is_trustworthy},
    set_cookie::{SameSite, SetCookie},
};

#[derive(Debug)]
struct Cookie {
    name: String,
    value: String,
    domain: String,
    host_only: bool,
    path: String,
    secure: bool,
    same_site: SameSite,
    expires: Option<Duration>,
}

/// What a request has to do with the page it comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context {
    /// The page and the address are of one site.
    pub(crate) same_site: bool,
    /// The user is taken there.
    pub(crate) navigates: bool,
    /// The method is `GET` or `HEAD`.
    pub(crate) is_safe: bool,
}

impl Context {
    /// A user who opened the address.
    pub(crate) const VISIT: Self = Self {
        same_site: true,
        navigates: true,
        is_safe: true,
    };

    fn sends(self, same_site: SameSite) -> bool {
        match same_site {
            SameSite::None => true,
            SameSite::Lax => self.same_site || (self.navigates && self.is_safe),
            SameSite::Strict => self.same_site,
        }
    }

    fn keeps(self, same_site: SameSite) -> bool {
        self.same_site || self.navigates || same_site == SameSite::None
    }
}

/// The cookies of one browser. Time is what the test's clock says.
#[derive(Debug, Default)]
pub(crate) struct Jar {
    cookies: Vec<Cookie>,
}

impl Jar {
    /// Keeps what a `Set-Cookie` says, or says why not.
    pub(crate) fn set(
        &mut self,
        url: &Url,
        set: SetCookie,
        context: Context,
        sites: &Sites,
        now: Duration,
    ) -> Result<(), &'static str> {
        let host = url.host_str().unwrap_or_default();
        let secure_address = is_trustworthy(url);
        let (domain, host_only) = match set.domain {
            None => (host.to_owned(), true),
            Some(domain) if !covers(&domain, host) => {
                return Err("its `Domain` does not cover the host");
            }
            Some(domain) if sites.is_suffix(&domain) && domain != host => {
                return Err("its `Domain` is a public suffix");
            }
            Some(domain) => (domain, false),
        };
        let path = set
            .path
            .unwrap_or_else(|| default_path(url.path()).to_owned());
        if set.secure && !secure_address {
            return Err("it is `Secure`, and the address is plain http");
        }
        if set.same_site == SameSite::None && !set.secure {
            return Err("`SameSite=None` needs `Secure`");
        }
        if !context.keeps(set.same_site) {
            return Err("without `SameSite=None` no page of another site can have it set");
        }
        let name = set.name.to_ascii_lowercase();
        if name.starts_with("__secure-") && !set.secure {
            return Err("`__Secure-` needs `Secure`");
        }
        if name.starts_with("__host-") && !(set.secure && host_only && path == "/") {
            return Err("`__Host-` needs `Secure`, `Path=/` and no `Domain`");
        }
        self.cookies.retain(|old| {
            old.name != set.name
                || old.domain != domain
                || old.host_only != host_only
                || old.path != path
        });
        if set.expires.is_none_or(|expires| expires > now) {
            self.cookies.push(Cookie {
                name: set.name,
                value: set.value,
                domain,
                host_only,
                path,
                secure: set.secure,
                same_site: set.same_site,
                expires: set.expires,
            });
        }
        Ok(())
    }

    /// The `Cookie` header of a request, if it has one, and the names that stay behind with the reason.
    pub(crate) fn header(
        &self,
        url: &Url,
        context: Context,
        now: Duration,
    ) -> (Option<String>, Vec<(String, &'static str)>) {
        let host = url.host_str().unwrap_or_default();
        let mut sent: Vec<&Cookie> = Vec::new();
        let mut left = Vec::new();
        for cookie in &self.cookies {
            let is_there = if cookie.host_only {
                cookie.domain == host
            } else {
                covers(&cookie.domain, host)
            };
            if !is_there
                || !path_covers(&cookie.path, url.path())
                || cookie.expires.is_some_and(|expires| expires <= now)
            {
                continue;
            }
            if cookie.secure && !is_trustworthy(url) {
                left.push((
                    cookie.name.clone(),
                    "it is `Secure`, and the address is plain http",
                ));
            } else if context.sends(cookie.same_site) {
                sent.push(cookie);
            } else {
                left.push((
                    cookie.name.clone(),
                    "its `SameSite` keeps it from other sites",
                ));
            }
        }
        sent.sort_by_key(|cookie| core::cmp::Reverse(cookie.path.len()));
        let pairs: Vec<String> = sent
            .iter()
            .map(|cookie| format!("{}={}", cookie.name, cookie.value))
            .collect();
        ((!pairs.is_empty()).then(|| pairs.join("; ")), left)
    }
}

/// RFC 6265bis, "domain matching".
fn covers(domain: &str, host: &str) -> bool {
    let is_name = !host.starts_with('[') && host.parse::<core::net::Ipv4Addr>().is_err();
    host == domain
        || (is_name
            && host
                .strip_suffix(domain)
                .is_some_and(|front| front.ends_with('.')))
}

/// RFC 6265bis, "path-match".
fn path_covers(covering: &str, path: &str) -> bool {
    path.strip_prefix(covering)
        .is_some_and(|rest| rest.is_empty() || covering.ends_with('/') || rest.starts_with('/'))
}

/// RFC 6265bis, "default-path".
fn default_path(path: &str) -> &str {
    match path.rfind('/') {
        None | Some(0) => "/",
        Some(slash) => &path[..slash],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const API: &str = "https://api.example.com/users/1";
    const SAME: Context = Context {
        same_site: true,
        navigates: false,
        is_safe: true,
    };
    const CROSS: Context = Context {
        same_site: false,
        navigates: false,
        is_safe: true,
    };
    const LINK: Context = Context {
        same_site: false,
        navigates: true,
        is_safe: true,
    };
    const FORM: Context = Context {
        same_site: false,
        navigates: true,
        is_safe: false,
    };

    fn url(text: &str) -> Url {
        Url::parse(text).expect(text)
    }

    fn set(jar: &mut Jar, from: &str, line: &str, context: Context) -> Result<(), &'static str> {
        let set = SetCookie::parse(line.as_bytes(), Duration::ZERO, Duration::ZERO).expect(line);
        jar.set(&url(from), set, context, &Sites::default(), Duration::ZERO)
    }

    fn sent(jar: &Jar, to: &str, context: Context) -> String {
        jar.header(&url(to), context, Duration::ZERO)
            .0
            .unwrap_or_default()
    }

    #[test]
    fn same_site_decides_what_is_sent() {
        for (line, expected) in [
            ("a=1; SameSite=None; Secure", ["a=1"; 4]),
            ("a=1; SameSite=Lax", ["a=1", "", "a=1", ""]),
            ("a=1", ["a=1", "", "a=1", ""]),
            ("a=1; SameSite=Strict", ["a=1", "", "", ""]),
        ] {
            let mut jar = Jar::default();
            set(&mut jar, API, line, Context::VISIT).expect("it is kept");
            let all = [SAME, CROSS, LINK, FORM].map(|context| sent(&jar, API, context));
            assert_eq!(all, expected, "{line}");
        }
    }

    #[test]
    fn same_site_decides_what_is_kept() {
        for (line, kept) in [
            ("a=1; SameSite=None; Secure", [true; 4]),
            ("a=1; SameSite=None", [false; 4]),
            ("a=1", [true, false, true, true]),
            ("a=1; SameSite=Strict", [true, false, true, true]),
        ] {
            let all = [SAME, CROSS, LINK, FORM]
                .map(|context| set(&mut Jar::default(), API, line, context).is_ok());
            assert_eq!(all, kept, "{line}");
        }
    }

    #[test]
    fn secure_is_for_trustworthy_addresses() {
        let (plain, local) = ("http://api.example.com/", "http://localhost:3000/");
        assert!(set(&mut Jar::default(), plain, "a=1; Secure", SAME).is_err());
        let mut jar = Jar::default();
        set(&mut jar, local, "a=1; Secure", SAME).expect("it is kept");
        set(&mut jar, API, "b=1; Secure; Path=/", SAME).expect("it is kept");
        assert_eq!(sent(&jar, local, SAME), "a=1");
        assert_eq!(sent(&jar, plain, SAME), "");
        assert_eq!(sent(&jar, API, SAME), "b=1");
    }

    #[test]
    fn domain_and_path_match() {
        for (line, elsewhere, kept) in [
            (
                "a=1; Domain=example.com",
                "https://www.example.com/users/2",
                true,
            ),
            (
                "a=1; Domain=.example.com",
                "https://example.com/users",
                true,
            ),
            (
                "a=1; Domain=example.com",
                "https://badexample.com/users/",
                false,
            ),
            ("a=1", "https://www.api.example.com/users/", false),
            ("a=1", "https://api.example.com/users-of/", false),
            ("a=1", "https://api.example.com/", false),
            ("a=1; Path=/", "https://api.example.com/", true),
        ] {
            let mut jar = Jar::default();
            set(&mut jar, API, line, SAME).expect("it is kept");
            assert_eq!(
                !sent(&jar, elsewhere, SAME).is_empty(),
                kept,
                "{line} {elsewhere}"
            );
        }
        for line in [
            "a=1; Domain=example.org",
            "a=1; Domain=com",
            "a=1; Domain=a.api.example.com",
        ] {
            assert!(set(&mut Jar::default(), API, line, SAME).is_err(), "{line}");
        }
    }

    #[test]
    fn prefixes_of_names() {
        for (line, kept) in [
            ("__Host-a=1; Secure; Path=/", true),
            ("__Host-a=1; Secure", false),
            ("__Host-a=1; Path=/", false),
            ("__host-a=1; Secure; Path=/; Domain=api.example.com", false),
            ("__Secure-a=1; Secure", true),
            ("__Secure-a=1", false),
        ] {
            assert_eq!(
                set(&mut Jar::default(), API, line, SAME).is_ok(),
                kept,
                "{line}"
            );
        }
    }

    #[test]
    fn cookies_are_replaced_and_expire() {
        let mut jar = Jar::default();
        set(&mut jar, API, "a=1; Max-Age=10", SAME).expect("it is kept");
        set(&mut jar, API, "a=2; Max-Age=10", SAME).expect("it is kept");
        let at = |seconds| jar.header(&url(API), SAME, Duration::from_secs(seconds)).0;
        assert_eq!(at(9).as_deref(), Some("a=2"));
        assert_eq!(at(10), None);
        set(&mut jar, API, "a=; Max-Age=0", SAME).expect("it is kept");
        assert_eq!(sent(&jar, API, SAME), "");
    }
}
