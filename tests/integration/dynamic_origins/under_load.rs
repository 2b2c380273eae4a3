//! A set that is replaced while requests are served.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use cors_runtime::{
    LiveOrigins,
    axum::{CorsRouter, routing},
    cors,
    rocket::routes,
};
use rocket::get;

use crate::servers;
use cors_tests::{PREFLIGHT_VARY, get as get_, preflight};

static FLIPPING: LiveOrigins = LiveOrigins::new();

const ONE: [&str; 2] = ["https://one.example", "https://both.example"];
const TWO: [&str; 2] = ["https://both.example", "https://*.two.example"];

mod on_axum {
    use super::{FLIPPING, cors};

    #[cors(origins = FLIPPING, headers = ["x-a"], expose_headers = ["x-b"], max_age = 60)]
    pub(super) async fn shown() {}

    #[cors(origins = FLIPPING, enforce)]
    pub(super) async fn enforced() {}
}

mod on_rocket {
    use super::{FLIPPING, cors, get};

    #[cors(origins = FLIPPING, headers = ["x-a"], expose_headers = ["x-b"], max_age = 60)]
    #[get("/shown")]
    pub(super) fn shown() {}

    #[cors(origins = FLIPPING, enforce)]
    #[get("/enforced")]
    pub(super) fn enforced() {}
}

/// The responses to a page of this origin while the set has it, and while it does not.
fn responses(path: &str, method: &str, origin: &str) -> [(u16, Vec<String>); 2] {
    let allow = format!("access-control-allow-origin: {origin}");
    let vary = "vary: origin".to_owned();
    match (method, path) {
        ("OPTIONS", path) => {
            let mut granted = vec![
                "access-control-allow-methods: GET,HEAD".to_owned(),
                allow,
                PREFLIGHT_VARY.to_owned(),
            ];
            if path == "/shown" {
                granted.push("access-control-allow-headers: x-a".to_owned());
                granted.push("access-control-max-age: 60".to_owned());
            }
            granted.sort();
            [(204, granted), (403, vec![PREFLIGHT_VARY.to_owned()])]
        }
        (_, "/shown") => {
            let expose = "access-control-expose-headers: x-b".to_owned();
            [(200, vec![allow, expose, vary.clone()]), (200, vec![vary])]
        }
        _ => [
            (200, vec![allow, vary.clone()]),
            (403, vec![PREFLIGHT_VARY.to_owned()]),
        ],
    }
}

#[rocket::async_test]
async fn every_response_fits_one_of_the_two_sets() {
    FLIPPING.replace(ONE).expect("origins");
    let app = CorsRouter::new()
        .route("/shown", routing::get(on_axum::shown))
        .route("/enforced", routing::get(on_axum::enforced));
    let routes = routes![on_rocket::shown, on_rocket::enforced];
    for server in servers(app, routes).await {
        let done = Arc::new(AtomicBool::new(false));
        // By their kind: listed and not listed.
        let seen = Arc::new([AtomicU64::new(0), AtomicU64::new(0)]);
        let mut clients = Vec::new();
        for client in 0..8 {
            let (done, seen) = (Arc::clone(&done), Arc::clone(&seen));
            let mut connection = server.connect().await;
            let origin = [
                "https://one.example",
                "https://x.two.example",
                "https://both.example",
                "https://unlisted.example",
            ][client % 4];
            clients.push(tokio::spawn(async move {
                let mut requests = 0_u64;
                while !done.load(Ordering::Relaxed) {
                    for path in ["/shown", "/enforced"] {
                        for method in ["GET", "OPTIONS"] {
                            let request = match method {
                                "OPTIONS" => preflight(path, origin, "GET"),
                                _ => get_(path).origin(origin),
                            };
                            let response = connection.send(&request).await;
                            let mut lines = response.cors();
                            lines.sort();
                            let expected = responses(path, method, origin);
                            let fits = expected
                                .iter()
                                .position(|expected| *expected == (response.status, lines.clone()));
                            let Some(fits) = fits else {
                                panic!("{method} {path} from {origin}: {response:?}");
                            };
                            let never = match client % 4 {
                                2 => Some(1),
                                3 => Some(0),
                                _ => None,
                            };
                            assert_ne!(Some(fits), never, "{method} {path} from {origin}");
                            if never.is_none() {
                                seen[fits].fetch_add(1, Ordering::Relaxed);
                            }
                            requests += 1;
                        }
                    }
                }
                requests
            }));
        }
        for flip in 0..1_000 {
            FLIPPING
                .replace(if flip % 2 == 0 { TWO } else { ONE })
                .expect("origins");
            tokio::time::sleep(std::time::Duration::from_micros(500)).await;
        }
        done.store(true, Ordering::Relaxed);
        let mut requests = 0;
        for client in clients {
            requests += client.await.expect("every response fits");
        }
        assert!(requests > 1_000, "{requests}");
        for seen in &*seen {
            assert!(seen.load(Ordering::Relaxed) > 100, "{seen:?}");
        }
    }
}
