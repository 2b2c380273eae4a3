//! RFC 9111, a shared cache in front of the servers, as far as `Vary` matters.

use std::time::Duration;

use http::Response;
use url::Url;

use crate::{
    bytes::{isomorphic, trim},
    headers::HeaderList,
};

/// How long an answer is kept that does not say.
const DEFAULT: Duration = Duration::from_secs(3600);

#[derive(Debug)]
struct Stored {
    url: String,
    /// What the headers that `Vary` names were in the request.
    vary: Vec<(String, Option<Vec<u8>>)>,
    expires: Duration,
    answer: Response<Vec<u8>>,
}

#[derive(Debug, Default)]
pub(crate) struct SharedCache {
    stored: Vec<Stored>,
}

impl SharedCache {
    pub(crate) fn find(
        &self,
        method: &str,
        url: &Url,
        request: &HeaderList,
        now: Duration,
    ) -> Option<Response<Vec<u8>>> {
        let mut fitting = self.stored.iter().rev().filter(|stored| {
            stored.url == key(url)
                && now < stored.expires
                && stored
                    .vary
                    .iter()
                    .all(|(name, value)| request.get(name) == *value)
        });
        (method == "GET")
            .then(|| fitting.next())?
            .map(|stored| stored.answer.clone())
    }

    /// Keeps an answer, unless it or its request says not to.
    pub(crate) fn store(
        &mut self,
        method: &str,
        url: &Url,
        request: &HeaderList,
        answer: &Response<Vec<u8>>,
        now: Duration,
    ) {
        let headers = HeaderList::from(answer.headers());
        let directives = elements(&headers, "cache-control");
        let names = elements(&headers, "vary");
        let has = |wanted: &str| directives.iter().any(|directive| directive == wanted);
        let is_private = ["no-store", "no-cache", "private"].into_iter().any(has)
            || headers.contains("set-cookie")
            || (request.contains("authorization") && !has("public"));
        let is_whole = matches!(answer.status().as_u16(), 200 | 203 | 301 | 308 | 404 | 410);
        if method != "GET" || !is_whole || is_private || names.iter().any(|name| name == "*") {
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
            .unwrap_or(DEFAULT);
        let vary = names.into_iter().map(|name| {
            let value = request.get(&name);
            (name, value)
        });
        self.stored.push(Stored {
            url: key(url),
            vary: vary.collect(),
            expires: now.saturating_add(lifetime),
            answer: answer.clone(),
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
