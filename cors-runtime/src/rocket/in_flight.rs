//! What requests asked for, while the request fairings run.
//!
//! Rocket keeps only the current URI and method of a request. A note in the local cache of each request
//! would be allocated for each; these notes are reused.

use std::sync::{Mutex, PoisonError};

use rocket::{
    Request,
    http::{
        Method,
        uri::{Origin, Query},
    },
};

/// More than one table, so that threads rarely wait for each other.
const SHARDS: usize = 32;

/// How many notes of a table are kept for reuse, so that a flood of requests occupies no memory
/// afterwards.
const KEPT: usize = 8;

/// The length of the URIs that notes are made for. Longer ones are not kept for reuse.
const LENGTH: usize = 256;

static NOTES: [Mutex<Notes>; SHARDS] = [const { Mutex::new(Notes::new()) }; SHARDS];

/// The notes of some requests: those in use, then those to be used again.
#[derive(Debug)]
struct Notes {
    notes: Vec<Note>,
    used: usize,
}

/// The method and URI of a request.
#[derive(Debug)]
struct Note {
    request: usize,
    /// The address of its Rocket: of several in a process not all make notes.
    rocket: usize,
    method: Method,
    text: String,
    path_length: usize,
}

/// What a request asked for, where that is no longer what it asks for.
#[derive(Debug)]
pub(super) struct Original {
    pub(super) method: Method,
    pub(super) uri: Origin<'static>,
}

/// Allocates what requests need as long as few of them wait in a fairing.
pub(super) fn prepare() {
    for notes in &NOTES {
        let mut notes = notes.lock().unwrap_or_else(PoisonError::into_inner);
        if notes.notes.is_empty() {
            notes.notes.push(Note::empty());
        }
    }
}

/// Notes what the request asks for.
pub(super) fn note(request: &Request<'_>) {
    let mut notes = shard(request)
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    notes.note(address(request), request);
}

/// Takes the note away; what it says, if the request has been rewritten since.
pub(super) fn take(request: &Request<'_>) -> Option<Original> {
    let mut notes = shard(request)
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    notes.take(address(request), request)
}

/// Rocket moves no request while the request fairings run.
fn address(request: &Request<'_>) -> usize {
    core::ptr::from_ref(request).addr()
}

fn shard(request: &Request<'_>) -> &'static Mutex<Notes> {
    // Requests live in allocations of one size, so the lowest bits tell little.
    let address = address(request);
    &NOTES[(address >> 7 ^ address >> 13) % SHARDS]
}

impl Notes {
    const fn new() -> Self {
        Self {
            notes: Vec::new(),
            used: 0,
        }
    }

    fn place(&self, address: usize) -> Option<usize> {
        let used = &self.notes[..self.used];
        used.iter().position(|note| note.request == address)
    }

    /// A note with this address that is still there belongs to a request whose fairings panicked.
    fn note(&mut self, address: usize, request: &Request<'_>) {
        let place = self.place(address).unwrap_or(self.used);
        if place == self.used {
            self.used += 1;
        }
        if place == self.notes.len() {
            self.notes.push(Note::empty());
        }
        self.notes[place].write(address, request);
    }

    fn take(&mut self, address: usize, request: &Request<'_>) -> Option<Original> {
        let place = self.place(address)?;
        self.used -= 1;
        self.notes.swap(place, self.used);
        let note = &mut self.notes[self.used];
        let is_rewritten = !note.is_stale(request) && !note.is_of(request);
        let original = is_rewritten.then(|| note.original()).flatten();
        if note.text.capacity() > LENGTH {
            note.text = String::with_capacity(LENGTH);
        }
        if self.notes.len() > KEPT {
            self.notes.swap_remove(self.used);
        }
        original
    }
}

impl Note {
    fn empty() -> Self {
        Self {
            request: 0,
            rocket: 0,
            method: Method::Get,
            text: String::with_capacity(LENGTH),
            path_length: 0,
        }
    }

    fn write(&mut self, address: usize, request: &Request<'_>) {
        let uri = request.uri();
        self.request = address;
        self.rocket = core::ptr::from_ref(request.rocket()).addr();
        self.method = request.method();
        self.text.clear();
        self.text.push_str(uri.path().as_str());
        self.path_length = self.text.len();
        if let Some(query) = uri.query() {
            self.text.push('?');
            self.text.push_str(query.as_str());
        }
    }

    /// True if another request had this address, whose fairings panicked.
    fn is_stale(&self, request: &Request<'_>) -> bool {
        self.rocket != core::ptr::from_ref(request.rocket()).addr()
    }

    /// True if the request still asks for this.
    fn is_of(&self, request: &Request<'_>) -> bool {
        let uri = request.uri();
        let (path, query) = self.text.split_at(self.path_length);
        self.method == request.method()
            && uri.path().as_str() == path
            && uri.query().as_ref().map(Query::as_str) == query.strip_prefix('?')
    }

    /// Rocket takes whichever URI the server has read, and parses fewer: the bytes in which they differ
    /// are encoded, which changes no segment.
    fn original(&self) -> Option<Original> {
        let mut text = String::with_capacity(self.text.len());
        for &byte in self.text.as_bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~%/!$&'()*+,;=:@?[]".contains(&byte) {
                text.push(char::from(byte));
            } else {
                super::pattern::percent_encode(byte, &mut text);
            }
        }
        Some(Original {
            method: self.method,
            uri: Origin::parse_owned(text).ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use rocket::local::blocking::Client;

    use super::*;

    /// The note of a request whose fairings panicked stays, and its memory may serve a request of another
    /// Rocket, which takes notes away and makes none.
    #[test]
    fn note_of_another_rocket_is_dropped() {
        let config = || rocket::Config {
            log_level: rocket::config::LogLevel::Off,
            ..rocket::Config::default()
        };
        let client = || Client::tracked(rocket::custom(config())).expect("it launches");
        let (one, other) = (client(), client());
        let (noted, rewritten, foreign) = (one.get("/a"), one.get("/b"), other.get("/b"));
        let mut table = Notes::new();
        table.note(1, &noted);
        assert!(table.take(1, &foreign).is_none());
        assert_eq!(table.used, 0);
        table.note(1, &noted);
        assert!(table.take(1, &rewritten).is_some());
    }
}
