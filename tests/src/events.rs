//! Records the `tracing` events of the target `cors`.

use std::{
    fmt::{Debug, Write},
    sync::{Arc, Mutex, Once},
};

use tracing::{
    Event, Level, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

/// Collects the events of the target `cors`, as `name=value` pairs.
#[derive(Clone, Debug)]
pub struct Events(Arc<Mutex<Vec<(Level, String)>>>);

impl Default for Events {
    fn default() -> Self {
        static GLOBAL: Once = Once::new();
        // `tracing` stores at the first event of a place whether anybody listens. If that happens on one thread while
        // another one installs a subscriber, it stays off for both. With a subscriber for all threads it is always on.
        GLOBAL.call_once(|| {
            let ignored = Self(Arc::default());
            tracing::subscriber::set_global_default(ignored).expect("no other subscriber");
        });
        tracing::callsite::rebuild_interest_cache();
        Self(Arc::default())
    }
}

impl Events {
    /// The events since the last call.
    #[must_use]
    pub fn take(&self) -> Vec<(Level, String)> {
        std::mem::take(&mut *self.0.lock().expect("no panic"))
    }
}

struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, "{}={value:?};", field.name()).expect("a string takes all");
    }
}

impl Subscriber for Events {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "cors"
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields(String::new());
        event.record(&mut fields);
        let event = (*event.metadata().level(), fields.0);
        self.0.lock().expect("no panic").push(event);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}
