//! Default policies: the policy of a Rocket applies to every route that has none of its own.

// Rocket passes arguments by value.
#![allow(clippy::needless_pass_by_value)]

use cors_runtime::{
    Policy, cors, policy,
    rocket::{Cors, routes, verify_blocking},
};
use rocket::{
    Build, Request as Asked, Rocket, State, catch, catchers, delete, fairing::AdHoc,
    fs::FileServer, get, local::blocking::Client, options, post, put,
};

use cors_tests::{
    ADMIN, APP, EVIL, HIDDEN, NONE, PREFLIGHT_VARY, Server, get as get_, preflight, quiet,
    readable_by, request,
};

#[get("/users")]
fn list() -> &'static str {
    "users"
}

#[cors(origins = ["https://admin.example.com"])]
#[delete("/users")]
fn remove() -> &'static str {
    "removed"
}

#[cors(disabled)]
#[put("/users")]
fn internal() -> &'static str {
    "internal"
}

#[post("/numbers/<number>")]
fn number(number: u8) -> String {
    number.to_string()
}

#[cors(origins = ["https://admin.example.com"])]
#[get("/numbers/<number>")]
fn own_number(number: u8) -> String {
    number.to_string()
}

#[catch(404)]
fn not_found(request: &Asked<'_>) -> String {
    format!("nothing at {}", request.uri())
}

#[cors(origins = ["https://app.example.com"])]
fn app() -> Rocket<Build> {
    rocket::build()
        .mount("/", routes![list, remove, internal, number, own_number])
        .register("/caught", catchers![not_found])
}

/// The headers that a page of this origin sees, and pages of others do not.
async fn check(server: &Server, method: &str, path: &str, origin: &str, status: u16) {
    let what = format!("{method} {path}");
    let response = server.send(request(method, path).origin(origin)).await;
    assert_eq!(
        (response.status, response.cors()),
        (status, readable_by(origin)),
        "{what}"
    );
    for hidden in [
        request(method, path).origin(EVIL),
        request(method, path).origin("null"),
        request(method, path),
    ] {
        let hidden = server.send(hidden).await;
        assert_eq!(hidden.status, status, "{what}");
        assert_eq!(hidden.cors(), HIDDEN, "{what}");
    }
    let permitted = server.send(preflight(path, origin, method)).await;
    assert_eq!(permitted.status, 204, "{what}");
    assert_eq!(permitted.all("access-control-allow-origin"), [origin]);
    let refused = server.send(preflight(path, EVIL, method)).await;
    assert_eq!(
        (refused.status, refused.cors()),
        (403, vec![PREFLIGHT_VARY.to_owned()]),
        "{what}"
    );
}

#[rocket::async_test]
async fn default_applies_to_routes_without_a_policy_only() {
    let server = Server::launch(app()).await;
    check(&server, "GET", "/users", APP, 200).await;
    check(&server, "HEAD", "/users", APP, 200).await;
    // The most specific policy wins whole.
    check(&server, "DELETE", "/users", ADMIN, 200).await;
    let foreign = server.send(preflight("/users", APP, "DELETE")).await;
    assert_eq!((foreign.status, foreign.cors().len()), (403, 1));
    // Without CORS on purpose.
    let response = server.send(request("PUT", "/users").origin(APP)).await;
    assert_eq!((response.status, response.cors()), (200, vec![]));
    let refused = server.send(preflight("/users", APP, "PUT")).await;
    assert_eq!((refused.status, refused.cors().len()), (403, 1));
}

#[rocket::async_test]
async fn unserved_paths_are_readable_under_the_default() {
    let server = Server::launch(app()).await;
    for (method, path) in [
        ("POST", "/users"),
        ("PATCH", "/users"),
        ("GET", "/unknown"),
        ("HEAD", "/unknown"),
        ("DELETE", "/caught/unknown"),
        ("OPTIONS", "/unknown"),
        ("GET", "/"),
    ] {
        check(&server, method, path, APP, 404).await;
    }
    let caught = server.send(get_("/caught/it").origin(APP)).await;
    assert_eq!(caught.text(), "nothing at /caught/it");
    assert_eq!(caught.cors(), readable_by(APP));
    // Methods that need no permission, and those that no browser sends.
    for method in ["PURGE", "users", "", "TRACE"] {
        let refused = server.send(preflight("/unknown", APP, method)).await;
        assert_eq!((refused.status, refused.cors().len()), (403, 1), "{method}");
    }
}

#[rocket::async_test]
async fn a_guard_that_fails_leaves_the_policy_of_its_route() {
    let server = Server::launch(app()).await;
    check(&server, "POST", "/numbers/7", APP, 200).await;
    check(&server, "POST", "/numbers/x", APP, 422).await;
    check(&server, "GET", "/numbers/7", ADMIN, 200).await;
    check(&server, "GET", "/numbers/x", ADMIN, 422).await;
}

#[rocket::async_test]
async fn the_methods_are_those_of_the_routes() {
    let server = Server::launch(app()).await;
    for (path, method, methods) in [
        ("/users", "GET", "GET,HEAD"),
        ("/numbers/7", "POST", "POST"),
        ("/unknown", "PUT", "GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS"),
    ] {
        let response = server.send(preflight(path, APP, method)).await;
        assert_eq!(
            response.all("access-control-allow-methods"),
            [methods],
            "{path}"
        );
    }
    let options = server.send(request("OPTIONS", "/users").origin(APP)).await;
    assert_eq!(
        (options.status, options.allow()),
        (
            204,
            ["DELETE", "GET", "HEAD", "OPTIONS", "PUT"]
                .map(str::to_owned)
                .to_vec()
        )
    );
    assert_eq!(options.cors(), readable_by(APP));
}

#[rocket::async_test]
async fn options_of_the_user_have_it_too() {
    #[options("/<_..>")]
    fn every() -> &'static str {
        "options"
    }
    #[cors(origins = ["https://app.example.com"], methods = [GET, OPTIONS])]
    fn with_options() -> Rocket<Build> {
        rocket::build().mount("/", routes![list, every])
    }

    let server = Server::launch(with_options()).await;
    check(&server, "OPTIONS", "/users", APP, 200).await;
    let response = server
        .send(request("OPTIONS", "/unknown").origin(APP))
        .await;
    assert_eq!(response.text(), "options");
    // The methods a policy names bind what nothing serves, too.
    let refused = server.send(preflight("/unknown", APP, "PUT")).await;
    assert_eq!((refused.status, refused.cors().len()), (403, 1));
    let response = server.send(request("PUT", "/unknown").origin(APP)).await;
    assert_eq!(
        (response.status, response.cors()),
        (404, vec!["vary: origin".to_owned()])
    );
}

#[rocket::async_test]
async fn default_applies_to_routes_mounted_by_rocket_itself() {
    #[cors(origins = ["https://app.example.com"])]
    fn files() -> Rocket<Build> {
        rocket::build()
            .mount("/static", FileServer::from("integration/rocket").rank(3))
            .mount("/plain", rocket::routes![list])
            .mount("/own", routes![remove])
    }
    // The routes that a caller adds are on the same Rocket.
    let later = files().mount("/later", rocket::routes![list]);
    let server = Server::launch(later).await;
    check(&server, "GET", "/static/main.rs", APP, 200).await;
    check(&server, "GET", "/static/none.rs", APP, 404).await;
    check(&server, "GET", "/plain/users", APP, 200).await;
    check(&server, "GET", "/later/users", APP, 200).await;
    check(&server, "DELETE", "/own/users", ADMIN, 200).await;
}

static NAMED: Policy = policy!(origins = ["https://app.example.com"], credentials);

#[rocket::async_test]
async fn rocket_function_stays_callable() {
    struct App {
        prefix: &'static str,
    }

    impl App {
        #[cors(policy = NAMED)]
        async fn rocket(&self, text: &str) -> Rocket<Build> {
            let rocket = rocket::build().manage(text.to_owned());
            if self.prefix.is_empty() {
                return rocket;
            }
            std::future::ready(rocket)
                .await
                .mount(self.prefix, routes![text])
        }
    }

    #[get("/text")]
    fn text(text: &State<String>) -> &str {
        text
    }

    #[cors(base = NAMED, credentials = false)]
    fn attached<T: Send + Sync + 'static>(value: T) -> Rocket<Build> {
        let rocket = rocket::build().attach(Cors::fairing()).manage(value);
        rocket.attach(Cors::fairing()).mount("/", routes![list])
    }

    let app = App { prefix: "/app" };
    let server = Server::launch(app.rocket("hello").await).await;
    let response = server.send(get_("/app/text").origin(APP)).await;
    assert_eq!(response.text(), "hello");
    assert_eq!(response.all("access-control-allow-credentials"), ["true"]);
    let empty = App { prefix: "" }.rocket("").await;
    let response = Server::launch(empty)
        .await
        .send(get_("/").origin(APP))
        .await;
    assert_eq!(response.all("access-control-allow-credentials"), ["true"]);
    let server = Server::launch(attached(7_u8)).await;
    check(&server, "GET", "/users", APP, 200).await;
}

#[rocket::async_test]
async fn without_a_default_unknown_paths_are_left_alone() {
    #[cors(disabled)]
    fn none() -> Rocket<Build> {
        rocket::build()
            .attach(Cors::fairing())
            .mount("/", routes![list, remove])
    }

    let server = Server::launch(none()).await;
    for (method, path) in [("GET", "/users"), ("GET", "/unknown"), ("PUT", "/users")] {
        let response = server.send(request(method, path).origin(APP)).await;
        assert_eq!(response.cors(), NONE, "{method} {path}");
    }
    let refused = server.send(preflight("/unknown", APP, "GET")).await;
    assert_eq!((refused.status, refused.cors()), (404, vec![]));
}

/// Also where no other route asks for the fairing.
#[rocket::async_test]
async fn default_policy_given_twice_is_accepted() {
    #[cors(policy = NAMED)]
    fn inner() -> Rocket<Build> {
        rocket::build().mount("/", routes![list])
    }
    #[cors(origins = ["https://app.example.com"], credentials)]
    fn outer() -> Rocket<Build> {
        inner()
    }
    let server = Server::launch(outer()).await;
    let response = server.send(get_("/users").origin(APP)).await;
    assert_eq!(response.all("access-control-allow-origin"), [APP]);
    assert_eq!(response.all("vary"), ["origin"]);
}

#[test]
fn verify_checks_plain_routes_and_unserved_paths() {
    let client =
        |rocket: Rocket<Build>| Client::untracked(rocket.configure(quiet())).expect("it launches");
    let verified = verify_blocking(&client(app())).expect("it gets through");
    // Four routes with a policy, and none.
    assert_eq!(verified.preflights(), 5);

    let turned_away = app().attach(AdHoc::on_response("401", |request, response| {
        Box::pin(async move {
            if request.uri().path() == "/cors-verify/cors-verify"
                || request.uri().path() == "/users"
            {
                response.set_status(rocket::http::Status::Unauthorized);
            }
        })
    }));
    let refused = verify_blocking(&client(turned_away)).expect_err("it does not");
    let text = refused.to_string();
    for line in [
        "GET /users",
        "DELETE /users",
        "GET /cors-verify/cors-verify",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
    assert!(!text.contains("/numbers"), "{text}");
}

#[rocket::async_test]
async fn disabled_route_is_not_exposed_by_a_hidden_one() {
    #[cors(disabled)]
    #[get("/<_name>", rank = 1)]
    fn off(_name: &str) {}

    #[get("/users", rank = 2)]
    fn hidden() {}

    #[cors(origins = ["https://app.example.com"])]
    fn hiding() -> Rocket<Build> {
        rocket::build().mount("/", routes![off, hidden])
    }

    let server = Server::launch(hiding()).await;
    let response = server.send(preflight("/users", APP, "GET")).await;
    assert_eq!(response.status, 403);
    let response = server.send(get_("/users").origin(APP)).await;
    assert_eq!((response.status, response.cors()), (200, vec![]));
}
