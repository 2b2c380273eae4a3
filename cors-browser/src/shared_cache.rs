//! RFC 9111: a shared cache in front of the servers.

use std::time::Duration;

use http::Response;
use url::Url;

use crate::{
    bytes::{isomorphic, trim},
    headers::HeaderList,
};

/// The lifetime of a response without one.
const DEFAULT_LIFETIME: Duration = Duration::from_secs(3600);

#[derive(Debug)]
struct StoredResponse {
    url: String,
    /// The request headers that `Vary` names, with their values.
    vary: Vec<(String, Option<Vec<u8>>)>,
    expires: Duration,
    response: Response<Vec<u8>>,
}

/// A CDN configured to store every response that no header forbids to store.
///
/// The crate `http-cache-semantics` stores no response without a lifetime, as the RFC recommends and many CDNs do not.
#[derive(Debug, Default)]
pub(crate) struct SharedCache {
    stored: Vec<StoredResponse>,
}

impl SharedCache {
    pub(crate) fn find(
        &self,
        method: &str,
        url: &Url,
        request: &HeaderList,
        now: Duration,
    ) -> Option<Response<Vec<u8>>> {
        let mut matching = self.stored.iter().rev().filter(|stored| {
            stored.url == key(url)
                && now < stored.expires
                && stored
                    .vary
                    .iter()
                    .all(|(name, value)| request.get(name) == *value)
        });
        (method == "GET")
            .then(|| matching.next())?
            .map(|stored| stored.response.clone())
    }

    /// Stores a response, unless its headers or those of the request forbid it.
    pub(crate) fn store(
        &mut self,
        method: &str,
        url: &Url,
        request: &HeaderList,
        response: &Response<Vec<u8>>,
        now: Duration,
    ) {
        let headers = HeaderList::from(response.headers());
        let directives = elements(&headers, "cache-control");
        let names = elements(&headers, "vary");
        let has = |wanted: &str| directives.iter().any(|directive| directive == wanted);
        let is_private = ["no-store", "no-cache", "private"].into_iter().any(has)
            || headers.contains("set-cookie")
            || (request.contains("authorization") && !has("public"));
        let is_cacheable_status = matches!(
            response.status().as_u16(),
            200 | 203 | 301 | 308 | 404 | 410
        );
        if method != "GET"
            || !is_cacheable_status
            || is_private
            || names.iter().any(|name| name == "*")
        {
            return;
        }
        let age = |wanted: &str| {
            let mut values = directives.iter().filter_map(|directive| {
                directive
                    .strip_prefix(wanted)?
                    .strip_prefix('=')?
                    .trim_matches('"')
                    .parse()
                    .ok()
            });
            values.next().map(Duration::from_secs)
        };
        let lifetime = age("s-maxage")
            .or_else(|| age("max-age"))
            .unwrap_or(DEFAULT_LIFETIME);
        let vary = names.into_iter().map(|name| {
            let value = request.get(&name);
            (name, value)
        });
        self.stored.push(StoredResponse {
            url: key(url),
            vary: vary.collect(),
            expires: now.saturating_add(lifetime),
            response: response.clone(),
        });
    }
}

fn key(url: &Url) -> String {
    let mut url = url.clone();
    url.set_fragment(None);
    url.into()
}

/// The elements of a list, in lower case.
fn elements(headers: &HeaderList, name: &str) -> Vec<String> {
    let value = headers.get(name).unwrap_or_default().to_ascii_lowercase();
    let elements = value
        .split(|byte| *byte == b',')
        .map(|element| isomorphic(trim(element)));
    elements.filter(|element| !element.is_empty()).collect()
}
