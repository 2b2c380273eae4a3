//! The report of a `Rocket`.

use ::rocket::{Build, Rocket, delete, get, http::ContentType, local::blocking::Client, post};
use cors_runtime::{
    cors,
    report::Report,
    rocket::{Cors, routes},
};

#[cors(origins = ["https://app.example.com"], credentials, max_age = 600)]
#[get("/users/<id>")]
fn user(id: u32) -> String {
    id.to_string()
}
const USER_LINE: u32 = line!() - 5;

#[cors(origins = ["https://app.example.com"], headers = ["content-type"])]
#[post("/users", format = "json")]
fn create() {}

#[cors(origins = ["https://app.example.com"], headers = ["content-type"])]
#[post("/users", format = "text/csv", rank = 2)]
fn import() {}

#[cors(disabled)]
#[delete("/users/<id>")]
fn remove(id: u32) -> String {
    id.to_string()
}

#[get("/health")]
fn health() -> &'static str {
    "ok"
}

fn rocket() -> Rocket<Build> {
    ::rocket::build()
        .attach(Cors::fairing())
        .mount("/", routes![health])
        .mount("/api", routes![user, create, import, remove])
}

fn table(report: Report) -> String {
    report.without_locations().to_string()
}

const TABLE: &str = "\
PATH             METHODS    ORIGINS                  CREDENTIALS  HEADERS       EXPOSED  MAX-AGE  ENFORCE
/api/users       POST       https://app.example.com  -            content-type  -        -        -
/api/users/<id>  GET, HEAD  https://app.example.com  yes          -             -        600 s    -

Without CORS:
/api/users/<id>  DELETE; disabled
/health          GET, HEAD
";

#[test]
fn report_is_equal_before_and_after_the_launch() {
    assert_eq!(table(Cors::report(&rocket())), TABLE);
    let client = Client::tracked(rocket()).expect("it launches");
    assert_eq!(table(Cors::report(client.rocket())), TABLE);
    assert_eq!(Cors::report(&rocket()), Cors::report(client.rocket()));
    // Not what it is about, but that the routes are there.
    let response = client
        .post("/api/users")
        .header(ContentType::JSON)
        .dispatch();
    assert_eq!(response.status().code, 200);
}

#[test]
fn policy_is_reported_with_its_place_in_the_source() {
    let report = Cors::report(&rocket());
    let user = report
        .entries()
        .iter()
        .find(|entry| entry.path() == "/api/users/<id>");
    let place = user
        .and_then(|user| user.granted()?.location())
        .expect("a place");
    assert_eq!((place.file(), place.line()), (file!(), USER_LINE));
}

#[test]
fn routes_that_may_not_stand_together_are_both_listed() {
    #[cors(origins = any)]
    #[get("/users/<id>", rank = 2)]
    fn other(id: u32) -> String {
        id.to_string()
    }
    let rocket = rocket().mount("/api", routes![other]);
    let report = Cors::report(&rocket);
    let users = report
        .entries()
        .iter()
        .filter(|entry| entry.path() == "/api/users/<id>");
    let origins: Vec<_> = users
        .filter_map(|user| Some(user.granted()?.origins().concat()))
        .collect();
    assert_eq!(origins.len(), 2, "{report}");
}
