//! Lists of other lengths and kinds, on axum.

use axum::http::HeaderValue;
use cors_runtime::{
    LiveOrigins, Origin, WithCredentials,
    axum::{CorsRouter, routing::get},
    cors,
};
use tower_http::cors::AllowOrigin;

use super::{
    Driver,
    on_axum::{finished, plain, tower_http_layer, tower_http_list},
};
use crate::request::{alike, origin, pattern};

/// The variable that the app with `env` reads: ten origins.
pub(crate) const VARIABLE: &str = "CORS_COST_ORIGINS";

const LENGTH: usize = "https://a00000.example.com".len();

/// The texts of [`origin`], made by the compiler.
const fn texts<const N: usize>() -> [[u8; LENGTH]; N] {
    let mut texts = [*b"https://a00000.example.com"; N];
    let mut n = 0;
    while n < N {
        let (mut rest, mut at) = (n, 13);
        while rest > 0 {
            // A digit.
            texts[n][at] = b'0' + (rest % 10).to_le_bytes()[0];
            rest /= 10;
            at -= 1;
        }
        n += 1;
    }
    texts
}

const fn strs<const N: usize>(texts: &'static [[u8; LENGTH]; N]) -> [&'static str; N] {
    let mut strs = [""; N];
    let mut n = 0;
    while n < N {
        strs[n] = match core::str::from_utf8(&texts[n]) {
            Ok(text) => text,
            Err(_) => panic!("ASCII"),
        };
        n += 1;
    }
    strs
}

const HUNDRED: [&str; 100] = strs(const { &texts() });

macro_rules! apps {
    ($($name:ident = [$($origins:tt)*];)*) => {$(
        pub(crate) fn $name(_: usize) -> Box<dyn Driver> {
            #[cors(origins = [$($origins)*], credentials)]
            async fn handler() -> &'static str {
                "ok"
            }
            finished(CorsRouter::new().route("/items", get(handler)).into_router())
        }
    )*};
}

apps! {
    one = ["https://a00000.example.com"];
    hundred = [HUNDRED];
    one_pattern = ["https://*.t00000.example.com"];
    environment = [env("CORS_COST_ORIGINS")];
}

static LIVE: LiveOrigins<WithCredentials> = LiveOrigins::with_credentials();

fn live_app(origins: impl Iterator<Item = String>) -> Box<dyn Driver> {
    #[cors(origins = LIVE, credentials)]
    async fn handler() -> &'static str {
        "ok"
    }
    LIVE.replace(origins).expect("origins");
    let app = CorsRouter::new().route("/items", get(handler));
    finished(app.into_router())
}

pub(crate) fn live(entries: usize) -> Box<dyn Driver> {
    live_app((0..entries).map(origin))
}

pub(crate) fn live_alike(entries: usize) -> Box<dyn Driver> {
    live_app((0..entries).map(alike))
}

pub(crate) fn live_patterns(entries: usize) -> Box<dyn Driver> {
    live_app((0..entries).map(pattern))
}

fn is_ours(origin: &Origin<'_>) -> bool {
    origin.scheme() == "https" && origin.is_subdomain_of("t00000.example.com")
}

pub(crate) fn function(_: usize) -> Box<dyn Driver> {
    #[cors(origins = matching(is_ours))]
    async fn handler() -> &'static str {
        "ok"
    }
    let app = CorsRouter::new().route("/items", get(handler));
    finished(app.into_router())
}

pub(crate) fn any(_: usize) -> Box<dyn Driver> {
    #[cors(origins = any)]
    async fn handler() -> &'static str {
        "ok"
    }
    let app = CorsRouter::new().route("/items", get(handler));
    finished(app.into_router())
}

pub(crate) fn tower_http_alike(entries: usize) -> Box<dyn Driver> {
    let layer = tower_http_layer(tower_http_list((0..entries).map(alike)));
    finished(plain().layer(layer))
}

/// tower-http has no patterns: what its users write is a function of the text.
pub(crate) fn tower_http_patterns(entries: usize) -> Box<dyn Driver> {
    let ends: Vec<_> = (0..entries)
        .map(|n| format!(".t{n:05}.example.com").into_bytes())
        .collect();
    let is_listed = move |origin: &HeaderValue, _: &_| {
        let origin = origin.as_bytes();
        origin.starts_with(b"https://") && ends.iter().any(|end| origin.ends_with(end))
    };
    finished(plain().layer(tower_http_layer(AllowOrigin::predicate(is_listed))))
}

pub(crate) fn tower_http_any(_: usize) -> Box<dyn Driver> {
    finished(plain().layer(tower_http::cors::CorsLayer::new().allow_origin(tower_http::cors::Any)))
}
