//! What a Rocket with a policy of its own says of it, and when it refuses to launch.
//!
//! A process has one logger, so this is a process of its own, and its tests wait for each other.

use std::sync::{Mutex, OnceLock};

use cors_runtime::{
    Policy, cors, policy,
    rocket::{enforceable, routes},
};
use log::{Level, LevelFilter, Log, Metadata, Record};
use rocket::{
    Build, Config, Rocket, Route, delete, error::ErrorKind, fs::FileServer, get,
    local::asynchronous::Client, post, put,
};
use tokio::sync::MutexGuard;

/// Keeps every line that anybody logs.
struct Recorder(Mutex<Vec<(Level, String, String)>>);

impl Log for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        let (target, text) = (record.target().to_owned(), record.args().to_string());
        let mut lines = self.0.lock().expect("no panic");
        lines.push((record.level(), target, text));
    }

    fn flush(&self) {}
}

/// The log, for one test at a time.
struct Recorded(
    &'static Recorder,
    #[allow(dead_code)] MutexGuard<'static, ()>,
);

impl Recorded {
    async fn alone() -> Self {
        static ALONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
        static RECORDER: OnceLock<&Recorder> = OnceLock::new();
        let alone = ALONE.lock().await;
        let recorder = RECORDER.get_or_init(|| {
            let recorder: &Recorder = Box::leak(Box::new(Recorder(Mutex::default())));
            log::set_logger(recorder).expect("no Rocket was built before");
            log::set_max_level(LevelFilter::Trace);
            recorder
        });
        recorder.0.lock().expect("no panic").clear();
        Self(recorder, alone)
    }

    fn take(&self) -> Vec<(Level, String, String)> {
        std::mem::take(&mut *self.0.0.lock().expect("no panic"))
    }

    /// The lines of ours when a Rocket refuses to launch.
    async fn refusal(&self, rocket: Rocket<Build>) -> Vec<String> {
        self.take();
        let Err(error) = rocket.ignite().await else {
            panic!("it ignites")
        };
        assert!(
            matches!(error.kind(), ErrorKind::SentinelAborts(_)),
            "{error:?}"
        );
        drop(error);
        let ours = self.take().into_iter();
        ours.filter(|(_, target, _)| target.starts_with("cors"))
            .inspect(|(level, ..)| assert_eq!(*level, Level::Error))
            .map(|(.., text)| text)
            .collect()
    }

    /// The lines of a launch from our heading on.
    async fn launch(&self, rocket: Rocket<Build>) -> Vec<String> {
        self.take();
        drop(Client::untracked(rocket).await.expect("it launches"));
        let lines = self.take().into_iter();
        lines
            .filter(|(_, target, _)| target.starts_with("rocket::launch"))
            .map(|(.., text)| text)
            .skip_while(|text| !text.contains("CORS:"))
            .skip(1)
            .take_while(|text| !text.contains("Rocket has launched"))
            .collect()
    }
}

/// Without colours, wherever the test runs.
fn rocket() -> Rocket<Build> {
    rocket::custom(Config {
        cli_colors: false,
        ..Config::debug_default()
    })
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
    rocket().mount("/", routes)
}

#[cors(origins = ["https://app.example.com"], enforce)]
fn enforced(routes: Vec<Route>) -> Rocket<Build> {
    rocket().mount("/", routes)
}

#[rocket::async_test]
async fn the_launch_log_says_the_default_once_and_which_routes_it_covers() {
    let log = Recorded::alone().await;
    let app = lenient(routes![create, remove, internal]).mount("/v2/", rocket::routes![list]);
    assert_eq!(
        log.launch(app).await,
        [
            "default: https://app.example.com, with credentials",
            "(remove) DELETE /users: https://admin.example.com",
            "(create) POST /users: default",
            "(list) GET /v2/users: default",
        ]
    );
    assert_eq!(
        log.launch(enforced(vec![])).await,
        ["default: https://app.example.com, enforced"]
    );
}

#[rocket::async_test]
async fn a_policy_inside_that_would_lose_enforcement_by_accident_is_named() {
    let log = Recorded::alone().await;
    let lines = log
        .refusal(enforced(routes![list, remove, stated, open, internal]))
        .await;
    assert_eq!(lines.len(), 2, "{lines:?}");
    for (line, route) in lines
        .iter()
        .zip(["DELETE /users (`remove`)", "PUT /users (`internal`)"])
    {
        assert!(line.starts_with(route), "{line}");
        assert!(
            line.contains("write `enforce` or `enforce = false` there"),
            "{line}"
        );
    }
    assert_eq!(
        log.launch(enforced(routes![list, stated, open]))
            .await
            .len(),
        4
    );
}

#[rocket::async_test]
async fn a_route_that_nothing_can_stand_before_is_named() {
    let log = Recorded::alone().await;
    let files = FileServer::from("tests/rocket").rank(3);
    let app = || enforced(routes![create]);
    let lines = log
        .refusal(
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
    assert_eq!(log.launch(app).await.len(), 4);
    // A policy that does not enforce stands before nothing.
    let app = lenient(rocket::routes![list]).mount("/static", files);
    assert_eq!(log.launch(app).await.len(), 3);
}

#[rocket::async_test]
async fn two_policies_of_one_rocket_refuse_to_launch() {
    static NAMED: Policy = policy!(origins = any);

    #[cors(policy = NAMED)]
    fn outer(inside: Rocket<Build>) -> Rocket<Build> {
        inside
    }

    let log = Recorded::alone().await;
    let lines = log.refusal(outer(lenient(routes![list]))).await;
    let [line] = &lines[..] else {
        panic!("{lines:?}")
    };
    assert!(
        line.contains("(https://app.example.com, with credentials and any origin)"),
        "{line}"
    );

    // No policy is none that differs.
    #[cors(disabled)]
    fn none(inside: Rocket<Build>) -> Rocket<Build> {
        inside
    }
    let app = none(lenient(routes![list]));
    assert_eq!(log.launch(app).await.len(), 2);
    let twice = outer(outer(rocket().mount("/", routes![list])));
    assert_eq!(log.launch(twice).await.len(), 2);
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
    assert_eq!(log.launch(lenient(routes.clone())).await.len(), 3);
    let without = rocket()
        .attach(cors_runtime::rocket::Cors::fairing())
        .mount("/", routes);
    assert_eq!(log.refusal(without).await.len(), 1);
    let lines = log.refusal(lenient(routes![plain, other])).await;
    let [line] = &lines[..] else {
        panic!("{lines:?}")
    };
    assert!(
        line.starts_with(
            "POST /numbers/<_number> (`plain`) and POST /numbers/<_> (`other`) take the same requests"
        ),
        "{line}"
    );
}
