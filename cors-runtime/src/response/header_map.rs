//! The headers of axum and tower, as the decision writes them.

use http::{HeaderMap, HeaderName, HeaderValue, header};

#[cfg(debug_assertions)]
use super::EXPLANATION;
use super::{ResponseHeader, ResponseHeaders};
use crate::{decision::is_cors_header, policy::HeaderText};

impl ResponseHeaders for HeaderMap {
    type Value = HeaderValue;

    #[inline]
    fn text(text: HeaderText) -> HeaderValue {
        text.value()
    }

    fn methods(list: &HeaderValue) -> HeaderValue {
        list.clone()
    }

    #[inline]
    fn set(&mut self, header: ResponseHeader, value: HeaderValue) {
        self.add(header, value);
    }

    #[inline]
    fn add(&mut self, header: ResponseHeader, value: HeaderValue) {
        append(self, header.owned_name(), value);
    }

    #[inline]
    fn remove_cors_headers(&mut self) -> bool {
        let (mut has_cors_headers, mut has_vary) = (false, false);
        for name in self.keys() {
            has_cors_headers |= is_cors_header(name.as_str());
            has_vary |= *name == header::VARY;
        }
        if has_cors_headers {
            remove_all_cors_headers(self);
        }
        has_vary
    }

    fn vary(&self) -> impl Iterator<Item = &[u8]> {
        self.get_all(&header::VARY)
            .iter()
            .map(HeaderValue::as_bytes)
    }

    #[cfg(debug_assertions)]
    fn explain(&mut self, explanation: &str) {
        if let Ok(value) = HeaderValue::from_str(explanation) {
            self.insert(HeaderName::from_static(EXPLANATION), value);
        }
    }

    #[cfg(debug_assertions)]
    fn for_each(&self, mut visit: impl FnMut(&str, &[u8])) {
        for (name, value) in self {
            visit(name.as_str(), value.as_bytes());
        }
    }
}

/// Adds a line to a header. A program has this code once, and no `insert`, which is as large.
#[inline(never)]
fn append(headers: &mut HeaderMap, name: HeaderName, value: HeaderValue) {
    headers.append(name, value);
}

#[cold]
fn remove_all_cors_headers(headers: &mut HeaderMap) {
    let mut name = None;
    for (next_name, value) in core::mem::take(headers) {
        // Further lines of a header come without its name.
        name = next_name.or(name);
        if let Some(name) = name.as_ref()
            && !is_cors_header(name.as_str())
        {
            append(headers, name.clone(), value);
        }
    }
}
