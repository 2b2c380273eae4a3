//! The response headers this crate sets.

use http::{HeaderName, header};

/// The header with the explanation of a response that a browser blocks, in debug builds.
#[cfg(debug_assertions)]
pub(crate) const EXPLANATION: &str = "cors-explanation";

/// A header that this crate sets on responses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResponseHeader {
    AllowOrigin,
    AllowCredentials,
    AllowMethods,
    AllowHeaders,
    ExposeHeaders,
    MaxAge,
    Vary,
}

macro_rules! names {
    ($($field:ident = $name:ident;)*) => {
        impl ResponseHeader {
            #[cfg(feature = "rocket")]
            pub(crate) fn name(self) -> &'static HeaderName {
                match self {
                    $(Self::$field => {
                        static NAME: HeaderName = header::$name;
                        &NAME
                    })*
                }
            }

            /// The name as an owned value, for a map.
            pub(super) const fn owned_name(self) -> HeaderName {
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
