//! Writes the headers of a decision onto responses, for every framework.

mod early;
mod header;
mod header_map;
#[cfg(test)]
mod tests;

use http::{HeaderValue, StatusCode};

#[cfg(feature = "axum")]
pub(crate) use self::early::options;
#[cfg(debug_assertions)]
pub(crate) use self::header::EXPLANATION;
pub(crate) use self::header::ResponseHeader;
use crate::{
    decision::{AllowOrigin, EarlyResponse, PreflightResponse, ResponseAction},
    policy::{HeaderText, Policy},
};

/// The headers of a response.
pub(crate) trait ResponseHeaders {
    /// The value of a header.
    type Value;

    /// A value that was built at compile time.
    fn text(text: HeaderText) -> Self::Value;

    /// The value of a list of methods, which are tokens.
    fn methods(list: &HeaderValue) -> Self::Value;

    /// Sets a header that the response does not have.
    fn set(&mut self, header: ResponseHeader, value: Self::Value);

    /// Adds a line to a header.
    fn add(&mut self, header: ResponseHeader, value: Self::Value);

    /// Removes every `Access-Control-*` header, and returns true if there is a `Vary`: one pass over the names instead
    /// of a look-up per header.
    fn remove_cors_headers(&mut self) -> bool;

    /// The lines of `Vary`.
    fn vary(&self) -> impl Iterator<Item = &[u8]>;

    /// Sets the header that explains why a browser blocks the call.
    #[cfg(debug_assertions)]
    fn explain(&mut self, explanation: &str);

    /// Calls `visit` with the name, in any case, and the value of each line.
    #[cfg(debug_assertions)]
    fn for_each(&self, visit: impl FnMut(&str, &[u8]));
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
// Browsers ignore `Vary` on a preflight response. Caches that store responses to `OPTIONS` against RFC 9110 need it.
constant!(PREFLIGHT_VARY = "origin, access-control-request-method, access-control-request-headers");

impl<V> EarlyResponse<'_, V> {
    pub(crate) const fn status(&self) -> StatusCode {
        match self {
            Self::Preflight(_) => StatusCode::NO_CONTENT,
            Self::Refuse(_) => StatusCode::FORBIDDEN,
        }
    }

    /// Writes the headers of the response. Refusals for all reasons have the same headers, so they disclose nothing
    /// about the policy.
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
    if !grant.may_be_cached {
        headers.set(ResponseHeader::MaxAge, H::text(NO_SECONDS));
    } else if let Some(seconds) = policy.max_age {
        headers.set(ResponseHeader::MaxAge, H::text(seconds));
    }
}

impl<V> ResponseAction<V> {
    /// Applies the action. CORS headers of the handler are replaced, never doubled.
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
        AllowOrigin::Echo(origin) => origin,
    };
    headers.set(ResponseHeader::AllowOrigin, value);
    if policy.credentials {
        headers.set(ResponseHeader::AllowCredentials, H::text(TRUE));
    }
}

/// Adds `Origin` to `Vary`, unless `Vary` has it. Without it, a cache would send the response for one site to another.
#[inline]
fn add_vary_origin<H: ResponseHeaders>(headers: &mut H, has_vary: bool) {
    if !has_vary {
        headers.set(ResponseHeader::Vary, H::text(ORIGIN));
    } else if !has_vary_origin(headers) {
        headers.add(ResponseHeader::Vary, H::text(ORIGIN));
    }
}

fn has_vary_origin<H: ResponseHeaders>(headers: &H) -> bool {
    for line in headers.vary() {
        for name in line.split(|&byte| byte == b',') {
            let name = name.trim_ascii();
            if name == b"*" || name.eq_ignore_ascii_case(b"origin") {
                return true;
            }
        }
    }
    false
}
