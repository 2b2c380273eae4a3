//! Responses of a release build, requested by a test of a debug build.

use cors_runtime::{
    AllowedOrigin,
    axum::{
        CorsRouter,
        routing::{get, put},
    },
    cors,
    testing::{self, Browser, Reason},
};
use rocket::local::asynchronous;
use tower::layer::util::Identity;

use crate::{API, APP};

const DEV: &str = "http://localhost:5173";

#[cors(origins = ["https://app.example.com"], dev_origins = ["http://localhost:*"])]
async fn users() {}

#[cors(dev_origins = ["http://localhost:5173"], credentials)]
async fn debug() {}

#[cors(origins = [env("AS_RELEASE_UNSET", default = ["https://app.example.com"])], dev_origins = ["http://localhost:5173"])]
async fn dynamic() {}

#[cors(origins = ["https://app.example.com"], dev_origins = ["http://localhost:5173"], enforce)]
async fn enforced() {}

mod on_rocket {
    use cors_runtime::{
        cors,
        rocket::{Cors, routes},
    };
    use rocket::{Build, Rocket, get, put};

    #[cors(origins = ["https://app.example.com"], dev_origins = ["http://localhost:*"])]
    #[get("/users")]
    fn users() {}

    #[cors(origins = ["https://app.example.com"], dev_origins = ["http://localhost:5173"], enforce)]
    #[put("/enforced")]
    fn enforced() {}

    pub(super) fn rocket() -> Rocket<Build> {
        rocket::build()
            .attach(Cors::fairing())
            .mount("/", routes![users, enforced])
    }
}

fn app() -> CorsRouter {
    CorsRouter::new()
        .route("/users", get(users))
        .route("/debug", get(debug))
        .route("/dynamic", get(dynamic))
        .route("/layered", get(users).layer(Identity::new()))
        .route("/enforced", put(enforced))
}

fn outcome(fetched: &Result<testing::Response, testing::Blocked>) -> Option<Reason> {
    fetched.as_ref().err().map(testing::Blocked::reason)
}

#[tokio::test]
async fn axum_as_release_rejects_dev_origins() {
    let open = |page: &str| Browser::at(page).open_at(API, app());
    for path in ["/users", "/debug", "/dynamic", "/layered"] {
        let (debug, release) = (open(DEV), open(DEV).as_release());
        // At the same time, so that shared state would mix them up.
        let (debug, release) = tokio::join!(
            debug.fetch(testing::get(path)),
            release.fetch(testing::get(path))
        );
        assert_eq!(outcome(&debug), None, "{path}");
        assert_eq!(outcome(&release), Some(Reason::OriginNotAllowed), "{path}");
    }
    for (path, expected) in [
        ("/users", None),
        ("/debug", Some(Reason::OriginNotAllowed)),
        ("/dynamic", None),
    ] {
        let fetched = open(APP).as_release().fetch(testing::get(path)).await;
        assert_eq!(outcome(&fetched), expected, "{path}");
    }
}

#[tokio::test]
async fn one_app_serves_debug_and_release_in_turn() {
    let app = app();
    for _ in 0..3 {
        let browser = Browser::at(DEV).open_at(API, app.clone());
        assert!(browser.fetch(testing::get("/users")).await.is_ok());
        let browser = browser.as_release();
        assert!(browser.fetch(testing::get("/users")).await.is_err());
    }
}

#[tokio::test]
async fn refused_preflight_as_release_has_no_explanation() {
    let browser = Browser::at(DEV).open_at(API, app());
    assert!(browser.fetch(testing::put("/enforced")).await.is_ok());
    let browser = browser.as_release();
    let refused = browser
        .fetch(testing::put("/enforced").header("x-a", "1"))
        .await;
    assert_eq!(outcome(&refused), Some(Reason::OriginNotAllowed));
    let exchanges = browser.exchanges();
    let response = exchanges.last().expect("a preflight");
    assert_eq!((response.is_preflight(), response.status()), (true, 403));
    assert!(
        !browser.explain().contains("origin-not-allowed"),
        "{}",
        browser.explain()
    );
}

#[tokio::test]
async fn allowed_origin_respects_the_release_option() {
    let post = || testing::post("/allowed").mode(testing::Mode::NoCors);
    #[cors(origins = ["https://app.example.com"], dev_origins = ["http://localhost:5173"])]
    async fn allowed(origin: Option<AllowedOrigin>) -> [(&'static str, &'static str); 1] {
        [("x-allowed", if origin.is_some() { "yes" } else { "no" })]
    }
    let app = CorsRouter::new().route("/allowed", cors_runtime::axum::routing::post(allowed));
    let browser = Browser::at(DEV).open_at(API, app);
    let last = |browser: &Browser| browser.exchanges().pop().expect("a request");
    browser.fetch(post()).await.expect("it is sent");
    assert_eq!(
        last(&browser).response_header("x-allowed").as_deref(),
        Some("yes")
    );
    let browser = browser.as_release();
    browser.fetch(post()).await.expect("it is sent");
    assert_eq!(
        last(&browser).response_header("x-allowed").as_deref(),
        Some("no")
    );
}

#[rocket::async_test]
async fn rocket_as_release_rejects_dev_origins() {
    let client = || asynchronous::Client::untracked(on_rocket::rocket());
    for request in [testing::get("/users"), testing::put("/enforced")] {
        let browser = Browser::at(DEV).open_at(API, client().await.expect("it launches"));
        assert_eq!(outcome(&browser.fetch(request.clone()).await), None);
        let browser = browser.as_release();
        let refused = browser.fetch(request.clone()).await;
        assert_eq!(outcome(&refused), Some(Reason::OriginNotAllowed));
        let browser = browser.go_to(APP);
        assert_eq!(outcome(&browser.fetch(request).await), None);
    }
}
