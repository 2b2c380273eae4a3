//! Rocket's requests as the decision reads them, and its responses as they are written.

use std::borrow::Cow;

use http::{HeaderName, HeaderValue, header};
use rocket::{Request, Response};

use super::{launch, preflight};
#[cfg(feature = "testing")]
use crate::decision::ForRelease;
use crate::{
    answer::{Field, ResponseHeaders},
    decision::{Lines, RequestHead, is_cors_answer},
    policy::HeaderText,
};

impl RequestHead for Request<'_> {
    type Value = str;
    type Kept<'r>
        = Cow<'r, str>
    where
        Self: 'r;

    fn method(&self) -> &str {
        self.method().as_str()
    }

    fn scheme(&self) -> Option<&str> {
        self.rocket().config().tls_enabled().then_some("https")
    }

    fn authority(&self) -> Option<Cow<'_, str>> {
        // Rocket takes the first of several `Host` lines, of which nobody knows the right one.
        match self.lines(&header::HOST) {
            Lines::Several => None,
            Lines::None | Lines::One(_) => Some(Cow::Owned(self.host()?.to_string())),
        }
    }

    fn route(&self) -> Option<Cow<'_, str>> {
        let route = Request::route(self)?;
        if preflight::is_own(route) {
            let asked = launch::surface(self.rocket())?.asked(self)?;
            return Some(Cow::Borrowed(&asked.uri));
        }
        Some(Cow::Owned(route.uri.to_string()))
    }

    fn lines(&self, name: &HeaderName) -> Lines<&str> {
        Lines::of(self.headers().get(name.as_str()))
    }

    #[cfg(feature = "testing")]
    fn is_for_release(&self) -> bool {
        self.local_cache(|| None::<ForRelease>).is_some()
    }

    fn keep<'r>(&'r self, value: &'r str) -> Cow<'r, str> {
        Cow::Borrowed(value)
    }
}

impl<'r> ResponseHeaders for Response<'r> {
    type Value = Cow<'r, str>;

    fn text(text: HeaderText) -> Cow<'r, str> {
        Cow::Borrowed(text.text())
    }

    fn methods(list: &HeaderValue) -> Cow<'r, str> {
        Cow::Owned(String::from_utf8_lossy(list.as_bytes()).into_owned())
    }

    fn set(&mut self, field: Field, value: Cow<'r, str>) {
        self.set_raw_header(field.name().as_str(), value);
    }

    fn add(&mut self, field: Field, value: Cow<'r, str>) {
        self.adjoin_raw_header(field.name().as_str(), value);
    }

    fn remove_cors_answers(&mut self) {
        let names: Vec<String> = self
            .headers()
            .iter()
            .map(|header| header.name)
            .filter(|name| is_cors_answer(name.as_str()))
            .map(|name| name.as_str().to_owned())
            .collect();
        for name in names {
            self.remove_header(&name);
        }
    }

    fn vary(&self) -> impl Iterator<Item = &[u8]> {
        self.headers().get("vary").map(str::as_bytes)
    }

    #[cfg(debug_assertions)]
    fn each(&self, mut see: impl FnMut(&str, &[u8])) {
        for header in self.headers().iter() {
            see(header.name.as_str(), header.value.as_bytes());
        }
    }
}
