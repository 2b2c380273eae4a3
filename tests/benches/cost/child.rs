//! One app, measured in a process of its own, so that none sees what another left behind.

use std::{hint::black_box, time::Instant};

use crate::{
    apps::Driver,
    plan::{App, PEER, Table},
    request::BenchRequest,
};

/// Requests per measurement: this many, and twice as many.
pub(crate) const REQUESTS: usize = 64;

/// The requests that an app is sent, in the order of the tables, and whether it is a peer.
pub(crate) fn requests(tables: &[Table], app: App) -> Vec<(&BenchRequest, bool)> {
    let rows = tables.iter().flat_map(|table| &table.rows);
    rows.flat_map(|row| {
        let columns = row.apps.iter().enumerate();
        let same = columns.filter(move |(_, other)| other.is(app));
        same.map(|(column, _)| (&row.asked, column == PEER))
    })
    .collect()
}

fn warm(driver: &mut dyn Driver, asked: &BenchRequest, is_peer: bool, is_bare: bool) {
    let response = driver.response(asked);
    if !is_bare && let Err(wrong) = asked.check(&response, is_peer) {
        panic!("{} {}: {wrong}", asked.method, asked.path);
    }
    driver.run(asked, 8, &mut |run| run());
}

/// Callgrind writes down what it has counted whenever this is entered.
#[inline(never)]
pub(crate) fn cost_mark() {
    black_box(());
}

/// Runs each request `REQUESTS` and twice as many times, between marks.
pub(crate) fn count(app: App, requests: &[(&BenchRequest, bool)], is_bare: bool) {
    let mut driver = (app.make)(app.entries);
    for &(asked, is_peer) in requests {
        warm(&mut *driver, asked, is_peer, is_bare);
        for requests in [REQUESTS, 2 * REQUESTS] {
            driver.run(asked, requests, &mut |run| {
                cost_mark();
                run();
                cost_mark();
            });
        }
    }
}

/// Nanoseconds a request, the median of several loops.
pub(crate) fn time(
    app: App,
    requests: &[(&BenchRequest, bool)],
    is_bare: bool,
    loops: usize,
) -> Vec<u128> {
    let mut driver = (app.make)(app.entries);
    let mut median = |&(asked, is_peer): &(&BenchRequest, bool)| {
        warm(&mut *driver, asked, is_peer, is_bare);
        let mut times: Vec<_> = (0..loops)
            .map(|_| {
                let mut time = 0;
                driver.run(asked, 4 * REQUESTS, &mut |run| {
                    let start = Instant::now();
                    run();
                    time = start.elapsed().as_nanos() / (4 * REQUESTS as u128);
                });
                time
            })
            .collect();
        times.sort_unstable();
        times[times.len() / 2]
    };
    requests.iter().map(&mut median).collect()
}
