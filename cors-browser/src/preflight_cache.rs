//! Fetch, "CORS-preflight cache".

use std::time::Duration;

use crate::{engine::Engine, preflight::Grant, request::Credentials};

/// Fetch, "cache entry".
#[derive(Debug)]
struct CacheEntry {
    origin: String,
    url: String,
    expires: Duration,
    credentials: bool,
    allows: MethodOrHeader,
}

#[derive(Debug, PartialEq, Eq)]
enum MethodOrHeader {
    Method(String),
    HeaderName(String),
}

/// Fetch, "CORS-preflight cache". Times are on the clock of the browser, which the test advances.
#[derive(Debug, Default)]
pub(crate) struct PreflightCache {
    entries: Vec<CacheEntry>,
}

/// The part of a request that selects cache entries.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CacheKey<'k> {
    pub(crate) origin: &'k str,
    /// Without its fragment.
    pub(crate) url: &'k str,
    pub(crate) credentials: Credentials,
}

impl PreflightCache {
    fn matching<'c>(
        &'c self,
        key: CacheKey<'c>,
        now: Duration,
        engine: Engine,
    ) -> impl Iterator<Item = &'c MethodOrHeader> {
        let includes = key.credentials == Credentials::Include;
        let is_apart = engine.caches_apart_without_credentials();
        self.entries
            .iter()
            .filter(move |entry| {
                entry.origin == key.origin
                    && entry.url == key.url
                    && now < entry.expires
                    && (entry.credentials == includes || (entry.credentials && !is_apart))
            })
            .map(|entry| &entry.allows)
    }

    /// "Method cache entry match".
    pub(crate) fn has_method(
        &self,
        key: CacheKey<'_>,
        now: Duration,
        method: &str,
        engine: Engine,
    ) -> bool {
        self.matching(key, now, engine).any(|allows| match allows {
            MethodOrHeader::Method(name) => {
                name == method || (name == "*" && engine.caches_wildcards())
            }
            MethodOrHeader::HeaderName(_) => false,
        })
    }

    /// "Header-name cache entry match".
    pub(crate) fn has_header_name(
        &self,
        key: CacheKey<'_>,
        now: Duration,
        wanted: &str,
        engine: Engine,
    ) -> bool {
        let wildcard = engine.caches_wildcards()
            && (wanted != "authorization" || engine.cached_wildcard_covers_authorization());
        self.matching(key, now, engine).any(|allows| match allows {
            MethodOrHeader::HeaderName(name) => {
                name.eq_ignore_ascii_case(wanted) || (name == "*" && wildcard)
            }
            MethodOrHeader::Method(_) => false,
        })
    }

    /// "Create a new cache entry" for everything in a grant, or replaces the entry.
    pub(crate) fn insert(&mut self, key: CacheKey<'_>, now: Duration, grant: &Grant) {
        let expires = now.saturating_add(Duration::from_secs(grant.max_age));
        let methods = grant.methods.iter().cloned().map(MethodOrHeader::Method);
        let names = grant
            .header_names
            .iter()
            .cloned()
            .map(MethodOrHeader::HeaderName);
        let credentials = key.credentials == Credentials::Include;
        for allows in methods.chain(names) {
            self.entries.retain(|entry| {
                entry.origin != key.origin
                    || entry.url != key.url
                    || entry.credentials != credentials
                    || entry.allows != allows
            });
            self.entries.push(CacheEntry {
                origin: key.origin.to_owned(),
                url: key.url.to_owned(),
                expires,
                credentials,
                allows,
            });
        }
    }

    /// Removes the entries of an origin.
    pub(crate) fn remove_origin(&mut self, origin: &str) {
        self.entries.retain(|entry| entry.origin != origin);
    }

    /// "Clear cache entries".
    pub(crate) fn clear(&mut self, origin: &str, url: &str) {
        self.entries
            .retain(|entry| entry.origin != origin || entry.url != url);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANONYMOUS: CacheKey<'static> = CacheKey {
        origin: "https://app.example.com",
        url: "https://api.example.com/a?b",
        credentials: Credentials::Omit,
    };
    const INCLUDING: CacheKey<'static> = CacheKey {
        credentials: Credentials::Include,
        ..ANONYMOUS
    };

    fn grant(method: &str, name: &str) -> Grant {
        Grant {
            methods: vec![method.to_owned()],
            header_names: vec![name.to_owned()],
            max_age: 5,
        }
    }

    fn matches(cache: &PreflightCache, key: CacheKey<'_>, now: f32) -> (bool, bool) {
        let now = Duration::from_secs_f32(now);
        (
            cache.has_method(key, now, "PUT", Engine::Standard),
            cache.has_header_name(key, now, "x-a", Engine::Standard),
        )
    }

    #[test]
    fn cache_entry_match_by_key_and_age() {
        let mut cache = PreflightCache::default();
        cache.insert(ANONYMOUS, Duration::from_secs(1), &grant("PUT", "X-A"));
        assert_eq!(matches(&cache, ANONYMOUS, 1.0), (true, true));
        assert_eq!(matches(&cache, ANONYMOUS, 5.9), (true, true));
        assert_eq!(matches(&cache, ANONYMOUS, 6.0), (false, false));
        let elsewhere = CacheKey {
            url: "https://api.example.com/a",
            ..ANONYMOUS
        };
        assert_eq!(matches(&cache, elsewhere, 1.0), (false, false));
        let other_origin = CacheKey {
            origin: "null",
            ..ANONYMOUS
        };
        assert_eq!(matches(&cache, other_origin, 1.0), (false, false));
        cache.clear(ANONYMOUS.origin, "https://api.example.com/a");
        assert_eq!(matches(&cache, ANONYMOUS, 1.0), (true, true));
        cache.clear(ANONYMOUS.origin, ANONYMOUS.url);
        assert_eq!(matches(&cache, ANONYMOUS, 1.0), (false, false));
    }

    #[test]
    fn cache_entry_match_of_credentials() {
        let mut cache = PreflightCache::default();
        cache.insert(ANONYMOUS, Duration::ZERO, &grant("PUT", "x-a"));
        assert_eq!(matches(&cache, INCLUDING, 0.0), (false, false));
        cache.insert(INCLUDING, Duration::ZERO, &grant("PUT", "x-a"));
        assert_eq!(matches(&cache, INCLUDING, 0.0), (true, true));
        let same_origin = CacheKey {
            credentials: Credentials::SameOrigin,
            ..ANONYMOUS
        };
        cache.clear(ANONYMOUS.origin, ANONYMOUS.url);
        cache.insert(INCLUDING, Duration::ZERO, &grant("PUT", "x-a"));
        assert_eq!(matches(&cache, same_origin, 0.0), (true, true));
    }

    #[test]
    fn wildcard_entry_match_by_engine() {
        let mut cache = PreflightCache::default();
        cache.insert(ANONYMOUS, Duration::ZERO, &grant("*", "*"));
        for (engine, any, authorization) in [
            (Engine::Standard, true, false),
            (Engine::Chromium, true, false),
            (Engine::WebKit, true, true),
            (Engine::Firefox, false, false),
            (Engine::Strictest, false, false),
        ] {
            assert_eq!(
                cache.has_method(ANONYMOUS, Duration::ZERO, "PUT", engine),
                any
            );
            assert_eq!(
                cache.has_header_name(ANONYMOUS, Duration::ZERO, "x-a", engine),
                any
            );
            let found = cache.has_header_name(ANONYMOUS, Duration::ZERO, "authorization", engine);
            assert_eq!(found, authorization, "{engine:?}");
        }
    }
}
