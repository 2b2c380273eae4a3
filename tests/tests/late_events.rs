//! The log says once that nobody is let in, which may or may not be meant.
//!
//! A process has one subscriber, so this is a process of its own.

// Each of the test binaries needs its part of it.
#[allow(dead_code, unused_imports, unused_macros)]
mod support;

use cors_runtime::{LiveOrigins, Policy, policy};
use support::events::Events;
use tracing::Level;

/// The warnings since the last time.
fn take(events: &Events) -> Vec<String> {
    let events = events.take().into_iter();
    events
        .inspect(|(level, _)| assert_eq!(*level, Level::WARN))
        .map(|(_, fields)| fields)
        .collect()
}

static PARTNERS: LiveOrigins = LiveOrigins::new();
static READ: Policy = policy!(origins = PARTNERS);
static WRITE: Policy = policy!(origins = ["https://a.example", PARTNERS]);

#[test]
fn an_empty_set_is_told_once_until_it_was_filled() {
    let events = Events::default();
    let take = || take(&events);
    tracing::subscriber::with_default(events.clone(), || {
        // No policy has it yet.
        PARTNERS.replace([""; 0]).expect("nobody");
        assert_eq!(take(), [""; 0]);

        READ.load().expect("a set is always there");
        WRITE.load().expect("a set is always there");
        PARTNERS.replace([""; 0]).expect("nobody");
        let said = "message=`PARTNERS` holds no origin, so it lets nobody in;";
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

    let events = Events::default();
    tracing::subscriber::with_default(events.clone(), || {
        for policy in [&EMPTY, &AGAIN, &EMPTY, &MEANT] {
            policy
                .load()
                .expect("nobody is let in, and nothing is wrong");
        }
    });
    assert_eq!(
        take(&events),
        ["message=the variable `CARGO_PKG_AUTHORS` holds no origin, so it lets nobody in;"]
    );
}
