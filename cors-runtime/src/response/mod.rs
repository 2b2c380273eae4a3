//! Writing what was decided onto responses, whichever framework sends them.

mod early;
mod header;
mod header_map;
#[cfg(test)]
mod tests;

use http::{HeaderValue, StatusCode};

#[cfg(feature = "axum")]
pub(crate) use self::early::options;
pub(crate) use self::{
    early::{PLAIN_TEXT, explained},
    header::ResponseHeader,
};
use crate::{
    decision::{AllowOrigin, EarlyResponse, PreflightResponse, ResponseAction},
    policy::{HeaderText, Policy},
};

/// The headers of a response.
pub(crate) trait ResponseHeaders {
    /// The value of a header.
    type Value;

    /// A value that exists since the program was compiled.
    fn text(text: HeaderText) -> Self::Value;

    /// A list of methods, which are tokens.
    fn methods(list: &HeaderValue) -> Self::Value;

    /// Sets a header in the place of all its lines.
    fn set(&mut self, header: ResponseHeader, value: Self::Value);

    /// Adds a line to a header.
    fn add(&mut self, header: ResponseHeader, value: Self::Value);

    /// Removes every header the standard reserves for CORS answers, and tells whether there is a `Vary`:
    /// one look at the names, instead of a look-up for each that might be there.
    fn remove_cors_headers(&mut self) -> bool;

    /// The lines of `Vary`.
    fn vary(&self) -> impl Iterator<Item = &[u8]>;

    /// Shows every line: the name, in whatever case it was written, and the value.
    #[cfg(debug_assertions)]
    fn for_each(&self, see: impl FnMut(&str, &[u8]));
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
        headers.set(ResponseHeader::Vary, H::text(PREFLIGHT_VARY));
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
        headers.set(ResponseHeader::AllowMethods, H::methods(methods));
    }
    if let Some(names) = policy.headers {
        headers.set(ResponseHeader::AllowHeaders, H::text(names));
    }
    if !grant.may_be_remembered {
        headers.set(ResponseHeader::MaxAge, H::text(NO_SECONDS));
    } else if let Some(seconds) = policy.max_age {
        headers.set(ResponseHeader::MaxAge, H::text(seconds));
    }
}

impl<V> ResponseAction<V> {
    /// Writes the mark. What somebody set by hand is replaced, never doubled.
    #[inline]
    pub(crate) fn write<H: ResponseHeaders<Value = V>>(self, headers: &mut H) {
        match self {
            Self::Leave => {}
            Self::Expose(policy, origin) => {
                let has_vary = headers.remove_cors_headers();
                write_origin(policy, origin, headers);
                if let Some(names) = policy.expose_headers {
                    headers.set(ResponseHeader::ExposeHeaders, H::text(names));
                }
                if policy.varies() {
                    add_vary_origin(headers, has_vary);
                }
            }
            Self::Strip { varies, .. } => {
                let has_vary = headers.remove_cors_headers();
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
    headers.set(ResponseHeader::AllowOrigin, value);
    if policy.credentials {
        headers.set(ResponseHeader::AllowCredentials, H::text(TRUE));
    }
}

/// Adds `Origin` to what the answer varies by, unless it is there already: a cache would otherwise
/// hand one site's answer to another.
#[inline]
fn add_vary_origin<H: ResponseHeaders>(headers: &mut H, has_vary: bool) {
    if !has_vary {
        headers.set(ResponseHeader::Vary, H::text(ORIGIN));
    } else if !tells_origin(headers) {
        headers.add(ResponseHeader::Vary, H::text(ORIGIN));
    }
}

fn tells_origin<H: ResponseHeaders>(headers: &H) -> bool {
    let mut names = headers
        .vary()
        .flat_map(|line| line.split(|&byte| byte == b','))
        .map(<[u8]>::trim_ascii);
    names.any(|name| name == b"*" || name.eq_ignore_ascii_case(b"origin"))
}
