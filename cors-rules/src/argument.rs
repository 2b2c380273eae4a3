//! The keys of a policy that the argument of a handler needs.

use crate::{Allowance, Allowances, Lint, Message, Resolved, ResolvedNames, ResolvedOrigins};

/// The part of a policy without which no page could send what an argument reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Need {
    /// No key that is known.
    Nothing,
    /// The request header `content-type`, for JSON.
    ContentType,
    /// The request header `content-type`, for another body that no form can send, such as an image.
    BodyContentType,
    /// The request header `authorization`, for a token.
    Authorization,
    /// `credentials`, for cookies.
    Credentials,
    /// `enforce`, where browsers send no preflight.
    Enforce,
    /// A list of origins, on which the page's origin is looked up.
    OriginList,
}

impl Need {
    /// The need of a body of this media type, with or without parameters: a form can send three types without
    /// permission (Fetch, "CORS-safelisted request-header"). A range, such as `text/*`, needs nothing if it
    /// includes one of them.
    ///
    /// ```
    /// use cors_rules::Need;
    ///
    /// assert_eq!(Need::of_media_type("text/plain; charset=utf-8"), Need::Nothing);
    /// assert_eq!(Need::of_media_type("application/json"), Need::ContentType);
    /// assert_eq!(Need::of_media_type("image/png"), Need::BodyContentType);
    /// ```
    #[must_use]
    pub fn of_media_type(media_type: &str) -> Self {
        const FORMS: [&str; 7] = [
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "text/plain",
            "application/*",
            "multipart/*",
            "text/*",
            "*/*",
        ];
        let essence = media_type.split(';').next().unwrap_or_default();
        let essence = essence.trim().to_ascii_lowercase();
        if FORMS.contains(&essence.as_str()) {
            Self::Nothing
        } else if essence == "application/json" || essence.ends_with("+json") {
            Self::ContentType
        } else {
            Self::BodyContentType
        }
    }
}

/// The needs that a policy satisfies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // one for each need
pub struct Offer {
    /// A page may set `content-type`, for a body of JSON.
    pub content_type: bool,
    /// A page may set `content-type`, for another body that no form can send.
    pub body_content_type: bool,
    /// A page may set `authorization`, which `*` does not cover (Fetch, "CORS non-wildcard request-header
    /// name").
    pub authorization: bool,
    /// A page may send cookies, or the policy has the opt-out.
    pub credentials: bool,
    /// Foreign, unlisted pages are refused before the handler runs.
    pub enforce: bool,
    /// Not every origin may call.
    pub origin_list: bool,
}

impl Offer {
    /// Nothing.
    pub const NONE: Self = Self {
        content_type: false,
        body_content_type: false,
        authorization: false,
        credentials: false,
        enforce: false,
        origin_list: false,
    };

    /// Everything.
    pub const ALL: Self = Self {
        content_type: true,
        body_content_type: true,
        authorization: true,
        credentials: true,
        enforce: true,
        origin_list: true,
    };

    /// This offer, with the needs that the opt-outs of a policy silence.
    #[must_use]
    pub const fn with(mut self, allow: Allowances) -> Self {
        self.content_type |= allow.contains(Allowance::JsonContentType);
        self.body_content_type |= allow.contains(Allowance::BodyContentType);
        self.authorization |= allow.contains(Allowance::BearerAuthorization);
        self.credentials |= allow.contains(Allowance::CookiesCredentials);
        self.enforce |= allow.contains(Allowance::WebsocketEnforce);
        self
    }

    /// The offer of a policy.
    #[must_use]
    pub fn of(policy: &Resolved) -> Self {
        let lists = |name: &str| match &policy.headers {
            Some(ResolvedNames::List(names)) => names.iter().any(|listed| listed == name),
            _ => false,
        };
        let star = matches!(
            policy.headers,
            Some(ResolvedNames::Any | ResolvedNames::AnyAndAuthorization)
        );
        let content_type = star || lists("content-type");
        Self {
            content_type,
            body_content_type: content_type,
            authorization: policy.headers == Some(ResolvedNames::AnyAndAuthorization)
                || lists("authorization"),
            credentials: policy.credentials || policy.origins == ResolvedOrigins::Any,
            enforce: policy.enforce,
            origin_list: policy.origins != ResolvedOrigins::Any,
        }
    }
}

/// Checks that a policy satisfies the need of an argument.
///
/// ```
/// use cors_rules::{Need, Offer, Lint, check_argument};
///
/// let offer = Offer { content_type: true, ..Offer::NONE };
/// assert_eq!(check_argument(Need::ContentType, offer), Ok(()));
/// assert_eq!(check_argument(Need::Credentials, offer), Err(Lint::CookiesCredentials));
/// ```
pub const fn check_argument(need: Need, offer: Offer) -> Result<(), Lint> {
    match need {
        Need::ContentType if !offer.content_type => Err(Lint::JsonContentType),
        Need::BodyContentType if !offer.body_content_type => Err(Lint::BodyContentType),
        Need::Authorization if !offer.authorization => Err(Lint::BearerAuthorization),
        Need::Credentials if !offer.credentials => Err(Lint::CookiesCredentials),
        Need::Enforce if !offer.enforce => Err(Lint::WebsocketEnforce),
        Need::OriginList if !offer.origin_list => Err(Lint::AnyAllowedOrigin),
        _ => Ok(()),
    }
}

/// The entries of `headers` that satisfy all needs of a handler, as text to paste into the list.
///
/// `listed` has the names that are granted already, separated by commas.
///
/// ```
/// use cors_rules::{Need, Offer, missing_headers};
///
/// let needs = [Need::Authorization, Need::Credentials, Need::ContentType];
/// let entries = missing_headers("x-trace", &needs, Offer::NONE);
/// assert_eq!(entries.as_str(), r#""x-trace", "content-type", "authorization""#);
/// ```
#[must_use]
pub const fn missing_headers(listed: &str, needs: &[Need], offer: Offer) -> Message {
    let (mut content_type, mut authorization) = (false, false);
    let mut i = 0;
    while i < needs.len() {
        match check_argument(needs[i], offer) {
            Err(Lint::JsonContentType | Lint::BodyContentType) => content_type = true,
            Err(Lint::BearerAuthorization) => authorization = true,
            _ => {}
        }
        i += 1;
    }
    let mut entries = Message::of_names(listed);
    if content_type {
        entries.push_name("content-type");
    }
    if authorization {
        entries.push_name("authorization");
    }
    entries
}
