//! The measurements: tables of requests, each sent to four contenders.

use crate::{
    apps::{
        Make, ideal, ideal_layer, ideal_rocket, lists,
        on_axum::{self, ours, tower_http},
        on_rocket, through_hyper,
    },
    request::{BenchRequest, alike, below_pattern, origin},
};

pub(crate) struct Table {
    pub(crate) title: &'static str,
    pub(crate) about: &'static str,
    pub(crate) peer: &'static str,
    pub(crate) rows: Vec<Row>,
}

pub(crate) struct Row {
    pub(crate) what: String,
    pub(crate) asked: BenchRequest,
    pub(crate) apps: [App; CONTENDERS.len()],
}

/// In the order of the columns.
pub(crate) const CONTENDERS: [&str; 4] = ["bare", "ours", "ideal", "peer"];
pub(crate) const PEER: usize = 3;

/// An app with a list of this length.
#[derive(Clone, Copy)]
pub(crate) struct App {
    pub(crate) make: Make,
    pub(crate) entries: usize,
}

impl App {
    /// Apps may share a process if they are the same.
    pub(crate) fn is(self, other: Self) -> bool {
        core::ptr::fn_addr_eq(self.make, other.make) && self.entries == other.entries
    }
}

fn apps(makes: [Make; 4], entries: usize) -> [App; 4] {
    makes.map(|make| App { make, entries })
}

fn scenarios(makes: [Make; 4]) -> Vec<Row> {
    let row = |(what, asked): (&str, BenchRequest)| Row {
        what: what.to_owned(),
        asked,
        apps: apps(makes, 10),
    };
    BenchRequest::scenarios(&origin(9))
        .into_iter()
        .map(row)
        .collect()
}

const IDEAL_LAYER: Make = ideal_layer::around_the_handlers;

pub(crate) fn tables() -> Vec<Table> {
    vec![
        Table {
            title: "axum, nothing around the handlers",
            about: "Ideal: the same in the handler itself.",
            peer: "tower-http",
            rows: handlers(),
        },
        Table {
            title: "axum, behind a layer",
            about: "A layer that does nothing stands around the handlers, and CORS around it. \
                    Ideal: a hand-written layer.",
            peer: "tower-http",
            rows: scenarios([
                on_axum::bare_behind_a_layer,
                on_axum::ours_behind_a_layer,
                ideal_layer::around_a_layer,
                on_axum::tower_http_behind_a_layer,
            ]),
        },
        Table {
            title: "axum, the default of a router",
            about: "The policy is that of the router, whose 404 it covers. Ideal: a hand-written layer.",
            peer: "tower-http",
            rows: default_of_a_router(),
        },
        Table {
            title: "axum, a whole HTTP/1.1 request through hyper",
            about: "As `axum::serve` sets it up, over memory in place of a socket. Ideal: in the handler itself.",
            peer: "tower-http",
            rows: scenarios([
                through_hyper::bare,
                through_hyper::ours,
                through_hyper::ideal,
                through_hyper::tower_http,
            ]),
        },
        Table {
            title: "Rocket",
            about: "Ideal: a fairing, and for the preflights an app whose routes do it all, which responses \
                    them the cheapest. Bare responses `OPTIONS` with a 404.",
            peer: "rocket_cors",
            rows: on_rocket(),
        },
        Table {
            title: "axum, lists of any length: GET from the last origin",
            about: "Ideal: a sorted list inside the handler; for one pattern the code for exactly \
                    that, for many a set of domains.",
            peer: "tower-http",
            rows: lengths(),
        },
        Table {
            title: "axum, other forms of a list: GET",
            about: "Without methods, headers and max-age. `matching` is a function that accepts the names \
                    below one domain.",
            peer: "tower-http",
            rows: forms(),
        },
        Table {
            title: "Rocket, lists of any length: GET from the last origin, `LiveOrigins`",
            about: "Ideal: a sorted list in a fairing.",
            peer: "rocket_cors",
            rows: rocket_lengths(),
        },
    ]
}

fn handlers() -> Vec<Row> {
    let mut rows = scenarios([on_axum::bare, ours, ideal::ten, tower_http]);
    for (which, asked) in [
        ("allowed", BenchRequest::get(origin(9))),
        ("refused", BenchRequest::evil()),
    ] {
        rows.push(Row {
            what: format!("GET, {which}, a handler with arguments"),
            asked: BenchRequest {
                path: "/items/7",
                ..asked
            },
            apps: apps(
                [
                    on_axum::bare_with_arguments,
                    on_axum::ours_with_arguments,
                    ideal::with_arguments,
                    on_axum::tower_http_with_arguments,
                ],
                10,
            ),
        });
    }
    rows
}

fn default_of_a_router() -> Vec<Row> {
    let mut rows = scenarios([
        on_axum::bare,
        on_axum::ours_as_default,
        IDEAL_LAYER,
        tower_http,
    ]);
    rows.push(Row {
        what: "GET, allowed, 404".to_owned(),
        asked: BenchRequest::missing(origin(9)),
        apps: rows[0].apps,
    });
    rows
}

fn on_rocket() -> Vec<Row> {
    let mut rows = scenarios([
        on_rocket::bare,
        on_rocket::ours,
        ideal_rocket::ten,
        on_rocket::rocket_cors,
    ]);
    for row in &mut rows {
        if row.asked.method == "OPTIONS" {
            row.apps[2].make = ideal_rocket::routes;
        }
    }
    rows
}

fn rocket_lengths() -> Vec<Row> {
    [1, 100, 10_000]
        .into_iter()
        .map(|entries| Row {
            what: count(entries, "origin"),
            asked: BenchRequest::get(origin(entries - 1)),
            apps: apps(
                [
                    on_rocket::bare,
                    on_rocket::ours_live,
                    ideal_rocket::list,
                    on_rocket::rocket_cors,
                ],
                entries,
            ),
        })
        .collect()
}

fn count(entries: usize, what: &str) -> String {
    let s = if entries == 1 { "" } else { "s" };
    let entries = crate::table::grouped(i64::try_from(entries).expect("a count"));
    format!("{entries} {what}{s}")
}

fn lengths() -> Vec<Row> {
    let mut rows = Vec::new();
    let mut row = |what: &str, entries: usize, form: &str, last: String, makes: [Make; 4]| {
        rows.push(Row {
            what: format!("{}, {form}", count(entries, what)),
            asked: BenchRequest::get(last),
            apps: apps(makes, entries),
        });
    };
    let bare = on_axum::bare;
    let literal: [(usize, Make); 3] = [(1, lists::one), (10, ours), (100, lists::hundred)];
    for (entries, ours) in literal {
        let makes = [bare, ours, ideal::list, tower_http];
        row(
            "origin",
            entries,
            "in the program",
            origin(entries - 1),
            makes,
        );
    }
    for entries in [1, 10, 100, 1_000, 10_000] {
        let makes = [bare, lists::live, ideal::list, tower_http];
        row(
            "origin",
            entries,
            "`LiveOrigins`",
            origin(entries - 1),
            makes,
        );
    }
    for entries in [100, 10_000] {
        let makes = [
            bare,
            lists::live_alike,
            ideal::alike_list,
            lists::tower_http_alike,
        ];
        let form = "`LiveOrigins`, 193 bytes in common";
        row("origin", entries, form, alike(entries - 1), makes);
    }
    let one = [
        bare,
        lists::one_pattern,
        ideal::pattern,
        lists::tower_http_patterns,
    ];
    row("pattern", 1, "in the program", below_pattern(0), one);
    for entries in [1, 8, 1_000] {
        let by_hand = if entries == 1 {
            ideal::pattern
        } else {
            ideal::patterns
        };
        let makes = [
            bare,
            lists::live_patterns,
            by_hand,
            lists::tower_http_patterns,
        ];
        row(
            "pattern",
            entries,
            "`LiveOrigins`",
            below_pattern(entries - 1),
            makes,
        );
    }
    rows
}

fn forms() -> Vec<Row> {
    let listed: [(&str, Make); 3] = [
        ("ten origins in the program", ours),
        ("ten `LiveOrigins`", lists::live),
        ("ten of `env`", lists::environment),
    ];
    let mut rows = Vec::new();
    let mut row = |what: &str, accepted: Option<String>, makes: [Make; 4]| {
        for (which, asked) in [
            ("allowed", accepted.map(BenchRequest::get)),
            ("refused", Some(BenchRequest::evil())),
        ] {
            rows.extend(asked.map(|asked| Row {
                what: format!("{what}, {which}"),
                asked,
                apps: apps(makes, 10),
            }));
        }
    };
    for (what, ours) in listed {
        let makes = [on_axum::bare, ours, ideal::ten, tower_http];
        row(what, Some(origin(9)), makes);
    }
    let function = [
        on_axum::bare,
        lists::function,
        ideal::pattern,
        lists::tower_http_patterns,
    ];
    row("`matching`", Some(below_pattern(0)), function);
    let any = [on_axum::bare, lists::any, ideal::any, lists::tower_http_any];
    rows.push(Row {
        what: "`any`".to_owned(),
        asked: BenchRequest::get(origin(9)),
        apps: apps(any, 10),
    });
    rows
}
