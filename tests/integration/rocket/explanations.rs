//! A debug build says why a preflight or an enforced request is refused; a release build says nothing.

use cors_runtime::{
    cors,
    rocket::{Cors, routes},
};
use rocket::{Build, Rocket, get, post, put};

use cors_tests::{PREFLIGHT_VARY, Server, post as post_, preflight};

#[cors(origins = ["http://localhost:5173"], allow(loopback_origins))]
#[get("/users")]
fn users() {}

#[put("/users")]
fn plain() {}

#[cors(origins = ["http://localhost:5173"], enforce, allow(loopback_origins))]
#[post("/posts")]
fn create() {}

fn app() -> Rocket<Build> {
    rocket::build()
        .attach(Cors::fairing())
        .mount("/", routes![users, plain, create])
}

const NEAR: &str = "http://127.0.0.1:5173";

#[rocket::async_test]
async fn in_debug_builds_a_refused_preflight_says_why() {
    let server = Server::launch(app()).await;
    let not_listed = "origin-not-allowed: the origin is not on the list of the policy\n\
                      `http://127.0.0.1:5173` is not listed, `http://localhost:5173` is: to a browser \
                      these are different hosts\n";
    let no_policy = "no-policy: no handler with a policy serves the requested method here\n";
    for (path, method, why) in [
        ("/users", "GET", not_listed),
        ("/posts", "POST", not_listed),
        ("/users", "PUT", no_policy),
        ("/users", "PURGE", no_policy),
    ] {
        let answer = server.send(preflight(path, NEAR, method)).await;
        assert_eq!(answer.status, 403, "{method} {path}");
        assert_eq!(answer.cors(), [PREFLIGHT_VARY], "{method} {path}");
        let (body, kind): (_, &[&str]) = if cfg!(debug_assertions) {
            let (reason, _) = why.split_once(':').expect("a reason");
            let body = format!(
                "{why}help: see cors_runtime::rules#{reason}\n(A release build does not say so.)\n"
            );
            (body, &["text/plain; charset=utf-8"])
        } else {
            (String::new(), &[])
        };
        assert_eq!(answer.text(), body, "{method} {path}");
        assert_eq!(answer.all("content-type"), kind, "{method} {path}");
        assert_eq!(answer.all("content-length"), [body.len().to_string()]);
    }
}

#[rocket::async_test]
async fn in_debug_builds_enforce_says_what_it_compared() {
    let server = Server::launch(app()).await;
    let shop = || post_("/posts").origin("https://shop.example");
    let at = |host: &str| shop().header("host", host);
    let other_host = "the origin is not the host that the request was sent to; a proxy in front has to pass the browser's `Host`\n";
    let compared = "the origin `https://shop.example` was compared with the host `10.0.0.7:8000`\n";
    let ignored = "a forwarded host was ignored, since scripts can send one: have the proxy pass `Host`, or \
                   overwrite the header and write `allow(forwarded_host)`\n";
    for (request, why) in [
        (at("10.0.0.7:8000"), format!("{other_host}{compared}")),
        (
            at("10.0.0.7:8000").header("x-forwarded-host", "shop.example"),
            format!("{other_host}{compared}{ignored}"),
        ),
        (
            shop().header("sec-fetch-site", "same-site"),
            "the browser says that the page is of another origin of this site\n".to_owned(),
        ),
        // Nothing is shown that is markup, or moves a cursor.
        (
            post_("/posts").origin("https://<script>"),
            other_host.to_owned(),
        ),
    ] {
        let answer = server.send(request).await;
        assert_eq!(answer.status, 403);
        let body = if cfg!(debug_assertions) {
            format!(
                "foreign-site: {why}help: see cors_runtime::rules#foreign-site\n\
                 (A release build does not say so.)\n"
            )
        } else {
            String::new()
        };
        assert_eq!(answer.text(), body);
        assert_eq!(answer.unexplained().cors(), [PREFLIGHT_VARY]);
    }
}
