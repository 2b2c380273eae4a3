//! The log says once that nobody is let in, which may or may not be meant.
//!
//! A process has one subscriber, so this is a process of its own.

use std::{
    fmt::Debug,
    sync::{Arc, Mutex},
};

use cors_runtime::{LiveOrigins, Policy, policy};
use tracing::{
    Event, Level, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

/// Collects the messages of the target `cors`.
#[derive(Clone, Default)]
struct Warnings(Arc<Mutex<Vec<String>>>);

struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }
}

impl Subscriber for Warnings {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "cors"
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut message = Message(String::new());
        event.record(&mut message);
        assert_eq!(*event.metadata().level(), Level::WARN);
        self.0.lock().expect("no panic").push(message.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

static PARTNERS: LiveOrigins = LiveOrigins::new();
static READ: Policy = policy!(origins = PARTNERS);
static WRITE: Policy = policy!(origins = ["https://a.example", PARTNERS]);

#[test]
fn an_empty_set_is_told_once_until_it_was_filled() {
    let warnings = Warnings::default();
    let take = || std::mem::take(&mut *warnings.0.lock().expect("no panic"));
    tracing::subscriber::with_default(warnings.clone(), || {
        // No policy has it yet.
        PARTNERS.replace([""; 0]).expect("nobody");
        assert_eq!(take(), [""; 0]);

        READ.load().expect("a set is always there");
        WRITE.load().expect("a set is always there");
        PARTNERS.replace([""; 0]).expect("nobody");
        let said = "`PARTNERS` holds no origin, so it lets nobody in";
        assert_eq!(take(), [said]);

        PARTNERS.replace(["https://a.example"]).expect("an origin");
        READ.load().expect("a set is always there");
        assert_eq!(take(), [""; 0]);
        PARTNERS.replace([""; 0]).expect("nobody");
        PARTNERS.replace([""; 0]).expect("nobody");
        assert_eq!(take(), [said]);
    });
}

#[test]
fn an_empty_variable_is_told_once_and_an_empty_default_is_meant() {
    // Cargo itself sets this one, to nothing, for a package without authors.
    static EMPTY: Policy = policy!(origins = env("CARGO_PKG_AUTHORS"));
    static AGAIN: Policy = policy!(origins = env("CARGO_PKG_AUTHORS"), credentials);
    static MEANT: Policy = policy!(origins = env("LATE_NO_SUCH_VARIABLE", default = []));

    let warnings = Warnings::default();
    tracing::subscriber::with_default(warnings.clone(), || {
        for policy in [&EMPTY, &AGAIN, &EMPTY, &MEANT] {
            policy
                .load()
                .expect("nobody is let in, and nothing is wrong");
        }
    });
    let said = warnings.0.lock().expect("no panic");
    assert_eq!(
        *said,
        ["the variable `CARGO_PKG_AUTHORS` holds no origin, so it lets nobody in"]
    );
}
