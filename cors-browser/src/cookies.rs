//! RFC 6265bis: storing and sending cookies. The crate `cookie_store` does not implement `SameSite`.

use std::time::Duration;

use url::Url;

use crate::{
    cookie_context::{CookieContext, CookieParty},
    origin::is_trustworthy,
    set_cookie::{SameSite, SetCookie},
    site::SiteRules,
};

/// The reason why a cookie is neither sent nor stored.
const THIRD_PARTY: &str =
    "it is a third-party cookie, which Firefox and Safari leave out by default";

#[derive(Debug)]
struct StoredCookie {
    name: String,
    value: String,
    domain: String,
    host_only: bool,
    path: String,
    secure: bool,
    same_site: SameSite,
    expires: Option<Duration>,
    /// The site of the pages for which it is stored apart.
    pages: Option<String>,
}

/// The cookies of one browser. Times are on the clock of the browser, which the test advances.
#[derive(Debug, Default)]
pub(crate) struct CookieJar {
    cookies: Vec<StoredCookie>,
}

impl CookieJar {
    /// Stores or deletes a cookie, or returns the reason why a browser would not.
    pub(crate) fn set(
        &mut self,
        url: &Url,
        set: SetCookie,
        context: CookieContext<'_>,
        sites: &SiteRules,
        now: Duration,
    ) -> Result<(), &'static str> {
        let pages = match context.party {
            CookieParty::First => None,
            CookieParty::Apart(site) => Some(site.to_owned()),
            CookieParty::Blocked => return Err(THIRD_PARTY),
        };
        let host = url.host_str().unwrap_or_default();
        let secure_address = is_trustworthy(url);
        let (domain, host_only) = match set.domain {
            None => (host.to_owned(), true),
            Some(domain) if !domain_matches(&domain, host) => {
                return Err("its `Domain` does not match the host");
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
            return Err("it is `Secure`, and the URL is plain http");
        }
        if set.same_site == Some(SameSite::None) && !set.secure {
            return Err("`SameSite=None` needs `Secure`");
        }
        let same_site = set.same_site.unwrap_or(context.engine.default_same_site());
        if !context.stores(same_site) {
            return Err("without `SameSite=None` it cannot be set from another site");
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
                || old.pages != pages
        });
        if set.expires.is_none_or(|expires| expires > now) {
            self.cookies.push(StoredCookie {
                name: set.name,
                value: set.value,
                domain,
                host_only,
                path,
                secure: set.secure,
                same_site,
                expires: set.expires,
                pages,
            });
        }
        Ok(())
    }

    /// The `Cookie` header of a request, and the names of cookies that are not sent with the reason.
    pub(crate) fn header(
        &self,
        url: &Url,
        context: CookieContext<'_>,
        now: Duration,
    ) -> (Option<String>, Vec<(String, &'static str)>) {
        let host = url.host_str().unwrap_or_default();
        let mut sent: Vec<&StoredCookie> = Vec::new();
        let mut withheld = Vec::new();
        for cookie in &self.cookies {
            let is_for_host = if cookie.host_only {
                cookie.domain == host
            } else {
                domain_matches(&cookie.domain, host)
            };
            if !is_for_host
                || !path_matches(&cookie.path, url.path())
                || cookie.expires.is_some_and(|expires| expires <= now)
            {
                continue;
            }
            let is_of_party = match context.party {
                CookieParty::First => cookie.pages.is_none(),
                CookieParty::Apart(site) => cookie.pages.as_deref() == Some(site),
                CookieParty::Blocked => false,
            };
            if !is_of_party {
                if cookie.pages.is_none() {
                    withheld.push((cookie.name.clone(), THIRD_PARTY));
                }
                continue;
            }
            if cookie.secure && !is_trustworthy(url) {
                withheld.push((
                    cookie.name.clone(),
                    "it is `Secure`, and the URL is plain http",
                ));
            } else if context.sends(cookie.same_site) {
                sent.push(cookie);
            } else {
                withheld.push((
                    cookie.name.clone(),
                    "its `SameSite` does not allow a request from another site",
                ));
            }
        }
        sent.sort_by_key(|cookie| core::cmp::Reverse(cookie.path.len()));
        let pairs: Vec<String> = sent
            .iter()
            .map(|cookie| format!("{}={}", cookie.name, cookie.value))
            .collect();
        ((!pairs.is_empty()).then(|| pairs.join("; ")), withheld)
    }
}

/// RFC 6265bis, "domain matching".
fn domain_matches(domain: &str, host: &str) -> bool {
    let is_name = !host.starts_with('[') && host.parse::<core::net::Ipv4Addr>().is_err();
    host == domain
        || (is_name
            && host
                .strip_suffix(domain)
                .is_some_and(|front| front.ends_with('.')))
}

/// RFC 6265bis, "path-match".
fn path_matches(covering: &str, path: &str) -> bool {
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
    use crate::engine::Engine;

    const API: &str = "https://api.example.com/users/1";
    const SAME: CookieContext<'_> = CookieContext {
        party: CookieParty::First,
        same_site: true,
        navigates: false,
        is_safe: true,
        engine: Engine::Standard,
    };
    const CROSS: CookieContext<'_> = CookieContext {
        party: CookieParty::First,
        same_site: false,
        navigates: false,
        is_safe: true,
        engine: Engine::Standard,
    };
    const LINK: CookieContext<'_> = CookieContext {
        party: CookieParty::First,
        same_site: false,
        navigates: true,
        is_safe: true,
        engine: Engine::Standard,
    };
    const FORM: CookieContext<'_> = CookieContext {
        party: CookieParty::First,
        same_site: false,
        navigates: true,
        is_safe: false,
        engine: Engine::Standard,
    };

    fn url(text: &str) -> Url {
        Url::parse(text).expect(text)
    }

    fn set(
        jar: &mut CookieJar,
        from: &str,
        line: &str,
        context: CookieContext<'_>,
    ) -> Result<(), &'static str> {
        let set = SetCookie::parse(line.as_bytes(), Duration::ZERO, Duration::ZERO).expect(line);
        jar.set(
            &url(from),
            set,
            context,
            &SiteRules::default(),
            Duration::ZERO,
        )
    }

    fn sent(jar: &CookieJar, to: &str, context: CookieContext<'_>) -> String {
        jar.header(&url(to), context, Duration::ZERO)
            .0
            .unwrap_or_default()
    }

    #[test]
    fn same_site_decides_which_cookies_are_sent() {
        for (line, expected) in [
            ("a=1; SameSite=None; Secure", ["a=1"; 4]),
            ("a=1; SameSite=Lax", ["a=1", "", "a=1", ""]),
            ("a=1", ["a=1", "", "a=1", ""]),
            ("a=1; SameSite=Strict", ["a=1", "", "", ""]),
        ] {
            let mut jar = CookieJar::default();
            set(&mut jar, API, line, CookieContext::visit(Engine::Standard)).expect("it is stored");
            let all = [SAME, CROSS, LINK, FORM].map(|context| sent(&jar, API, context));
            assert_eq!(all, expected, "{line}");
        }
    }

    #[test]
    fn same_site_decides_which_cookies_are_stored() {
        for (line, stored) in [
            ("a=1; SameSite=None; Secure", [true; 4]),
            ("a=1; SameSite=None", [false; 4]),
            ("a=1", [true, false, true, true]),
            ("a=1; SameSite=Strict", [true, false, true, true]),
        ] {
            let all = [SAME, CROSS, LINK, FORM]
                .map(|context| set(&mut CookieJar::default(), API, line, context).is_ok());
            assert_eq!(all, stored, "{line}");
        }
    }

    #[test]
    fn secure_needs_a_trustworthy_url() {
        let (plain, local) = ("http://api.example.com/", "http://localhost:3000/");
        assert!(set(&mut CookieJar::default(), plain, "a=1; Secure", SAME).is_err());
        let mut jar = CookieJar::default();
        set(&mut jar, local, "a=1; Secure", SAME).expect("it is stored");
        set(&mut jar, API, "b=1; Secure; Path=/", SAME).expect("it is stored");
        assert_eq!(sent(&jar, local, SAME), "a=1");
        assert_eq!(sent(&jar, plain, SAME), "");
        assert_eq!(sent(&jar, API, SAME), "b=1");
    }

    #[test]
    fn domain_and_path_match() {
        for (line, elsewhere, stored) in [
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
            let mut jar = CookieJar::default();
            set(&mut jar, API, line, SAME).expect("it is stored");
            assert_eq!(
                !sent(&jar, elsewhere, SAME).is_empty(),
                stored,
                "{line} {elsewhere}"
            );
        }
        for line in [
            "a=1; Domain=example.org",
            "a=1; Domain=com",
            "a=1; Domain=a.api.example.com",
        ] {
            assert!(
                set(&mut CookieJar::default(), API, line, SAME).is_err(),
                "{line}"
            );
        }
    }

    #[test]
    fn name_prefixes_need_their_attributes() {
        for (line, stored) in [
            ("__Host-a=1; Secure; Path=/", true),
            ("__Host-a=1; Secure", false),
            ("__Host-a=1; Path=/", false),
            ("__host-a=1; Secure; Path=/; Domain=api.example.com", false),
            ("__Secure-a=1; Secure", true),
            ("__Secure-a=1", false),
        ] {
            assert_eq!(
                set(&mut CookieJar::default(), API, line, SAME).is_ok(),
                stored,
                "{line}"
            );
        }
    }

    #[test]
    fn cookies_are_replaced_and_expire() {
        let mut jar = CookieJar::default();
        set(&mut jar, API, "a=1; Max-Age=10", SAME).expect("it is stored");
        set(&mut jar, API, "a=2; Max-Age=10", SAME).expect("it is stored");
        let at = |seconds| jar.header(&url(API), SAME, Duration::from_secs(seconds)).0;
        assert_eq!(at(9).as_deref(), Some("a=2"));
        assert_eq!(at(10), None);
        set(&mut jar, API, "a=; Max-Age=0", SAME).expect("it is stored");
        assert_eq!(sent(&jar, API, SAME), "");
    }
}
