//! Saves the method and URI of each request while the request fairings run.
//!
//! Fairings may rewrite both, and Rocket keeps only the current values. Rocket's request-local cache would allocate for
//! each request; these records are reused.

use std::sync::{Mutex, PoisonError};

use rocket::{
    Request,
    http::{
        Method,
        uri::{Origin, Query},
    },
};

use super::pattern::percent_encode;

/// The number of tables. With several tables, threads rarely wait for each other.
const SHARDS: usize = 32;

/// The number of records of a table that are kept for reuse. The limit frees memory after many concurrent requests.
const KEPT: usize = 8;

/// The capacity of a record for the text of a URI. Larger buffers are not reused.
const URI_CAPACITY: usize = 256;

static TABLES: [Mutex<SavedRequests>; SHARDS] =
    [const { Mutex::new(SavedRequests::new()) }; SHARDS];

/// The records of concurrent requests: those in use, followed by those to be reused.
#[derive(Debug)]
struct SavedRequests {
    records: Vec<SavedRequest>,
    used: usize,
}

/// The method and URI of a request, as the first fairing sees them.
#[derive(Debug)]
struct SavedRequest {
    /// The address of the request.
    request: usize,
    /// The address of its Rocket. A process may have several, and not all of them save requests.
    rocket: usize,
    method: Method,
    text: String,
    path_length: usize,
}

/// The method and URI that the client sent, of a request that a fairing has rewritten.
#[derive(Debug)]
pub(super) struct OriginalRequest {
    pub(super) method: Method,
    pub(super) uri: Origin<'static>,
}

/// Allocates one record per table at launch, so that requests rarely allocate.
pub(super) fn preallocate() {
    for table in &TABLES {
        let mut table = table.lock().unwrap_or_else(PoisonError::into_inner);
        if table.records.is_empty() {
            table.records.push(SavedRequest::empty());
        }
    }
}

/// Saves the method and URI of a request.
pub(super) fn save(request: &Request<'_>) {
    let mut table = table(request)
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    table.save(address(request), request);
}

/// Removes the record of a request, and returns it if the request has been rewritten since.
pub(super) fn take(request: &Request<'_>) -> Option<OriginalRequest> {
    let mut table = table(request)
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    table.take(address(request), request)
}

/// Identifies a request: Rocket does not move it while the request fairings run.
fn address(request: &Request<'_>) -> usize {
    core::ptr::from_ref(request).addr()
}

fn table(request: &Request<'_>) -> &'static Mutex<SavedRequests> {
    // Requests live in allocations of one size, so the lowest bits hardly differ.
    let address = address(request);
    &TABLES[(address >> 7 ^ address >> 13) % SHARDS]
}

impl SavedRequests {
    const fn new() -> Self {
        Self {
            records: Vec::new(),
            used: 0,
        }
    }

    fn index_of(&self, address: usize) -> Option<usize> {
        let used = &self.records[..self.used];
        used.iter().position(|record| record.request == address)
    }

    /// Overwrites an old record with the same address: it belongs to a request whose fairings panicked.
    fn save(&mut self, address: usize, request: &Request<'_>) {
        let index = self.index_of(address).unwrap_or(self.used);
        if index == self.used {
            self.used += 1;
        }
        if index == self.records.len() {
            self.records.push(SavedRequest::empty());
        }
        self.records[index].write(address, request);
    }

    fn take(&mut self, address: usize, request: &Request<'_>) -> Option<OriginalRequest> {
        let index = self.index_of(address)?;
        self.used -= 1;
        self.records.swap(index, self.used);
        let record = &mut self.records[self.used];
        let is_rewritten = !record.is_stale(request) && !record.is_unchanged(request);
        let original = is_rewritten.then(|| record.to_original()).flatten();
        if record.text.capacity() > URI_CAPACITY {
            record.text = String::with_capacity(URI_CAPACITY);
        }
        if self.records.len() > KEPT {
            self.records.swap_remove(self.used);
        }
        original
    }
}

impl SavedRequest {
    fn empty() -> Self {
        Self {
            request: 0,
            rocket: 0,
            method: Method::Get,
            text: String::with_capacity(URI_CAPACITY),
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

    /// True if an earlier request of another Rocket had this address, and its fairings panicked.
    fn is_stale(&self, request: &Request<'_>) -> bool {
        self.rocket != core::ptr::from_ref(request.rocket()).addr()
    }

    /// True if the request still has this method and URI.
    fn is_unchanged(&self, request: &Request<'_>) -> bool {
        let uri = request.uri();
        let (path, query) = self.text.split_at(self.path_length);
        self.method == request.method()
            && uri.path().as_str() == path
            && uri.query().as_ref().map(Query::as_str) == query.strip_prefix('?')
    }

    /// Rocket's server accepts more URIs than `Origin::parse`. Percent-encoding the other bytes changes no segment.
    fn to_original(&self) -> Option<OriginalRequest> {
        let mut text = String::with_capacity(self.text.len());
        for &byte in self.text.as_bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~%/!$&'()*+,;=:@?[]".contains(&byte) {
                text.push(char::from(byte));
            } else {
                percent_encode(byte, &mut text);
            }
        }
        Some(OriginalRequest {
            method: self.method,
            uri: Origin::parse_owned(text).ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use rocket::local::blocking::Client;

    use super::*;

    /// The record of a request whose fairings panicked stays. A request of another Rocket, which saves no requests, may
    /// get the same address.
    #[test]
    fn record_of_another_rocket_is_dropped() {
        let config = || rocket::Config {
            log_level: rocket::config::LogLevel::Off,
            ..rocket::Config::default()
        };
        let client = || Client::tracked(rocket::custom(config())).expect("it launches");
        let (one, other) = (client(), client());
        let (saved, rewritten, foreign) = (one.get("/a"), one.get("/b"), other.get("/b"));
        let mut table = SavedRequests::new();
        table.save(1, &saved);
        assert!(table.take(1, &foreign).is_none());
        assert_eq!(table.used, 0);
        table.save(1, &saved);
        assert!(table.take(1, &rewritten).is_some());
    }
}
