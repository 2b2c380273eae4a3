//! Default policies: the policy of a Rocket applies to every route that has none of its own.

// Rocket passes arguments by value.
#![allow(clippy::needless_pass_by_value)]

use cors_runtime::{
    Policy, cors, policy,
    rocket::{Cors, routes, verify_blocking},
};
use rocket::{
    Build, Request as RocketRequest, Rocket, State, catch, catchers, delete, fairing::AdHoc,
    fs::FileServer, get, local::blocking::Client, options, post,
};

use cors_tests::{
    ADMIN, APP, Server, assert_policy, get as get_, preflight, quiet, readable_by, request,
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

#[post("/numbers/<number>")]
fn number(number: u8) -> String {
    number.to_string()
}

#[catch(404)]
fn not_found(request: &RocketRequest<'_>) -> String {
    format!("nothing at {}", request.uri())
}

#[cors(origins = ["https://app.example.com"])]
fn app() -> Rocket<Build> {
    rocket::build()
        .mount("/", routes![list, remove, number])
        .register("/caught", catchers![not_found])
}

#[rocket::async_test]
async fn catcher_of_an_unserved_path_is_readable() {
    let server = Server::launch(app()).await;
    for path in ["/caught/it", "/caught/unknown"] {
        assert_policy(&server, "DELETE", path, APP, 404).await;
        let caught = server.send(get_(path).origin(APP)).await;
        assert_eq!(caught.text(), format!("nothing at {path}"));
        assert_eq!(caught.cors(), readable_by(APP));
    }
}

#[rocket::async_test]
async fn options_routes_of_the_user_have_the_default() {
    #[options("/<_..>")]
    fn every() -> &'static str {
        "options"
    }
    #[cors(origins = ["https://app.example.com"], methods = [GET, OPTIONS])]
    fn with_options() -> Rocket<Build> {
        rocket::build().mount("/", routes![list, every])
    }

    let server = Server::launch(with_options()).await;
    assert_policy(&server, "OPTIONS", "/users", APP, 200).await;
    let response = server
        .send(request("OPTIONS", "/unknown").origin(APP))
        .await;
    assert_eq!(response.text(), "options");
    // The methods of a policy apply to unserved paths, too.
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
    assert_policy(&server, "GET", "/static/main.rs", APP, 200).await;
    assert_policy(&server, "GET", "/static/none.rs", APP, 404).await;
    assert_policy(&server, "GET", "/plain/users", APP, 200).await;
    assert_policy(&server, "GET", "/later/users", APP, 200).await;
    assert_policy(&server, "DELETE", "/own/users", ADMIN, 200).await;
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
    assert_policy(&server, "GET", "/users", APP, 200).await;
}

#[test]
fn verify_checks_plain_routes_and_unserved_paths() {
    let client =
        |rocket: Rocket<Build>| Client::untracked(rocket.configure(quiet())).expect("it launches");
    let verified = verify_blocking(&client(app())).expect("it gets through");
    // Three routes, and a path without one.
    assert_eq!(verified.preflights(), 4);

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
