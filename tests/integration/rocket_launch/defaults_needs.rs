//! A default policy has to fit the guards and formats of the routes: their headers, and `credentials`.

use cors_runtime::{cors, rocket::routes};
use cors_tests::{Recorded, colourless};
use log::Level;
use rocket::{Build, Rocket, Route, local::asynchronous::Client};

use super::defaults::{launch, refusal};

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

    // A form can send this format.
    #[post("/plain", format = "plain", data = "<_note>")]
    pub(crate) fn plain(_note: Json<u8>) {}
}

#[cors(origins = ["https://app.example.com"])]
fn bare(routes: Vec<Route>) -> Rocket<Build> {
    colourless().mount("/api", routes)
}

#[rocket::async_test]
async fn default_without_the_needs_of_routes_refuses_to_launch() {
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

    // Rocket's own `routes!` reports only the formats.
    let lines = refusal(&log, bare(rocket::routes![json, typed, account])).await;
    assert_eq!(headlines(&lines).len(), 1, "{lines:?}");
}

#[rocket::async_test]
async fn default_with_the_needs_of_routes_is_launched() {
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
