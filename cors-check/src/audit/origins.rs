//! The origins that an attacker would try, derived from the one that is meant to be allowed.

use url::{Host, Url};

use crate::network::{Page, public_suffix};

/// The mistake that a probe looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Mistake {
    /// Any origin is allowed.
    AnyOrigin,
    /// `null` is allowed.
    NullOrigin,
    /// `evilexample.com` for `example.com`.
    SuffixMatch,
    /// `app.example.com.attacker.example` for `app.example.com`.
    PrefixMatch,
    /// `xample.com` or `app.example.co` for `app.example.com`: the check looks for the origin inside of the allowed text.
    PartOfOrigin,
    /// `appxexample.com` for `app.example.com`.
    UnescapedDot,
    /// `app.example.com_.attacker.example`: the check ends the host at the first special character.
    SpecialCharacters,
    /// Hosts on which everyone can publish.
    ThirdPartyHost,
    /// Other hosts below the registrable domain.
    AnySubdomain,
    /// Plain http for https.
    InsecureOrigin,
    /// Another port.
    OtherPort,
    /// A page of the user's own machine.
    Localhost,
    /// A user name in front of the host, which no browser sends.
    Userinfo,
}

/// An origin to try.
#[derive(Clone, Debug)]
pub(super) struct TriedOrigin {
    pub(super) mistake: Mistake,
    pub(super) origin: String,
    /// The page of that origin; `None` if no browser sends the origin.
    pub(super) page: Option<Page>,
}

/// Characters that browsers allow in the host of a URL and that end a host in many regular expressions.
const SPECIAL: [char; 17] = [
    '_', '-', '!', '$', '+', '`', '{', '}', ',', ';', '&', '=', '\'', '"', '~', '(', ')',
];

/// Hosts on which everyone can publish a page.
const THIRD_PARTIES: [&str; 6] = [
    "cors-check.github.io",
    "cors-check.netlify.app",
    "cors-check.vercel.app",
    "cdpn.io",
    "fiddle.jshell.net",
    "storage.googleapis.com",
];

/// The probes for an origin and the URL that its pages fetch. The first is an unrelated site.
pub(super) fn probes(from: &Url, target: &Url) -> Vec<TriedOrigin> {
    let mut probes = Vec::new();
    // Pages of the URL's own origin need no CORS.
    let left_out = [from, target].map(|url| Page::At(url.clone()).origin());
    let mut add = |mistake, origin: &str| {
        let page = origin
            .parse::<Page>()
            .ok()
            .filter(|page| page.origin() == origin);
        let is_new = probes
            .iter()
            .all(|probe: &TriedOrigin| probe.origin != origin);
        let is_foreign = left_out.iter().all(|it| it != origin);
        if is_foreign && is_new && (page.is_some() || mistake == Mistake::Userinfo) {
            let (origin, page) = (
                origin.to_owned(),
                page.filter(|_| mistake != Mistake::Userinfo),
            );
            probes.push(TriedOrigin {
                mistake,
                origin,
                page,
            });
        }
    };
    let (scheme, host) = (from.scheme(), from.host_str().unwrap_or_default());
    let port = from
        .port()
        .map_or_else(String::new, |port| format!(":{port}"));
    // A page of https cannot fetch over plain http.
    let foreign = if scheme == "https" || is_trustworthy(target) {
        "https"
    } else {
        "http"
    };
    add(Mistake::AnyOrigin, &format!("{foreign}://attacker.example"));
    add(Mistake::NullOrigin, "null");
    if let Some(domain) = from.domain() {
        if let Some(registrable) = registrable(domain) {
            add(
                Mistake::SuffixMatch,
                &format!("{scheme}://evil{registrable}{port}"),
            );
            add(
                Mistake::SuffixMatch,
                &format!("{scheme}://evil-{registrable}{port}"),
            );
            // Replaces the dot before the registrable domain, which gives a name that can be registered.
            if let Some(front) = domain
                .strip_suffix(&registrable)
                .and_then(|front| front.strip_suffix('.'))
            {
                let label = front.rsplit('.').next().unwrap_or(front);
                let rest = front.strip_suffix(label).unwrap_or_default();
                add(
                    Mistake::UnescapedDot,
                    &format!("{scheme}://{rest}{label}x{registrable}{port}"),
                );
            }
            add(
                Mistake::AnySubdomain,
                &format!("{scheme}://cors-check.{registrable}{port}"),
            );
            if let Some(end) = shorter_domain(&registrable) {
                add(Mistake::PartOfOrigin, &format!("{scheme}://{end}{port}"));
            }
        }
        if let Some(start) = cut_domain(domain) {
            add(Mistake::PartOfOrigin, &format!("{scheme}://{start}"));
        }
        add(
            Mistake::PrefixMatch,
            &format!("{scheme}://{domain}.attacker.example{port}"),
        );
        for special in SPECIAL {
            let origin = format!("{scheme}://{domain}{special}.attacker.example{port}");
            add(Mistake::SpecialCharacters, &origin);
        }
        add(
            Mistake::AnySubdomain,
            &format!("{scheme}://cors-check.{domain}{port}"),
        );
        add(
            Mistake::Userinfo,
            &format!("{scheme}://{domain}@attacker.example{port}"),
        );
    }
    if scheme == "https" {
        add(Mistake::InsecureOrigin, &format!("http://{host}{port}"));
    }
    add(Mistake::OtherPort, &format!("{scheme}://{host}:8443"));
    for host in THIRD_PARTIES {
        add(Mistake::ThirdPartyHost, &format!("{foreign}://{host}"));
    }
    for origin in [
        "http://localhost",
        "http://localhost:3000",
        "http://127.0.0.1",
        "http://127.0.0.1:3000",
        "http://127.0.0.1:8000",
    ] {
        add(Mistake::Localhost, origin);
    }
    probes
}

/// True if pages of https can fetch the URL.
fn is_trustworthy(url: &Url) -> bool {
    url.scheme() == "https"
        || match url.host() {
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
}

/// The registrable domain, such as `example.co.uk`.
fn registrable(domain: &str) -> Option<String> {
    let suffix = public_suffix(domain)?;
    let front = domain.strip_suffix(suffix)?.strip_suffix('.')?;
    let label = front.rsplit('.').next()?;
    Some(format!("{label}.{suffix}"))
}

/// The domain without its first character, such as `xample.com` for `example.com`.
fn shorter_domain(registrable: &str) -> Option<&str> {
    let mut rest = registrable.chars();
    rest.next()?;
    let rest = rest.as_str();
    (!rest.starts_with(['.', '-'])).then_some(rest)
}

/// The longest start of the domain that can be registered, such as `app.example.co` for `app.example.com`.
fn cut_domain(domain: &str) -> Option<&str> {
    let ends = domain.char_indices().rev();
    let mut starts = ends.map(|(end, _)| domain.split_at(end).0);
    starts.find(|start| !start.ends_with(['.', '-']) && registrable(start).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origins(from: &str, mistake: Mistake) -> Vec<String> {
        let url = Url::parse(from).expect("a URL");
        let target = Url::parse("https://api.example.com").expect("a URL");
        let probes = probes(&url, &target).into_iter();
        probes
            .filter(|it| it.mistake == mistake)
            .map(|it| it.origin)
            .collect()
    }

    #[test]
    fn probes_are_names_that_an_attacker_can_own() {
        let of = |mistake| origins("https://app.shop.co.uk", mistake);
        assert_eq!(
            of(Mistake::SuffixMatch),
            ["https://evilshop.co.uk", "https://evil-shop.co.uk"]
        );
        assert_eq!(of(Mistake::UnescapedDot), ["https://appxshop.co.uk"]);
        assert_eq!(
            of(Mistake::PrefixMatch),
            ["https://app.shop.co.uk.attacker.example"]
        );
        assert_eq!(of(Mistake::InsecureOrigin), ["http://app.shop.co.uk"]);
        assert_eq!(of(Mistake::SpecialCharacters).len(), SPECIAL.len());
        assert_eq!(
            of(Mistake::PartOfOrigin),
            ["https://hop.co.uk", "https://app.shop.co"]
        );
        assert_eq!(
            origins("https://app.comedian.org:8443", Mistake::PartOfOrigin),
            ["https://omedian.org:8443", "https://app.com"]
        );
        assert_eq!(origins("https://x.org", Mistake::PartOfOrigin), [""; 0]);
        assert_eq!(
            origins("https://a.b.example.com", Mistake::UnescapedDot),
            ["https://a.bxexample.com"]
        );
        assert_eq!(
            origins("https://example.com", Mistake::UnescapedDot),
            [""; 0]
        );
    }

    #[test]
    fn probes_leave_out_the_allowed_origin() {
        assert_eq!(
            origins("http://localhost:3000", Mistake::Localhost),
            [
                "http://localhost",
                "http://127.0.0.1",
                "http://127.0.0.1:3000",
                "http://127.0.0.1:8000"
            ]
        );
        assert_eq!(
            origins("http://127.0.0.1:8000", Mistake::PrefixMatch),
            [""; 0]
        );
    }

    #[test]
    fn probes_leave_out_the_origin_of_the_url() {
        let from = Url::parse("https://app.example.com").expect("a URL");
        for own in ["http://localhost:3000", "https://app.example.com:8443"] {
            let target = Url::parse(own).expect("a URL");
            let mut probes = probes(&from, &target).into_iter();
            assert!(probes.all(|probe| probe.origin != own), "{own}");
        }
    }

    #[test]
    fn probes_of_plain_http_are_not_mixed_content() {
        let url = Url::parse("http://app.example.com").expect("a URL");
        let probes = probes(&url, &url);
        assert!(
            probes
                .iter()
                .all(|probe| !probe.origin.starts_with("https://"))
        );
    }

    #[test]
    fn probes_of_browsers_serialize_to_their_origin() {
        let url = Url::parse("https://app.example.com").expect("a URL");
        for probe in probes(&url, &url) {
            match &probe.page {
                Some(page) => assert_eq!(page.origin(), probe.origin),
                None => assert_eq!(probe.mistake, Mistake::Userinfo),
            }
        }
    }
}
