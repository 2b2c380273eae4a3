//! Fetch, "HTTP-redirect fetch".

use url::Url;

use crate::{
    address::Origin,
    blocked::{Failure, Reason},
    bytes::shown,
    fetch::Fetch,
    request::Mode,
    response::{Kind, Received},
};

const MOST: usize = 20;

/// Fetch, "redirect status".
pub(crate) fn is_status(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

/// Fetch, "redirect-taint": whether a stranger had a say in where the request goes.
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
    /// Turns to where the answer points; `false` if it is an answer like any other.
    pub(crate) fn redirect(&mut self, received: &Received) -> Result<bool, Failure> {
        let Some(location) = received.headers.get("location") else {
            return Ok(false);
        };
        let what = format!("`Location: {}`", shown(&location));
        let target = str::from_utf8(&location)
            .ok()
            .and_then(|text| self.url().join(text).ok());
        let Some(target) = target else {
            let what = format!("{what} is no address");
            return Err(Failure::new(
                Reason::RedirectUrl,
                what,
                "an address, or a path",
            ));
        };
        if !matches!(target.scheme(), "http" | "https") {
            let what = format!("{what} is no address of http");
            return Err(Failure::new(
                Reason::RedirectScheme,
                what,
                "an address of https",
            ));
        }
        if self.urls.len() > MOST {
            let what = format!("it was redirected {MOST} times before");
            return Err(Failure::new(
                Reason::TooManyRedirects,
                what,
                "a redirect that ends",
            ));
        }
        let has_user = !target.username().is_empty() || target.password().is_some();
        let is_foreign = !self.browser.origin().is_same(&Origin::of(&target));
        if has_user
            && ((self.mode == Some(Mode::Cors) && is_foreign) || self.tainting == Kind::Cors)
        {
            let what = format!("{what} has a user name or a password");
            let passes = "the address without them";
            return Err(Failure::new(Reason::RedirectWithCredentials, what, passes));
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
    fn redirect_status() {
        let statuses = (0..1000)
            .filter(|status| is_status(*status))
            .collect::<Vec<u16>>();
        assert_eq!(statuses, [301, 302, 303, 307, 308]);
    }
}
