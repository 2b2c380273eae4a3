//! The contenders: the same app and the same policy, by different means.

pub(crate) mod ideal;
pub(crate) mod ideal_layer;
pub(crate) mod ideal_rocket;
pub(crate) mod lists;
pub(crate) mod on_axum;
pub(crate) mod on_rocket;
pub(crate) mod through_hyper;

use crate::request::{BenchRequest, RawResponse};

/// An app that responds in process.
pub(crate) trait Driver {
    /// Its response.
    fn response(&mut self, asked: &BenchRequest) -> RawResponse;

    /// Prepares requests, and calls `around` with a function that handles them and drops the responses.
    fn run(
        &mut self,
        asked: &BenchRequest,
        requests: usize,
        around: &mut dyn FnMut(&mut dyn FnMut()),
    );
}

/// A function that makes one of them. The argument is the number of entries in the list.
pub(crate) type Make = fn(usize) -> Box<dyn Driver>;
