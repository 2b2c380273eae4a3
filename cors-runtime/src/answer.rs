//! Writing what was decided onto `http` responses.

use http::{HeaderMap, HeaderValue, Response, StatusCode, header};

use crate::{
    decision::{AllowOrigin, Answer, Mark, Permit, is_cors_answer},
    policy::Policy,
};

/// What a preflight's answer depends on. Browsers ignore it; caches that keep answers to `OPTIONS`
/// against RFC 9110 need it.
const PREFLIGHT_VARY: HeaderValue = HeaderValue::from_static(
    "origin, access-control-request-method, access-control-request-headers",
);

/// Vary, six `Access-Control-*` headers and one to spare: the map grows once, not twice.
const PREFLIGHT_HEADERS: usize = 8;

impl AllowOrigin<HeaderValue> {
    fn into_value(self) -> HeaderValue {
        match self {
            Self::Star => const { HeaderValue::from_static("*") },
            Self::Listed(origin) => origin,
        }
    }
}

impl Answer<'_, HeaderValue> {
    pub(crate) fn into_response<B: Default>(self) -> Response<B> {
        match self {
            Self::Permit(permit) => permitted(permit),
            Self::Refuse(_) => refused(),
        }
    }
}

/// The answer to a preflight whose real request may follow.
fn permitted<B: Default>(permit: Permit<'_, HeaderValue>) -> Response<B> {
    let Permit { grant, origin } = permit;
    let policy = grant.policy;
    let mut response = Response::new(B::default());
    *response.status_mut() = StatusCode::NO_CONTENT;
    let headers = response.headers_mut();
    headers.reserve(PREFLIGHT_HEADERS);
    write_origin(policy, origin, headers);
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, grant.methods.clone());
    if let Some(names) = policy.headers {
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, names.value());
    }
    if grant.ask_each_time {
        headers.insert(
            header::ACCESS_CONTROL_MAX_AGE,
            const { HeaderValue::from_static("0") },
        );
    } else if let Some(seconds) = policy.max_age {
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, seconds.value());
    }
    headers.insert(header::VARY, PREFLIGHT_VARY);
    response
}

/// The answer to a request that is refused: the same for every reason, so that it tells a stranger
/// nothing about the policy.
fn refused<B: Default>() -> Response<B> {
    let mut response = Response::new(B::default());
    *response.status_mut() = StatusCode::FORBIDDEN;
    response.headers_mut().insert(header::VARY, PREFLIGHT_VARY);
    response
}

/// The answer to an `OPTIONS` that is no preflight, where the user has no handler for it.
pub(crate) fn options<B: Default>(allow: &HeaderValue) -> Response<B> {
    let mut response = Response::new(B::default());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response.headers_mut().insert(header::ALLOW, allow.clone());
    response
}

impl Mark<HeaderValue> {
    /// Writes the mark. What somebody set by hand is replaced, never doubled.
    pub(crate) fn write(self, headers: &mut HeaderMap) {
        match self {
            Self::Untouched => {}
            Self::Readable(policy, origin) => {
                remove_cors_answers(headers);
                write_origin(policy, origin, headers);
                if let Some(names) = policy.expose_headers {
                    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, names.value());
                }
                if policy.varies() {
                    append_vary_origin(headers);
                }
            }
            Self::Hidden { varies, .. } => {
                remove_cors_answers(headers);
                if varies {
                    append_vary_origin(headers);
                }
            }
        }
    }
}

fn write_origin(policy: &Policy, origin: AllowOrigin<HeaderValue>, headers: &mut HeaderMap) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.into_value());
    if policy.credentials {
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
            const { HeaderValue::from_static("true") },
        );
    }
}

fn remove_cors_answers(headers: &mut HeaderMap) {
    while let Some(name) = headers.keys().find(|name| is_cors_answer(name)).cloned() {
        headers.remove(name);
    }
}

/// Adds `Origin` to what the answer varies by, unless it is there already: a cache would otherwise
/// hand one site's answer to another.
fn append_vary_origin(headers: &mut HeaderMap) {
    let mut names = headers
        .get_all(header::VARY)
        .iter()
        .flat_map(|line| line.as_bytes().split(|&byte| byte == b','))
        .map(<[u8]>::trim_ascii);
    if !names.any(|name| name == b"*" || name.eq_ignore_ascii_case(b"origin")) {
        headers.append(header::VARY, const { HeaderValue::from_static("origin") });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::origins::Origins;

    static LISTED: Policy = Policy::deny_all().__credentials();
    static ANY: Policy = Policy::__new(Origins::Any);

    fn vary_after(lines: &[&'static str], mark: Mark<HeaderValue>) -> Vec<String> {
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
        let hidden = || Mark::Hidden {
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
        assert!(vary_after(&[], Mark::Readable(&ANY, AllowOrigin::Star)).is_empty());
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
        Mark::Readable(&LISTED, AllowOrigin::Listed(origin)).write(&mut headers);
        let origins: Vec<_> = headers
            .get_all("access-control-allow-origin")
            .iter()
            .collect();
        assert_eq!(origins, ["https://app.example.com"]);
        assert_eq!(headers["access-control-allow-credentials"], "true");
        assert!(!headers.contains_key("access-control-allow-private-network"));

        let mut headers = by_hand();
        Mark::Hidden {
            varies: true,
            refusal: None,
        }
        .write(&mut headers);
        assert!(!headers.keys().any(is_cors_answer));
        assert_eq!(headers["x-total-count"], "7");

        let mut headers = by_hand();
        Mark::Untouched.write(&mut headers);
        assert_eq!(headers, by_hand());
    }
}
