//! All pairs of requests, for selected compositions.

use cors_runtime::testing::Engine;

use crate::{
    campaign::{Framework, NoApp},
    comparison::Counts,
    on_axum::Axum,
    once::{compositions, migrated},
    policies::{ADMIN, EVIL, PARTNER},
    sequence::{Request, Sequence},
};

/// Two requests with the same credentials, one after the other: enough to reveal a wrong preflight cache.
fn pairs(paths: &[String]) -> Vec<Sequence> {
    const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "QUERY"];
    const HEADERS: [&[&str]; 3] = [&[], &["content-type"], &["x-a"]];
    let mut pairs = Vec::new();
    for path in paths {
        for page in [ADMIN, PARTNER, EVIL] {
            for (first, second) in METHODS
                .iter()
                .flat_map(|one| METHODS.map(|two| (*one, two)))
            {
                for headers in HEADERS {
                    for credentials in [false, true] {
                        let request = |method| Request {
                            method,
                            path: path.clone(),
                            headers: headers.to_vec(),
                            credentials,
                            upload: false,
                        };
                        pairs.push(Sequence {
                            page,
                            engine: Engine::Standard,
                            requests: vec![request(first), request(second)],
                        });
                    }
                }
            }
        }
    }
    pairs
}

/// All pairs for each of the compositions that were wrong once.
pub(crate) fn run() {
    let mut wrong = Vec::new();
    for (name, router) in compositions() {
        let app = match Axum.examine(&router) {
            Ok(app) => app,
            Err(NoApp::Refused(message)) => {
                eprintln!("{name}: refused: {message}");
                continue;
            }
            Err(NoApp::Failed(failure)) => {
                wrong.push(format!(
                    "{name}: {:?}: {}\n{router}",
                    failure.fault, failure.text
                ));
                continue;
            }
        };
        let mut counts = Counts::default();
        let failed = pairs(Axum.paths(&app))
            .into_iter()
            .find_map(|pair| Some((Axum.run(&app, &pair, &mut counts)?, pair)));
        if let Some((failure, pair)) = failed {
            wrong.push(format!(
                "{name}: {:?}: {}\n{router}\n{pair}\n{}",
                failure.fault,
                failure.text,
                Axum.explain(&app, &pair)
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of them:\n\n{}",
        wrong.len(),
        wrong.join("\n\n")
    );
}

/// That a plain router below a default is open, and that browsers remember what they were permitted.
pub(crate) fn run_migrated() {
    let Ok(app) = Axum.examine(&migrated()) else {
        panic!("it is an app");
    };
    let mut counts = Counts::default();
    for pair in pairs(Axum.paths(&app)) {
        if let Some(failure) = Axum.run(&app, &pair, &mut counts) {
            panic!("{pair}: {failure:?}\n{}", Axum.explain(&app, &pair));
        }
    }
    // Two pages, with cookies and without: `PUT` and `DELETE` with no header, and four methods with
    // either of two headers.
    assert_eq!(counts.remembered, 4 * (2 + 2 * 5), "{counts:?}");
    assert_eq!(counts.asked_again, 0, "{counts:?}");
}
