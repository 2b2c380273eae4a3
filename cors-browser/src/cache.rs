//! Fetch, "CORS-preflight cache".

use std::time::Duration;

use crate::{engine::Engine, preflight::Permission, request::Credentials};

#[derive(Debug)]
struct Entry {
    origin: String,
    url: String,
    expires: Duration,
    credentials: bool,
    permits: Permits,
}

#[derive(Debug, PartialEq, Eq)]
enum Permits {
    Method(String),
    Name(String),
}

/// What was permitted, and until when. Time is what the test's clock says.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    entries: Vec<Entry>,
}

/// Whose memory is looked into.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key<'k> {
    pub(crate) origin: &'k str,
    /// With its query, without its fragment.
    pub(crate) url: &'k str,
    pub(crate) credentials: Credentials,
}

impl Cache {
    fn matching<'c>(&'c self, key: Key<'c>, now: Duration) -> impl Iterator<Item = &'c Permits> {
        self.entries
            .iter()
            .filter(move |entry| {
                entry.origin == key.origin
                    && entry.url == key.url
                    && now < entry.expires
                    && (entry.credentials || key.credentials != Credentials::Include)
            })
            .map(|entry| &entry.permits)
    }

    /// "Method cache entry match".
    pub(crate) fn has_method(
        &self,
        key: Key<'_>,
        now: Duration,
        method: &str,
        engine: Engine,
    ) -> bool {
        self.matching(key, now).any(|permits| match permits {
            Permits::Method(name) => {
                name == method || (name == "*" && engine.remembers_wildcards())
            }
            Permits::Name(_) => false,
        })
    }

    /// "Header-name cache entry match".
    pub(crate) fn has_name(
        &self,
        key: Key<'_>,
        now: Duration,
        wanted: &str,
        engine: Engine,
    ) -> bool {
        let wildcard = engine.remembers_wildcards()
            && (wanted != "authorization" || engine.remembered_wildcard_covers_authorization());
        self.matching(key, now).any(|permits| match permits {
            Permits::Name(name) => name.eq_ignore_ascii_case(wanted) || (name == "*" && wildcard),
            Permits::Method(_) => false,
        })
    }

    /// Remembers what was permitted, or refreshes it.
    pub(crate) fn remember(&mut self, key: Key<'_>, now: Duration, permission: &Permission) {
        let expires = now.saturating_add(Duration::from_secs(permission.seconds));
        let methods = permission.methods.iter().cloned().map(Permits::Method);
        let names = permission.names.iter().cloned().map(Permits::Name);
        let credentials = key.credentials == Credentials::Include;
        for permits in methods.chain(names) {
            self.entries.retain(|entry| {
                entry.origin != key.origin
                    || entry.url != key.url
                    || entry.credentials != credentials
                    || entry.permits != permits
            });
            self.entries.push(Entry {
                origin: key.origin.to_owned(),
                url: key.url.to_owned(),
                expires,
                credentials,
                permits,
            });
        }
    }

    /// Forgets what pages of an origin were permitted.
    pub(crate) fn forget(&mut self, origin: &str) {
        self.entries.retain(|entry| entry.origin != origin);
    }

    /// "Clear cache entries", after a request that failed.
    pub(crate) fn clear(&mut self, origin: &str, url: &str) {
        self.entries
            .retain(|entry| entry.origin != origin || entry.url != url);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANONYMOUS: Key<'static> = Key {
        origin: "https://app.example.com",
        url: "https://api.example.com/a?b",
        credentials: Credentials::Omit,
    };
    const INCLUDING: Key<'static> = Key {
        credentials: Credentials::Include,
        ..ANONYMOUS
    };

    fn permission(method: &str, name: &str) -> Permission {
        Permission {
            methods: vec![method.to_owned()],
            names: vec![name.to_owned()],
            seconds: 5,
        }
    }

    fn knows(cache: &Cache, key: Key<'_>, now: f32) -> (bool, bool) {
        let now = Duration::from_secs_f32(now);
        (
            cache.has_method(key, now, "PUT", Engine::Standard),
            cache.has_name(key, now, "x-a", Engine::Standard),
        )
    }

    #[test]
    fn cache_entry_match_by_key_and_age() {
        let mut cache = Cache::default();
        cache.remember(ANONYMOUS, Duration::from_secs(1), &permission("PUT", "X-A"));
        assert_eq!(knows(&cache, ANONYMOUS, 1.0), (true, true));
        assert_eq!(knows(&cache, ANONYMOUS, 5.9), (true, true));
        assert_eq!(knows(&cache, ANONYMOUS, 6.0), (false, false));
        let elsewhere = Key {
            url: "https://api.example.com/a",
            ..ANONYMOUS
        };
        assert_eq!(knows(&cache, elsewhere, 1.0), (false, false));
        let stranger = Key {
            origin: "null",
            ..ANONYMOUS
        };
        assert_eq!(knows(&cache, stranger, 1.0), (false, false));
        cache.clear(ANONYMOUS.origin, "https://api.example.com/a");
        assert_eq!(knows(&cache, ANONYMOUS, 1.0), (true, true));
        cache.clear(ANONYMOUS.origin, ANONYMOUS.url);
        assert_eq!(knows(&cache, ANONYMOUS, 1.0), (false, false));
    }

    #[test]
    fn cache_entry_match_of_credentials() {
        let mut cache = Cache::default();
        cache.remember(ANONYMOUS, Duration::ZERO, &permission("PUT", "x-a"));
        assert_eq!(knows(&cache, INCLUDING, 0.0), (false, false));
        cache.remember(INCLUDING, Duration::ZERO, &permission("PUT", "x-a"));
        assert_eq!(knows(&cache, INCLUDING, 0.0), (true, true));
        let same_origin = Key {
            credentials: Credentials::SameOrigin,
            ..ANONYMOUS
        };
        cache.clear(ANONYMOUS.origin, ANONYMOUS.url);
        cache.remember(INCLUDING, Duration::ZERO, &permission("PUT", "x-a"));
        assert_eq!(knows(&cache, same_origin, 0.0), (true, true));
    }

    #[test]
    fn wildcard_entry_match_by_engine() {
        let mut cache = Cache::default();
        cache.remember(ANONYMOUS, Duration::ZERO, &permission("*", "*"));
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
                cache.has_name(ANONYMOUS, Duration::ZERO, "x-a", engine),
                any
            );
            let found = cache.has_name(ANONYMOUS, Duration::ZERO, "authorization", engine);
            assert_eq!(found, authorization, "{engine:?}");
        }
    }
}
