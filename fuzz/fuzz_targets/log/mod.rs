//! Somebody who reads the log: what a debug build explains of a request is put together only then.

use core::fmt::{Debug, Write};

use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span,
};

/// The longest event: the texts of a refusal, with what is shown of an origin.
const LONGEST: usize = 4096;

pub(crate) struct Reader;

impl Subscriber for Reader {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("cors")
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut text = Text(String::new());
        event.record(&mut text);
        let Text(text) = text;
        assert!(text.len() <= LONGEST, "{} bytes", text.len());
        // The lines of an explanation are ours.
        let moves = text.chars().find(|letter| letter.is_control() && *letter != '\n');
        assert_eq!(moves, None, "{text:?}");
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

/// The fields as they would be printed.
struct Text(String);

impl Visit for Text {
    fn record_str(&mut self, _: &Field, value: &str) {
        self.0.push_str(value);
    }

    fn record_debug(&mut self, _: &Field, value: &dyn Debug) {
        write!(self.0, "{value:?}").expect("a string takes it");
    }
}
