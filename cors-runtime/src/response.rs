//! Writing what was decided onto responses, whichever framework sends them.

use core::any::Any;

use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};

use crate::{
    decision::{AllowOrigin, EarlyResponse, PreflightResponse, ResponseAction, is_cors_answer},
    policy::{HeaderText, Policy},
};

/// The headers an answer is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    AllowOrigin,
    AllowCredentials,
    AllowMethods,
    AllowHeaders,
    ExposeHeaders,
    MaxAge,
    Vary,
}

/// The headers of a response.
pub(crate) trait ResponseHeaders {
    /// The value of a header.
    type Value;

    /// A value that exists since the program was compiled.
    fn text(text: HeaderText) -> Self::Value;

    /// A list of methods, which are tokens.
    fn methods(list: &HeaderValue) -> Self::Value;

    /// Sets a header in the place of all its lines.
    fn set(&mut self, field: Field, value: Self::Value);

    /// Adds a line to a header.
    fn add(&mut self, field: Field, value: Self::Value);

    /// Removes every header the standard reserves for CORS answers, and tells whether there is a `Vary`:
    /// one look at the names, instead of a look-up for each that might be there.
    fn make_way(&mut self) -> bool;

    /// The lines of `Vary`.
    fn vary(&self) -> impl Iterator<Item = &[u8]>;

    /// Shows every line: the name, in whatever case it was written, and the value.
    #[cfg(debug_assertions)]
    fn each(&self, see: impl FnMut(&str, &[u8]));
}

macro_rules! constant {
    ($name:ident = $text:literal) => {
        const $name: HeaderText =
            HeaderText::new($text, || const { HeaderValue::from_static($text) });
    };
}

constant!(STAR = "*");
constant!(TRUE = "true");
constant!(NO_SECONDS = "0");
constant!(ORIGIN = "origin");
// What a preflight's answer depends on. Browsers ignore it; caches that keep answers to `OPTIONS`
// against RFC 9110 need it.
constant!(PREFLIGHT_VARY = "origin, access-control-request-method, access-control-request-headers");

impl<V> EarlyResponse<'_, V> {
    pub(crate) const fn status(&self) -> StatusCode {
        match self {
            Self::Preflight(_) => StatusCode::NO_CONTENT,
            Self::Refuse(_) => StatusCode::FORBIDDEN,
        }
    }

    /// Writes the headers of the answer. Those of a refusal are the same for every reason, so that
    /// it tells a stranger nothing about the policy.
    #[inline]
    pub(crate) fn write<H: ResponseHeaders<Value = V>>(self, headers: &mut H) {
        if let Self::Preflight(permit) = self {
            write_permit(permit, headers);
        }
        headers.set(Field::Vary, H::text(PREFLIGHT_VARY));
    }
}

fn write_permit<H: ResponseHeaders>(permit: PreflightResponse<'_, H::Value>, headers: &mut H) {
    let PreflightResponse {
        grant,
        requested,
        origin,
    } = permit;
    let policy = grant.policy;
    write_origin(policy, origin, headers);
    if let Some(methods) = requested.as_deref().or(grant.listed_methods()) {
        headers.set(Field::AllowMethods, H::methods(methods));
    }
    if let Some(names) = policy.headers {
        headers.set(Field::AllowHeaders, H::text(names));
    }
    if !grant.may_be_remembered {
        headers.set(Field::MaxAge, H::text(NO_SECONDS));
    } else if let Some(seconds) = policy.max_age {
        headers.set(Field::MaxAge, H::text(seconds));
    }
}

impl<V> ResponseAction<V> {
    /// Writes the mark. What somebody set by hand is replaced, never doubled.
    #[inline]
    pub(crate) fn write<H: ResponseHeaders<Value = V>>(self, headers: &mut H) {
        match self {
            Self::Leave => {}
            Self::Expose(policy, origin) => {
                let has_vary = headers.make_way();
                write_origin(policy, origin, headers);
                if let Some(names) = policy.expose_headers {
                    headers.set(Field::ExposeHeaders, H::text(names));
                }
                if policy.varies() {
                    add_vary_origin(headers, has_vary);
                }
            }
            Self::Strip { varies, .. } => {
                let has_vary = headers.make_way();
                if varies {
                    add_vary_origin(headers, has_vary);
                }
            }
        }
    }
}

#[inline]
fn write_origin<H: ResponseHeaders>(
    policy: &Policy,
    origin: AllowOrigin<H::Value>,
    headers: &mut H,
) {
    let value = match origin {
        AllowOrigin::Star => H::text(STAR),
        AllowOrigin::Listed(origin) => origin,
    };
    headers.set(Field::AllowOrigin, value);
    if policy.credentials {
        headers.set(Field::AllowCredentials, H::text(TRUE));
    }
}

/// Adds `Origin` to what the answer varies by, unless it is there already: a cache would otherwise
/// hand one site's answer to another.
#[inline]
fn add_vary_origin<H: ResponseHeaders>(headers: &mut H, has_vary: bool) {
    if !has_vary {
        headers.set(Field::Vary, H::text(ORIGIN));
    } else if !tells_origin(headers) {
        headers.add(Field::Vary, H::text(ORIGIN));
    }
}

fn tells_origin<H: ResponseHeaders>(headers: &H) -> bool {
    let mut names = headers
        .vary()
        .flat_map(|line| line.split(|&byte| byte == b','))
        .map(<[u8]>::trim_ascii);
    names.any(|name| name == b"*" || name.eq_ignore_ascii_case(b"origin"))
}

/// Vary, six `Access-Control-*` headers and one to spare: the map grows once, not twice.
const PREFLIGHT_HEADERS: usize = 8;

impl EarlyResponse<'_, HeaderValue> {
    #[inline]
    pub(crate) fn into_response<B: Default>(self) -> Response<B> {
        let mut response = Response::new(B::default());
        *response.status_mut() = self.status();
        if matches!(self, Self::Preflight(_)) {
            response.headers_mut().reserve(PREFLIGHT_HEADERS);
        }
        self.write(response.headers_mut());
        response
    }
}

/// The response, with an explanation where there is one and this kind of body can be made of text.
#[inline]
pub(crate) fn explained<B: Default + 'static>(
    answer: EarlyResponse<'_, HeaderValue>,
    explanation: Option<String>,
) -> Response<B> {
    let mut response = answer.into_response();
    if let Some(text) = explanation
        && fill(response.body_mut(), text)
    {
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PLAIN_TEXT));
    }
    response
}

/// The type of an explanation.
pub(crate) const PLAIN_TEXT: &str = "text/plain; charset=utf-8";

fn fill<B: 'static>(body: &mut B, text: String) -> bool {
    let body: &mut dyn Any = body;
    #[cfg(feature = "axum")]
    if let Some(body) = body.downcast_mut::<::axum::body::Body>() {
        *body = text.into();
        return true;
    }
    let Some(body) = body.downcast_mut::<String>() else {
        return false;
    };
    *body = text;
    true
}

/// The answer to an `OPTIONS` that is no preflight, where the user has no handler for it.
#[cfg(feature = "axum")]
pub(crate) fn options<B: Default>(allow: HeaderValue) -> Response<B> {
    let mut response = Response::new(B::default());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response.headers_mut().insert(header::ALLOW, allow);
    response
}

macro_rules! names {
    ($($field:ident = $name:ident;)*) => {
        impl Field {
            #[cfg(feature = "rocket")]
            pub(crate) fn name(self) -> &'static HeaderName {
                match self {
                    $(Self::$field => {
                        static NAME: HeaderName = header::$name;
                        &NAME
                    })*
                }
            }

            /// The same, for a map that keeps it.
            const fn owned_name(self) -> HeaderName {
                match self {
                    $(Self::$field => header::$name,)*
                }
            }
        }
    };
}

names! {
    AllowOrigin = ACCESS_CONTROL_ALLOW_ORIGIN;
    AllowCredentials = ACCESS_CONTROL_ALLOW_CREDENTIALS;
    AllowMethods = ACCESS_CONTROL_ALLOW_METHODS;
    AllowHeaders = ACCESS_CONTROL_ALLOW_HEADERS;
    ExposeHeaders = ACCESS_CONTROL_EXPOSE_HEADERS;
    MaxAge = ACCESS_CONTROL_MAX_AGE;
    Vary = VARY;
}

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
    fn set(&mut self, field: Field, value: HeaderValue) {
        self.insert(field.owned_name(), value);
    }

    #[inline]
    fn add(&mut self, field: Field, value: HeaderValue) {
        self.append(field.owned_name(), value);
    }

    #[inline]
    fn make_way(&mut self) -> bool {
        let (mut has_answers, mut has_vary) = (false, false);
        for name in self.keys() {
            has_answers |= is_cors_answer(name.as_str());
            has_vary |= *name == header::VARY;
        }
        if has_answers {
            remove_cors_answers(self);
        }
        has_vary
    }

    fn vary(&self) -> impl Iterator<Item = &[u8]> {
        self.get_all(header::VARY).iter().map(HeaderValue::as_bytes)
    }

    #[cfg(debug_assertions)]
    fn each(&self, mut see: impl FnMut(&str, &[u8])) {
        for (name, value) in self {
            see(name.as_str(), value.as_bytes());
        }
    }
}

#[cold]
fn remove_cors_answers(headers: &mut HeaderMap) {
    while let Some(name) = headers
        .keys()
        .find(|name| is_cors_answer(name.as_str()))
        .cloned()
    {
        headers.remove(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::origins::Origins;

    static LISTED: Policy = Policy {
        credentials: true,
        ..Policy::deny_all()
    };
    static ANY: Policy = Policy {
        origins: Origins::Any,
        ..Policy::deny_all()
    };

    fn vary_after(lines: &[&'static str], mark: ResponseAction<HeaderValue>) -> Vec<String> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(header::VARY, HeaderValue::from_static(line));
        }
        mark.write(&mut headers);
        headers
            .get_all(header::VARY)
            .iter()
            .map(|line| line.to_str().expect("ascii").to_owned())
            .collect()
    }

    #[test]
    fn vary_is_added_to_what_the_handler_said_and_never_doubled() {
        let hidden = || ResponseAction::Strip {
            varies: true,
            refusal: None,
        };
        assert_eq!(vary_after(&[], hidden()), ["origin"]);
        assert_eq!(
            vary_after(&["accept-encoding"], hidden()),
            ["accept-encoding", "origin"]
        );
        assert_eq!(
            vary_after(&["Accept, ORIGIN"], hidden()),
            ["Accept, ORIGIN"]
        );
        assert_eq!(
            vary_after(&["accept", "x,\torigin "], hidden()),
            ["accept", "x,\torigin "]
        );
        assert_eq!(vary_after(&["*"], hidden()), ["*"]);
        assert_eq!(vary_after(&["x-origin"], hidden()), ["x-origin", "origin"]);
        assert!(vary_after(&[], ResponseAction::Expose(&ANY, AllowOrigin::Star)).is_empty());
    }

    #[test]
    fn headers_set_by_hand_are_replaced_or_removed() {
        let by_hand = || {
            let mut headers = HeaderMap::new();
            headers.append("access-control-allow-origin", HeaderValue::from_static("*"));
            headers.append(
                "access-control-allow-origin",
                HeaderValue::from_static("https://a.b"),
            );
            headers.append(
                "access-control-allow-private-network",
                HeaderValue::from_static("true"),
            );
            headers.append("x-total-count", HeaderValue::from_static("7"));
            headers
        };
        let mut headers = by_hand();
        let origin = HeaderValue::from_static("https://app.example.com");
        ResponseAction::Expose(&LISTED, AllowOrigin::Listed(origin)).write(&mut headers);
        let origins: Vec<_> = headers
            .get_all("access-control-allow-origin")
            .iter()
            .collect();
        assert_eq!(origins, ["https://app.example.com"]);
        assert_eq!(headers["access-control-allow-credentials"], "true");
        assert!(!headers.contains_key("access-control-allow-private-network"));

        let mut headers = by_hand();
        ResponseAction::Strip {
            varies: true,
            refusal: None,
        }
        .write(&mut headers);
        assert!(!headers.keys().any(|name| is_cors_answer(name.as_str())));
        assert_eq!(headers["x-total-count"], "7");

        let mut headers = by_hand();
        ResponseAction::Leave.write(&mut headers);
        assert_eq!(headers, by_hand());
    }
}
