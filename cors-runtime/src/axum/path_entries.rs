//! The paths of a router, in the order in which they were added.

use core::convert::Infallible;
use std::{slice, sync::Arc};

use axum::Router;

use super::{FallbackHandler, overlap::Overlap, path_entry::PathEntry};
use crate::route::MethodHandler;

/// The paths of a router, each with one entry. Clones share them until one changes.
pub(super) struct PathEntries<S>(Arc<Indexed<S>>);

struct Indexed<S> {
    entries: Vec<PathEntry<S>>,
    /// The positions of the entries, in the order of their paths.
    sorted: Vec<usize>,
}

impl<S> Indexed<S>
where
    S: Clone + Send + Sync + 'static,
{
    /// Returns the place of a path in the order of paths, or the place that it would have.
    fn place(&self, path: &str) -> Result<usize, usize> {
        self.sorted
            .binary_search_by(|&position| self.entries[position].path().cmp(path))
    }
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
        let Indexed { entries, sorted } = self.into_indexed();
        let entries = entries.into_iter().map(change).collect::<Result<_, _>>()?;
        Ok(PathEntries(Arc::new(Indexed { entries, sorted })))
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
    /// Returns the entry of a path.
    pub(super) fn get(&self, path: &str) -> Option<&PathEntry<S>> {
        let place = self.0.place(path).ok()?;
        Some(&self.0.entries[self.0.sorted[place]])
    }

    /// Adds an entry, or merges it with the entry of its path.
    pub(super) fn add(&mut self, entry: PathEntry<S>) -> Result<(), Overlap> {
        let place = self.0.place(entry.path());
        let Indexed { entries, sorted } = Arc::make_mut(&mut self.0);
        match place {
            Ok(place) => {
                let present = &mut entries[sorted[place]];
                *present = present.clone().merge(entry)?;
            }
            Err(place) => {
                sorted.insert(place, entries.len());
                entries.push(entry);
            }
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
                .map(move |router| router.method_not_allowed_fallback(handler.clone()))
        })
    }

    /// Provides the state for the handlers of each entry.
    pub(super) fn with_state<S2>(self, state: &S) -> PathEntries<S2> {
        self.map_entries(|entry| entry.with_state(state.clone()))
    }

    /// Adds a layer to the router of each entry.
    pub(super) fn layer(
        self,
        add: impl Fn(Router<S>) -> Router<S> + Clone + Send + Sync + 'static,
    ) -> Self {
        self.map_entries(|entry| entry.layer(add.clone()))
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
            sorted: Vec::new(),
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
            sorted: self.sorted.clone(),
        }
    }
}
