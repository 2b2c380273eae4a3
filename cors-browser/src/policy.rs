//! Fetch, "cross-origin resource policy check".

use url::Url;

use crate::{
    address::{Origin, Sites},
    blocked::{Failure, Reason},
    bytes::shown,
    headers::HeaderList,
};

/// True if an answer that nobody agreed to may even be shown, as an image is.
pub(crate) fn check(
    page: &Origin,
    url: &Url,
    headers: &HeaderList,
    sites: &Sites,
) -> Result<(), Failure> {
    let target = Origin::of(url);
    let Some(policy) = headers.get("cross-origin-resource-policy") else {
        return Ok(());
    };
    let passes = match policy.as_slice() {
        b"same-origin" => page.is_same(&target),
        b"same-site" => {
            sites.same_but_for_scheme(page, &target)
                && (page.scheme() == Some("https") || target.scheme() != Some("https"))
        }
        _ => true,
    };
    if passes {
        return Ok(());
    }
    Err(Failure::new(
        Reason::ResourcePolicy,
        format!(
            "`Cross-Origin-Resource-Policy: {}` keeps it from this page",
            shown(&policy)
        ),
        "`Cross-Origin-Resource-Policy: cross-origin`",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cross_origin_resource_policy_check() {
        let passes = |page: &str, policies: &[&str]| {
            let page = Origin::of(&Url::parse(page).expect(page));
            let url = Url::parse("https://api.example.com/").expect("a URL");
            let mut headers = HeaderList::default();
            for policy in policies {
                headers.append("Cross-Origin-Resource-Policy", policy.as_bytes());
            }
            check(&page, &url, &headers, &Sites::default()).is_ok()
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
                pages.map(|page| passes(page, policies)),
                expected,
                "{policies:?}"
            );
        }
    }
}
