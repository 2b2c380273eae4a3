//! Fetch, "cross-origin resource policy check".

use url::Url;

use crate::{
    blocked::{Failure, Reason},
    bytes::printable,
    headers::HeaderList,
    origin::Origin,
    site::SiteRules,
};

/// Checks that a page may use the response to a `no-cors` request at all, for example as an image.
pub(crate) fn check(
    page: &Origin,
    url: &Url,
    headers: &HeaderList,
    sites: &SiteRules,
) -> Result<(), Failure> {
    let target = Origin::of(url);
    let Some(policy) = headers.get("cross-origin-resource-policy") else {
        return Ok(());
    };
    let is_allowed = match policy.as_slice() {
        b"same-origin" => page.is_same(&target),
        b"same-site" => {
            sites.is_schemelessly_same_site(page, &target)
                && (page.scheme() == Some("https") || target.scheme() != Some("https"))
        }
        _ => true,
    };
    if is_allowed {
        return Ok(());
    }
    Err(Failure::new(
        Reason::ResourcePolicy,
        format!(
            "`Cross-Origin-Resource-Policy: {}` does not allow this page",
            printable(&policy)
        ),
        "`Cross-Origin-Resource-Policy: cross-origin`",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cross_origin_resource_policy_check() {
        let is_allowed = |page: &str, policies: &[&str]| {
            let page = Origin::of(&Url::parse(page).expect(page));
            let url = Url::parse("https://api.example.com/").expect("a URL");
            let mut headers = HeaderList::default();
            for policy in policies {
                headers.append("Cross-Origin-Resource-Policy", policy.as_bytes());
            }
            check(&page, &url, &headers, &SiteRules::default()).is_ok()
        };
        let pages = [
            "https://api.example.com",
            "https://app.example.com",
            "http://app.example.com",
            "https://evil.example",
        ];
        for (policies, expected) in [
            (&[][..], [true; 4]),
            (&["same-origin"], [true, false, false, false]),
            (&["same-site"], [true, true, false, false]),
            (&["cross-origin"], [true; 4]),
            (&["SAME-ORIGIN"], [true; 4]),
            (&["same-origin", "same-origin"], [true; 4]),
        ] {
            assert_eq!(
                pages.map(|page| is_allowed(page, policies)),
                expected,
                "{policies:?}"
            );
        }
    }
}
