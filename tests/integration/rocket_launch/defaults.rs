//! The launch log of a Rocket with a default policy, and its refusals to launch.

use cors_runtime::{
    Policy, cors, policy,
    rocket::{enforceable, routes},
};
use cors_tests::{Recorded, colourless};
use log::Level;
use rocket::{
    Build, Data, Request, Rocket, Route, delete,
    error::ErrorKind,
    fs::FileServer,
    get,
    http::Header,
    local::asynchronous::Client,
    post, put,
    route::{Handler, Outcome},
};

/// The CORS lines of a Rocket that refuses to launch.
pub(crate) async fn refusal(log: &Recorded, rocket: Rocket<Build>) -> Vec<String> {
    log.clear();
    let Err(error) = rocket.ignite().await else {
        panic!("it ignites")
    };
    assert!(
        matches!(error.kind(), ErrorKind::SentinelAborts(_)),
        "{error:?}"
    );
    drop(error);
    let lines = log.take().into_iter();
    lines
        .inspect(|line| assert_eq!(line.level, Level::Error))
        .map(|line| line.text)
        .collect()
}

/// The lines of a launch below the heading `CORS:`.
pub(crate) async fn launch(log: &Recorded, rocket: Rocket<Build>) -> Vec<String> {
    log.clear();
    drop(Client::untracked(rocket).await.expect("it launches"));
    log.take_launch().split_off(1)
}

#[get("/users")]
fn list() {}

#[post("/users")]
fn create() {}

#[cors(origins = ["https://admin.example.com"])]
#[delete("/users")]
fn remove() {}

#[cors(origins = ["https://admin.example.com"], enforce)]
#[delete("/stated")]
fn stated() {}

#[cors(origins = ["https://admin.example.com"], enforce = false)]
#[get("/open")]
fn open() {}

#[cors(disabled)]
#[put("/users")]
fn internal() {}

#[cors(origins = ["https://app.example.com"], credentials)]
fn lenient(routes: Vec<Route>) -> Rocket<Build> {
    colourless().mount("/", routes)
}

#[cors(origins = ["https://app.example.com"], enforce)]
fn enforced(routes: Vec<Route>) -> Rocket<Build> {
    colourless().mount("/", routes)
}

#[rocket::async_test]
async fn launch_log_names_the_default_and_its_routes() {
    let log = Recorded::alone().await;
    let app = lenient(routes![create, remove, internal]).mount("/v2/", rocket::routes![list]);
    assert_eq!(
        launch(&log, app).await,
        [
            "default: https://app.example.com, with credentials",
            "(remove) DELETE /users: https://admin.example.com",
            "(create) POST /users: default",
            "(list) GET /v2/users: default",
        ]
    );
    assert_eq!(
        launch(&log, enforced(vec![])).await,
        ["default: https://app.example.com, enforced"]
    );
}

#[rocket::async_test]
async fn inner_policy_that_drops_enforce_is_named() {
    let log = Recorded::alone().await;
    let lines = refusal(
        &log,
        enforced(routes![list, remove, stated, open, internal]),
    )
    .await;
    assert_eq!(lines.len(), 2, "{lines:?}");
    for (line, route) in lines
        .iter()
        .zip(["DELETE /users (`remove`)", "PUT /users (`internal`)"])
    {
        assert!(line.starts_with(route), "{line}");
        assert!(
            line.contains("write `enforce` or `enforce = false` in that policy"),
            "{line}"
        );
    }
    assert_eq!(
        launch(&log, enforced(routes![list, stated, open]))
            .await
            .len(),
        4
    );
}

#[rocket::async_test]
async fn route_that_enforce_cannot_wrap_is_named() {
    let log = Recorded::alone().await;
    let files = FileServer::from("integration/rocket").rank(3);
    let app = || enforced(routes![create]);
    let lines = refusal(
        &log,
        app()
            .mount("/v2", rocket::routes![list])
            .mount("/static", files.clone()),
    )
    .await;
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].starts_with("GET /v2/users (`list`)"), "{lines:?}");
    assert!(
        lines[1].starts_with("GET /static/<path..> (`FileServer: "),
        "{lines:?}"
    );
    for line in lines {
        assert!(
            line.contains("`cors_runtime::rocket::enforceable(…)`"),
            "{line}"
        );
    }
    let app = app()
        .mount("/v2", enforceable(rocket::routes![list]))
        .mount("/static", enforceable(files.clone()));
    assert_eq!(launch(&log, app).await.len(), 4);
    // A policy without `enforce` needs no wrapped handler.
    let app = lenient(rocket::routes![list]).mount("/static", files);
    assert_eq!(launch(&log, app).await.len(), 3);
}

/// A handler that runs code before that of another route.
#[derive(Clone)]
struct Before(Box<dyn Handler>);

#[rocket::async_trait]
impl Handler for Before {
    async fn handle<'r>(&self, request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r> {
        request.local_cache(|| "it has run");
        self.0.handle(request, data).await
    }
}

fn behind(routes: Vec<Route>) -> Vec<Route> {
    let behind = |mut route: Route| {
        route.handler = Box::new(Before(route.handler));
        route
    };
    routes.into_iter().map(behind).collect()
}

#[rocket::async_test]
async fn handler_that_runs_before_an_enforced_one_is_named() {
    let log = Recorded::alone().await;
    let lines = refusal(&log, enforced(behind(routes![create, stated, open]))).await;
    let own =
        "DELETE /stated (`stated`): its policy has `enforce`, but another handler wraps the route";
    let of_default =
        "POST /users (`create`): the policy of the whole Rocket has `enforce`, but cannot";
    for start in [own, of_default] {
        assert!(
            lines.iter().any(|line| line.starts_with(start)),
            "{lines:?}"
        );
    }
    let without_default = colourless()
        .attach(cors_runtime::rocket::Cors::fairing())
        .mount("/", behind(routes![stated, open]));
    assert_eq!(refusal(&log, without_default).await.len(), 1);

    let app = enforced(enforceable(behind(routes![create, stated, open])));
    let client = Client::untracked(app).await.expect("it launches");
    for (sent, origin, status) in [
        (client.delete("/stated"), "https://admin.example.com", 200),
        (client.delete("/stated"), "https://app.example.com", 403),
        (client.post("/users"), "https://app.example.com", 200),
        (client.post("/users"), "https://admin.example.com", 403),
        (client.get("/open"), "https://evil.example", 200),
    ] {
        let response = sent.header(Header::new("origin", origin)).dispatch().await;
        assert_eq!(response.status().code, status, "{origin}");
    }
}

#[rocket::async_test]
async fn two_policies_of_one_rocket_refuse_to_launch() {
    static NAMED: Policy = policy!(origins = any);

    #[cors(policy = NAMED)]
    fn outer(inside: Rocket<Build>) -> Rocket<Build> {
        inside
    }

    let log = Recorded::alone().await;
    let lines = refusal(&log, outer(lenient(routes![list]))).await;
    let [line] = &lines[..] else {
        panic!("{lines:?}")
    };
    assert!(
        line.contains("(https://app.example.com, with credentials and any origin)"),
        "{line}"
    );

    // The policy inside wins, and covers every route.
    #[cors(disabled)]
    fn none(inside: Rocket<Build>) -> Rocket<Build> {
        inside
    }
    let app = none(lenient(routes![list]));
    assert_eq!(launch(&log, app).await.len(), 2);
    // Inside, it is a policy for the whole Rocket.
    let lines = refusal(&log, outer(none(colourless()))).await;
    assert!(
        lines[0].contains("(`disabled` and any origin)"),
        "{lines:?}"
    );
    let twice = outer(outer(colourless().mount("/", routes![list])));
    assert_eq!(launch(&log, twice).await.len(), 2);
}

#[rocket::async_test]
async fn conflicts_are_those_of_the_policies_that_hold() {
    #[cors(origins = ["https://app.example.com"], credentials)]
    #[post("/numbers/<_>")]
    fn same() {}

    #[post("/numbers/<_number>", rank = 7)]
    fn plain(_number: u8) {}

    #[cors(origins = ["https://admin.example.com"])]
    #[post("/numbers/<_>", rank = 9)]
    fn other() {}

    let log = Recorded::alone().await;
    // On a Rocket without a policy the plain one has none, and they differ.
    let routes = routes![same, plain];
    assert_eq!(launch(&log, lenient(routes.clone())).await.len(), 3);
    let without = colourless()
        .attach(cors_runtime::rocket::Cors::fairing())
        .mount("/", routes);
    assert_eq!(refusal(&log, without).await.len(), 1);
    let lines = refusal(&log, lenient(routes![plain, other])).await;
    let [line] = &lines[..] else {
        panic!("{lines:?}")
    };
    assert!(
        line.starts_with(
            "POST /numbers/<_number> (`plain`) and POST /numbers/<_> (`other`) match the same requests"
        ),
        "{line}"
    );
}
