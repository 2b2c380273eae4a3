//! The paths of a router, in the order in which they were added.

use core::convert::Infallible;
use std::{collections::HashMap, slice, sync::Arc};

use axum::Router;

use super::{FallbackHandler, overlap::Overlap, path_entry::PathEntry};
use crate::route::MethodHandler;

/// The paths of a router, each with one entry. Clones share them until one changes.
pub(super) struct PathEntries<S>(Arc<Indexed<S>>);

struct Indexed<S> {
    entries: Vec<PathEntry<S>>,
    /// The position of each path in the list.
    positions: HashMap<Arc<str>, usize>,
}

impl<S> PathEntries<S> {
    pub(super) fn iter(&self) -> slice::Iter<'_, PathEntry<S>> {
        self.0.entries.iter()
    }

    fn into_indexed(self) -> Indexed<S> {
        Arc::unwrap_or_clone(self.0)
    }

    /// Changes each entry, but not its path.
    pub(super) fn try_map<S2, E>(
        self,
        change: impl FnMut(PathEntry<S>) -> Result<PathEntry<S2>, E>,
    ) -> Result<PathEntries<S2>, E> {
        let Indexed { entries, positions } = self.into_indexed();
        let entries = entries.into_iter().map(change).collect::<Result<_, _>>()?;
        Ok(PathEntries(Arc::new(Indexed { entries, positions })))
    }

    fn map_entries<S2>(
        self,
        mut change: impl FnMut(PathEntry<S>) -> PathEntry<S2>,
    ) -> PathEntries<S2> {
        let Ok(entries) = self.try_map(|entry| Ok::<_, Infallible>(change(entry)));
        entries
    }
}

impl<S> PathEntries<S>
where
    S: Clone + Send + Sync + 'static,
{
    /// Adds an entry, or merges it with the entry of its path.
    pub(super) fn add(&mut self, entry: PathEntry<S>) -> Result<(), Overlap> {
        let Indexed { entries, positions } = Arc::make_mut(&mut self.0);
        if let Some(position) = positions.get(entry.path()) {
            let present = &mut entries[*position];
            *present = present.clone().merge(entry)?;
        } else {
            positions.insert(entry.shared_path(), entries.len());
            entries.push(entry);
        }
        Ok(())
    }

    /// Adds a handler of the user for the methods without a handler.
    pub(super) fn with_method_not_allowed_fallback<H, T>(
        self,
        fallback: MethodHandler,
        handler: H,
    ) -> Self
    where
        H: FallbackHandler<T, S>,
        T: 'static,
    {
        self.map_entries(move |entry| {
            let handler = handler.clone();
            entry
                .with_method_not_allowed_fallback(fallback)
                .map(false, move |router| {
                    router.method_not_allowed_fallback(handler.clone())
                })
        })
    }

    /// Applies a change to the router of each entry. If `layered`, the change adds a layer.
    pub(super) fn map<S2>(
        self,
        layered: bool,
        change: impl Fn(Router<S>) -> Router<S2> + Clone + Send + Sync + 'static,
    ) -> PathEntries<S2> {
        self.map_entries(|entry| entry.map(layered, change.clone()))
    }
}

impl<S> IntoIterator for PathEntries<S> {
    type Item = PathEntry<S>;
    type IntoIter = std::vec::IntoIter<PathEntry<S>>;

    fn into_iter(self) -> Self::IntoIter {
        self.into_indexed().entries.into_iter()
    }
}

impl<S> Default for PathEntries<S> {
    fn default() -> Self {
        Self(Arc::new(Indexed {
            entries: Vec::new(),
            positions: HashMap::new(),
        }))
    }
}

impl<S> Clone for PathEntries<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<S> Clone for Indexed<S> {
    fn clone(&self) -> Self {
        Self {
            entries: self.entries.clone(),
            positions: self.positions.clone(),
        }
    }
}
