//! Routes keep their policies at every mount point.

use cors_runtime::{
    cors,
    rocket::{Cors, routes},
};
use rocket::{Build, Rocket, delete, fairing::AdHoc, get, http::Method, put};

use cors_tests::{
    ADMIN, APP, EVIL, HIDDEN, NONE, Server, get as get_, preflight, readable_by, request,
};

#[cors(origins = ["https://app.example.com"])]
#[get("/users/<id>")]
fn user(id: u8) -> String {
    format!("user {id}")
}

#[cors(origins = ["https://app.example.com"])]
#[put("/users/<id>")]
fn rename(id: u8) -> String {
    format!("renamed {id}")
}

#[cors(origins = ["https://admin.example.com"])]
#[delete("/users/<id>")]
fn remove(id: u8) -> String {
    format!("removed {id}")
}

#[cors(origins = ["https://admin.example.com"])]
#[get("/users/<id>")]
fn internal_user(id: u8) -> String {
    format!("internal user {id}")
}

#[cors(origins = ["https://app.example.com"])]
#[get("/")]
fn index() -> &'static str {
    "index"
}

#[get("/plain")]
fn plain() -> &'static str {
    "plain"
}

fn rocket() -> Rocket<Build> {
    rocket::build().attach(Cors::fairing())
}

/// Asserts that this `GET` route allows one origin alone.
async fn assert_readable(server: &Server, target: &str, text: &str, origin: &str) {
    for other in [APP, ADMIN, EVIL] {
        let response = server.send(get_(target).origin(other)).await;
        assert_eq!((response.status, response.text()), (200, text), "{target}");
        let preflight_response = server.send(preflight(target, other, "GET")).await;
        if other == origin {
            assert_eq!(response.cors(), readable_by(origin), "{target}");
            assert_eq!(preflight_response.status, 204, "{target} from {other}");
        } else {
            assert_eq!(response.cors(), HIDDEN, "{target}");
            assert_eq!(preflight_response.status, 403, "{target} from {other}");
        }
    }
}

#[rocket::async_test]
async fn routes_mounted_twice_respond_below_each_prefix() {
    let routes = routes![user, plain];
    let app = rocket()
        .mount("/v1", routes.clone())
        .mount("/v2/deep/er", routes)
        .mount("/v3", routes![index]);
    let server = Server::launch(app).await;
    for prefix in ["/v1", "/v2/deep/er"] {
        assert_readable(&server, &format!("{prefix}/users/7"), "user 7", APP).await;
    }
    assert_readable(&server, "/v3", "index", APP).await;
    for target in [
        "/users/7",
        "/v2/users/7",
        "/v2/deep/users/7",
        "/v1/v1/users/7",
    ] {
        let response = server.send(preflight(target, APP, "GET")).await;
        assert_eq!(
            (response.status, response.cors()),
            (404, vec![]),
            "{target}"
        );
    }
    for target in ["/v1/plain", "/v2/deep/er/plain"] {
        let response = server.send(get_(target).origin(APP)).await;
        assert_eq!((response.status, response.text()), (200, "plain"));
        assert_eq!(response.cors(), NONE);
    }
}

#[rocket::async_test]
async fn one_path_may_have_another_policy_in_another_mount() {
    let app = rocket()
        .mount("/public", routes![user])
        .mount("/internal", routes![internal_user]);
    let server = Server::launch(app).await;
    assert_readable(&server, "/public/users/7", "user 7", APP).await;
    assert_readable(&server, "/internal/users/7", "internal user 7", ADMIN).await;
}

#[rocket::async_test]
async fn methods_of_a_path_keep_policies_over_mounts() {
    let app = rocket()
        .mount("/api", routes![remove])
        .mount("/api/", routes![user])
        .mount("/", routes![plain])
        .mount("/api", routes![rename]);
    let server = Server::launch(app).await;
    for (method, origin, methods) in [
        ("GET", APP, "GET,HEAD,PUT"),
        ("PUT", APP, "GET,HEAD,PUT"),
        ("DELETE", ADMIN, "DELETE"),
    ] {
        let preflight_response = server.send(preflight("/api/users/7", origin, method)).await;
        assert_eq!(preflight_response.status, 204, "{method}");
        assert_eq!(
            preflight_response.all("access-control-allow-methods"),
            [methods]
        );
        let response = server
            .send(request(method, "/api/users/7").origin(origin))
            .await;
        assert_eq!(
            (response.status, response.cors()),
            (200, readable_by(origin))
        );
        let other = if origin == APP { ADMIN } else { APP };
        let preflight_response = server.send(preflight("/api/users/7", other, method)).await;
        assert_eq!(preflight_response.status, 403, "{method}");
    }
    let options = server.send(request("OPTIONS", "/api/users/7")).await;
    assert_eq!(options.allow(), ["DELETE", "GET", "HEAD", "OPTIONS", "PUT"]);
}

#[rocket::async_test]
async fn route_moved_or_renamed_by_hand_keeps_its_policy() {
    let moved = routes![user, plain].into_iter().map(|route| {
        let route = route.map_base(|base| format!("/moved{base}"));
        route.expect("a URI")
    });
    let mut changed = routes![index].remove(0);
    changed.name = Some("another name".into());
    changed.rank = 42;
    changed.uri = user_uri();
    let app = rocket()
        .mount("/top", moved.collect::<Vec<_>>())
        .mount("/changed", vec![changed]);
    let server = Server::launch(app).await;
    assert_readable(&server, "/top/moved/users/7", "user 7", APP).await;
    assert_readable(&server, "/changed/users/7", "index", APP).await;
    let response = server.send(preflight("/changed", APP, "GET")).await;
    assert_eq!(response.status, 404);
}

fn user_uri() -> rocket::route::RouteUri<'static> {
    routes![user].remove(0).uri
}

#[rocket::async_test]
async fn policy_follows_the_handler_of_a_route_to_another_method() {
    let mut purge = routes![user].remove(0);
    purge.method = Method::Delete;
    let server = Server::launch(rocket().mount("/", vec![purge])).await;
    let response = server.send(request("DELETE", "/users/7").origin(APP)).await;
    assert_eq!((response.status, response.cors()), (200, readable_by(APP)));
    let preflight_response = server.send(preflight("/users/7", APP, "DELETE")).await;
    assert_eq!(
        preflight_response.all("access-control-allow-methods"),
        ["DELETE"]
    );
    let preflight_response = server.send(preflight("/users/7", APP, "GET")).await;
    assert_eq!(preflight_response.status, 403);
}

#[rocket::async_test]
async fn routes_mounted_by_other_fairings_are_found() {
    let stage = |prefix: &'static str| {
        AdHoc::on_ignite("a stage", move |rocket| async move {
            rocket.mount(prefix, routes![user, plain])
        })
    };
    let nested = AdHoc::on_ignite("a stage that brings another", move |rocket| async move {
        rocket.attach(stage("/nested"))
    });
    let app = rocket::build()
        .attach(stage("/before"))
        .attach(Cors::fairing())
        .attach(stage("/after"))
        .attach(nested)
        .mount("/", routes![index]);
    let server = Server::launch(app).await;
    for prefix in ["/before", "/after", "/nested"] {
        assert_readable(&server, &format!("{prefix}/users/7"), "user 7", APP).await;
        let plain = server
            .send(get_(&format!("{prefix}/plain")).origin(APP))
            .await;
        assert_eq!((plain.status, plain.cors()), (200, vec![]));
    }
    assert_readable(&server, "/", "index", APP).await;
}

#[rocket::async_test]
async fn fairing_may_be_attached_by_another_one() {
    let stage = AdHoc::on_ignite("a stage", |rocket| async {
        rocket
            .attach(Cors::fairing())
            .mount("/stage", routes![user])
    });
    let app = rocket::build().mount("/", routes![index]).attach(stage);
    let server = Server::launch(app).await;
    assert_readable(&server, "/", "index", APP).await;
    assert_readable(&server, "/stage/users/7", "user 7", APP).await;
}

/// Modules whose routes have the same name.
mod namesakes {
    pub(super) mod posts {
        use cors_runtime::cors;

        #[cors(origins = ["https://app.example.com"])]
        #[rocket::get("/posts")]
        pub(crate) fn list() -> &'static str {
            "posts"
        }
    }

    pub(super) mod users {
        use cors_runtime::cors;

        #[cors(origins = ["https://admin.example.com"])]
        #[rocket::get("/users")]
        pub(crate) fn list() -> &'static str {
            "users"
        }
    }

    pub(super) mod health {
        #[rocket::get("/health")]
        pub(crate) fn list() -> &'static str {
            "health"
        }
    }
}

#[rocket::async_test]
async fn routes_of_one_name_keep_to_their_own_policies() {
    use namesakes::{health, posts, users};

    let app = rocket().mount("/", routes![health::list, posts::list, users::list]);
    let server = Server::launch(app).await;
    assert_readable(&server, "/posts", "posts", APP).await;
    assert_readable(&server, "/users", "users", ADMIN).await;
    let health = server.send(get_("/health").origin(APP)).await;
    assert_eq!((health.text(), health.cors()), ("health", vec![]));
}
