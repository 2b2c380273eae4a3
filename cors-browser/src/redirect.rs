//! Fetch, "HTTP-redirect fetch".

use url::Url;

use crate::{
    blocked::{Failure, Reason},
    bytes::printable,
    fetch::Fetch,
    origin::Origin,
    request::Mode,
    response::{InternalResponse, ResponseTainting},
};

/// The standard's limit on the redirect count.
const LIMIT: usize = 20;

/// Fetch, "redirect status".
pub(crate) fn is_status(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

/// Fetch, "redirect-taint": true if another origin than the page's chose one of the later URLs.
pub(crate) fn taints(origin: &Origin, urls: &[Url]) -> bool {
    urls.windows(2).any(|hop| match hop {
        [from, to] => {
            let (from, to) = (Origin::of(from), Origin::of(to));
            !to.is_same(&from) && !origin.is_same(&from)
        }
        _ => false,
    })
}

impl Fetch<'_> {
    /// Follows a redirect; returns `false` if the response has no `Location`.
    pub(crate) fn follow_redirect(&mut self, received: &InternalResponse) -> Result<bool, Failure> {
        let Some(location) = received.headers.get("location") else {
            return Ok(false);
        };
        let problem = format!("`Location: {}`", printable(&location));
        let target = str::from_utf8(&location)
            .ok()
            .and_then(|text| self.url().join(text).ok());
        let Some(target) = target else {
            let problem = format!("{problem} is not a URL");
            return Err(Failure::new(
                Reason::RedirectUrl,
                problem,
                "a URL or a path",
            ));
        };
        if !matches!(target.scheme(), "http" | "https") {
            let problem = format!("{problem} has a scheme other than http and https");
            return Err(Failure::new(
                Reason::RedirectScheme,
                problem,
                "a URL of https",
            ));
        }
        if self.urls.len() > LIMIT {
            let problem = format!("the request was redirected {LIMIT} times already");
            return Err(Failure::new(
                Reason::TooManyRedirects,
                problem,
                "at most 20 redirects",
            ));
        }
        let has_user = !target.username().is_empty() || target.password().is_some();
        let is_foreign = !self.browser.origin().is_same(&Origin::of(&target));
        if has_user
            && ((self.mode == Some(Mode::Cors) && is_foreign)
                || self.tainting == ResponseTainting::Cors)
        {
            let problem = format!("{problem} has a user name or a password");
            let would_pass = "the URL without them";
            return Err(Failure::new(
                Reason::RedirectWithCredentials,
                problem,
                would_pass,
            ));
        }
        let becomes_get = match received.status {
            301 | 302 => self.method == "POST",
            303 => !matches!(self.method.as_str(), "GET" | "HEAD"),
            _ => false,
        };
        if becomes_get {
            "GET".clone_into(&mut self.method);
            self.body = None;
            for name in [
                "content-encoding",
                "content-language",
                "content-location",
                "content-type",
            ] {
                self.headers.remove(name);
            }
        }
        if !Origin::of(self.url()).is_same(&Origin::of(&target)) {
            self.headers.remove("authorization");
        }
        self.log.note(format!("redirected to {target}"));
        self.response_text = None;
        self.urls.push(target);
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirect_taint_of_a_chain() {
        let (a, b, c) = (
            "https://a.example/",
            "https://b.example/",
            "https://c.example/",
        );
        let page = Origin::of(&Url::parse(a).expect("a URL"));
        for (chain, tainted) in [
            (&[a][..], false),
            (&[b], false),
            (&[a, b], false),
            (&[b, b], false),
            (&[b, c], true),
            (&[b, a], true),
            (&[a, b, a], true),
            (&[a, a, b], false),
        ] {
            let urls: Vec<Url> = chain
                .iter()
                .map(|url| Url::parse(url).expect(url))
                .collect();
            assert_eq!(taints(&page, &urls), tainted, "{chain:?}");
        }
    }

    #[test]
    fn redirect_status_is_one_of_five() {
        let statuses = (0..1000)
            .filter(|status| is_status(*status))
            .collect::<Vec<u16>>();
        assert_eq!(statuses, [301, 302, 303, 307, 308]);
    }
}
