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

/// The lines of ours when a Rocket refuses to launch.
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

/// The lines of a launch below our heading.
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
            line.contains("write `enforce` or `enforce = false` there"),
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
    // A policy that does not enforce stands before nothing.
    let app = lenient(rocket::routes![list]).mount("/static", files);
    assert_eq!(launch(&log, app).await.len(), 3);
}

/// A handler that does something before that of another route.
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
async fn a_handler_that_runs_before_an_enforced_one_is_named() {
    let log = Recorded::alone().await;
    let lines = refusal(&log, enforced(behind(routes![create, stated, open]))).await;
    let own = "DELETE /stated (`stated`): its policy is enforced, but another handler wraps it";
    let of_default =
        "POST /users (`create`): the policy of the whole Rocket is enforced, and cannot";
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
    for (ask, origin, status) in [
        (client.delete("/stated"), "https://admin.example.com", 200),
        (client.delete("/stated"), "https://app.example.com", 403),
        (client.post("/users"), "https://app.example.com", 200),
        (client.post("/users"), "https://admin.example.com", 403),
        (client.get("/open"), "https://evil.example", 200),
    ] {
        let response = ask.header(Header::new("origin", origin)).dispatch().await;
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

/// The headlines about the default policy, without the notes and helps.
fn headlines(lines: &[String]) -> Vec<&str> {
    let lines = lines.iter().flat_map(|line| line.lines());
    lines.filter(|line| !line.starts_with(' ')).collect()
}

mod guarded {
    use rocket::{
        form::Form,
        get,
        http::CookieJar,
        post, put,
        serde::{json::Json, msgpack::MsgPack},
    };

    #[post("/json", format = "json", data = "<_note>")]
    pub(crate) fn json(_note: String) {}

    #[put("/image", format = "image/png", data = "<_image>")]
    pub(crate) async fn image(_image: Vec<u8>) {}

    #[post("/typed/<_id>", data = "<_note>")]
    pub(crate) fn typed(_id: u8, _note: Json<(u8, u8)>) {}

    #[post("/packed", data = "<_note>")]
    pub(crate) async fn packed(_note: Option<MsgPack<u8>>) {}

    #[get("/account")]
    pub(crate) fn account<'r>(_jar: &'r CookieJar<'_>) -> &'r str {
        "…"
    }

    #[post("/form", data = "<_note>")]
    pub(crate) fn form(_note: Form<String>) {}

    // Its `Json` is a parameter of the query.
    #[post("/search?<_filter>", data = "<_note>")]
    pub(crate) fn search(_filter: Json<u8>, _note: Form<String>) {}

    // Here it is the format of the response.
    #[get("/list", format = "json")]
    pub(crate) fn list() {}

    // A form sends that.
    #[post("/plain", format = "plain", data = "<_note>")]
    pub(crate) fn plain(_note: Json<u8>) {}
}

#[cors(origins = ["https://app.example.com"])]
fn bare(routes: Vec<Route>) -> Rocket<Build> {
    colourless().mount("/api", routes)
}

#[rocket::async_test]
async fn default_without_what_routes_need_refuses_to_launch() {
    use guarded::{account, form, image, json, list, packed, plain, search, typed};

    let log = Recorded::alone().await;
    let routes = routes![
        json, image, typed, packed, account, form, search, list, plain
    ];
    let lines = refusal(&log, bare(routes)).await;
    let mut wrong = headlines(&lines);
    wrong.sort_unstable();
    assert_eq!(
        wrong,
        [
            "the default policy does not fit `GET /api/account`: `&CookieJar<'_>` takes cookies, and the policy \
             has no `credentials`",
            "the default policy does not fit `POST /api/json`: `format = \"application/json\"` takes JSON, and \
             `content-type` is not in `headers`",
            "the default policy does not fit `POST /api/packed`: `Option<MsgPack<u8>>` takes a body no form can \
             send, and `content-type` is not in `headers`",
            "the default policy does not fit `POST /api/typed/<_id>`: `Json<(u8, u8)>` takes JSON, and \
             `content-type` is not in `headers`",
            "the default policy does not fit `PUT /api/image`: `format = \"image/png\"` takes a body no form can \
             send, and `content-type` is not in `headers`",
        ]
    );
    let helps = lines.concat();
    assert!(
        helps.contains("help: see cors_runtime::rules#body-content-type"),
        "{helps}"
    );

    // Rocket's own `routes!` tells the formats alone.
    let lines = refusal(&log, bare(rocket::routes![json, typed, account])).await;
    assert_eq!(headlines(&lines).len(), 1, "{lines:?}");
}

#[rocket::async_test]
async fn default_with_what_routes_need_is_launched() {
    #[cors(
        origins = ["https://app.example.com"],
        headers = ["content-type"],
        credentials,
        enforce
    )]
    fn whole(routes: Vec<Route>) -> Rocket<Build> {
        colourless().mount("/", routes)
    }

    #[cors(
        origins = ["https://app.example.com"],
        allow(json_content_type, body_content_type, cookies_credentials)
    )]
    fn excused(routes: Vec<Route>) -> Rocket<Build> {
        colourless().mount("/", routes)
    }

    #[cors(origins = ["https://app.example.com"], methods = [GET])]
    fn read_only(routes: Vec<Route>) -> Rocket<Build> {
        colourless().mount("/", routes)
    }

    let log = Recorded::alone().await;
    let routes = || {
        use guarded::{account, json, packed, typed};
        routes![json, typed, packed, account]
    };
    assert_eq!(launch(&log, whole(routes())).await.len(), 5);
    assert_eq!(launch(&log, excused(routes())).await.len(), 5);
    let lines = refusal(&log, read_only(routes())).await;
    assert_eq!(headlines(&lines).len(), 1, "{lines:?}");
    assert!(lines[0].contains("`GET /account`"), "{lines:?}");
}

#[rocket::async_test]
async fn routes_compile_beside_variables_of_their_names() {
    use guarded::account;

    let log = Recorded::alone().await;
    // It hides the function, so the guards of this route are not known.
    let account = String::from(stringify!(account));
    drop(account);
    let lines = refusal(&log, bare(routes![account, guarded::typed])).await;
    assert_eq!(headlines(&lines).len(), 1, "{lines:?}");
    assert!(lines[0].contains("`POST /api/typed/<_id>`"), "{lines:?}");
}

#[rocket::async_test]
async fn forms_any_site_can_submit_are_warned_of_at_launch() {
    use guarded::{account, form, json, plain, typed};

    #[cors(origins = ["https://app.example.com"], headers = ["content-type"], credentials)]
    fn whole(routes: Vec<Route>) -> Rocket<Build> {
        colourless().mount("/", routes)
    }

    let log = Recorded::alone().await;
    let client = Client::untracked(whole(routes![account, form, json, plain, typed])).await;
    drop(client.expect("it launches"));
    let warnings: Vec<_> = log
        .take()
        .into_iter()
        .filter(|line| line.level == Level::Warn)
        .map(|line| line.text)
        .collect();
    assert_eq!(warnings.len(), 3, "{warnings:?}");
    for (warning, route) in warnings.iter().zip(["/form", "/plain", "/typed/<_id>"]) {
        assert!(
            warning.contains("any site can submit a form to this handler"),
            "{warning}"
        );
        assert!(warning.contains(route), "{warning}");
    }
}
