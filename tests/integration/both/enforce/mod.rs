//! `enforce`: a request of a page that the policy rejects is refused before its handler runs.

mod before_handler;
mod http2;
mod proxy;
mod site;
mod socket;

use cors_tests::{
    APP, EVIL, HIDDEN, RawResponse, Request, Server, assert_refused, get, post, preflight,
    readable_by, request,
};

mod on_axum {
    use axum::{body::Bytes, middleware, response::Response};
    use cors_runtime::{
        axum::{
            CorsMethodRouter, CorsRouter,
            routing::{any, get},
        },
        cors,
    };

    #[cors(origins = ["https://app.example.com"], enforce)]
    async fn transfer(body: Bytes) -> String {
        format!("{} bytes", body.len())
    }

    #[cors(origins = ["https://app.example.com"], enforce, allow(forwarded_host))]
    async fn behind_proxy(body: Bytes) -> String {
        format!("{} bytes", body.len())
    }

    fn app(transfer: CorsMethodRouter, behind_proxy: CorsMethodRouter) -> CorsRouter {
        CorsRouter::new()
            .route("/", transfer)
            .route("/behind", behind_proxy)
    }

    /// The same handlers with the CORS boundary inside, outside, and with an opaque `any`.
    pub(super) fn apps() -> [CorsRouter; 3] {
        let inside = || {
            app(
                get(transfer).post(transfer),
                get(behind_proxy).post(behind_proxy),
            )
        };
        let layer = middleware::map_response(async |response: Response| response);
        [
            inside(),
            inside().layer(layer),
            app(any(transfer), any(behind_proxy)),
        ]
    }
}

mod on_rocket {
    // Rocket passes arguments by value.
    #![allow(clippy::needless_pass_by_value)]

    use cors_runtime::{
        cors,
        rocket::{Cors, routes},
    };
    use rocket::{Build, Rocket, get, post};

    #[cors(origins = ["https://app.example.com"], enforce)]
    #[post("/", data = "<body>")]
    fn transfer(body: Vec<u8>) -> String {
        format!("{} bytes", body.len())
    }

    #[cors(origins = ["https://app.example.com"], enforce)]
    #[get("/")]
    fn balance() {}

    #[cors(origins = ["https://app.example.com"], enforce, allow(forwarded_host))]
    #[post("/behind", data = "<body>")]
    fn behind_proxy(body: Vec<u8>) -> String {
        format!("{} bytes", body.len())
    }

    pub(super) fn app() -> Rocket<Build> {
        rocket::build()
            .attach(Cors::fairing())
            .mount("/", routes![transfer, balance, behind_proxy])
    }
}

async fn servers() -> [Server; 4] {
    let [inside, outside, any] = on_axum::apps();
    [
        Server::start(inside).await,
        Server::start(outside).await,
        Server::start(any).await,
        Server::launch(on_rocket::app()).await,
    ]
}

/// Sends the requests to each server and checks the responses.
async fn check(cases: &[(&str, Request)], assert: impl Fn(&str, &RawResponse)) {
    for server in servers().await {
        let mut connection = server.connect().await;
        for (what, request) in cases {
            assert(what, &connection.send(request).await);
        }
    }
}

/// The handler ran, and no page can read the response.
fn ran_hidden(what: &str, response: &RawResponse) {
    let (status, text) = (response.status, response.text());
    assert_eq!((status, text), (200, "3 bytes"), "{what}");
    assert_eq!(response.cors(), HIDDEN, "{what}");
}

fn transfer() -> Request {
    post("/").body("text/plain", "abc")
}

fn from(origin: &str) -> Request {
    transfer().origin(origin)
}

#[rocket::async_test]
async fn allowed_origin_with_any_fetch_site_is_served() {
    let from_site = |site| from(APP).header("sec-fetch-site", site);
    let cases = [
        ("no site", from(APP)),
        ("cross-site", from_site("cross-site")),
        ("same-site", from_site("same-site")),
    ];
    check(&cases, |what, response| {
        let (status, text) = (response.status, response.text());
        assert_eq!((status, text), (200, "3 bytes"), "{what}");
        assert_eq!(response.cors(), readable_by(APP), "{what}");
    })
    .await;
    check(&[("GET", get("/").origin(APP))], |what, response| {
        assert_eq!(response.status, 200, "{what}");
        assert_eq!(response.cors(), readable_by(APP), "{what}");
    })
    .await;
}

#[rocket::async_test]
async fn request_without_origin_is_served() {
    let from_site = |site| transfer().header("sec-fetch-site", site);
    let cases = [
        ("no browser", transfer()),
        ("typed into the address bar", from_site("none")),
        ("the own page", from_site("same-origin")),
        ("a link of another site", from_site("cross-site")),
    ];
    check(&cases, ran_hidden).await;
}

#[rocket::async_test]
async fn get_and_head_of_foreign_page_are_refused() {
    for method in ["GET", "HEAD"] {
        let foreign = [
            ("unlisted", request(method, "/").origin(EVIL)),
            ("null", request(method, "/").origin("null")),
            ("two origins", request(method, "/").origin(APP).origin(APP)),
        ];
        check(&foreign, assert_refused).await;
    }
}

#[rocket::async_test]
async fn preflight_with_enforce_is_decided_by_origin_alone() {
    check(
        &[("allowed", preflight("/", APP, "POST"))],
        |_, response| {
            assert_eq!(response.status, 204);
            assert_eq!(response.all("access-control-allow-origin"), [APP]);
        },
    )
    .await;
    // Pages of the own site send no preflights, so a preflight that claims to be from one gets no permission.
    let own = preflight("/", "https://api.example.com", "POST");
    let foreign = [
        ("foreign", preflight("/", EVIL, "POST")),
        ("own", own.header("sec-fetch-site", "same-origin")),
    ];
    check(&foreign, assert_refused).await;
}
