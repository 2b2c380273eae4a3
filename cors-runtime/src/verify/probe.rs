//! Which routes there are, and which of them a probe reached.

use core::fmt;
use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError, Weak,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use http::Request;

use crate::path::Path;

/// The routes of every finished router of this process, as long as they live.
///
/// A finished router is opaque: only the routes themselves know their policies, and a layer in
/// front may keep a probe from them. So they are listed where they are made.
static ROUTES: Mutex<Vec<Registered>> = Mutex::new(Vec::new());

struct Registered {
    group: u64,
    template: Arc<str>,
    sample: Arc<str>,
    path: Weak<Path>,
}

/// A route with a policy that may be part of the service under test.
pub(super) struct Candidate {
    /// The router it was built in.
    pub(super) group: u64,
    /// Its path as the router knows it.
    pub(super) template: Arc<str>,
    /// A path that reaches it.
    pub(super) sample: Arc<str>,
    pub(super) path: Arc<Path>,
}

/// The routes built together in one router.
pub(crate) struct Group(u64);

impl Group {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        locked(&ROUTES).retain(|route| route.path.strong_count() > 0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }

    pub(crate) fn add(&self, template: &str, sample: &str, path: &Arc<Path>) {
        locked(&ROUTES).push(Registered {
            group: self.0,
            template: Arc::from(template),
            sample: Arc::from(sample),
            path: Arc::downgrade(path),
        });
    }
}

pub(super) fn candidates() -> Vec<Candidate> {
    locked(&ROUTES)
        .iter()
        .filter_map(|route| {
            Some(Candidate {
                group: route.group,
                template: Arc::clone(&route.template),
                sample: Arc::clone(&route.sample),
                path: route.path.upgrade()?,
            })
        })
        .collect()
}

/// Travels with a preflight, inside the process, and collects the routes that answered it.
#[derive(Clone)]
pub(crate) struct Probe(Arc<Mutex<Vec<u64>>>);

/// Whether anybody probes at all: no request is searched as long as nobody does.
static PROBING: AtomicBool = AtomicBool::new(false);

impl Probe {
    pub(super) fn new() -> Self {
        PROBING.store(true, Ordering::Relaxed);
        Self(Arc::default())
    }

    /// Notes that this path answered the request, if it is a probe.
    #[inline]
    pub(crate) fn answered<B>(request: &Request<B>, path: &Path) {
        if PROBING.load(Ordering::Relaxed)
            && let Some(probe) = request.extensions().get::<Self>()
        {
            locked(&probe.0).push(path.id());
        }
    }

    pub(super) fn reached(&self, path: &Path) -> bool {
        locked(&self.0).contains(&path.id())
    }

    pub(super) fn reached_any(&self) -> bool {
        !locked(&self.0).is_empty()
    }
}

impl fmt::Debug for Probe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Probe")
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
