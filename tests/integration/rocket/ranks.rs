//! A preflight uses the policy of the route that Rocket would try first, never that of a more or a less specific one.

use cors_runtime::{
    cors,
    rocket::{Cors, routes},
};
use rocket::{Build, Rocket, Route, get, head, http::Method};

use cors_tests::{Server, preflight, readable_by, request};

#[cors(origins = ["https://me.example"])]
#[get("/u/me")]
fn me() -> &'static str {
    "me"
}

#[cors(origins = ["https://id.example"])]
#[get("/u/<_>")]
fn id() -> &'static str {
    "id"
}

#[cors(origins = ["https://rest.example"])]
#[get("/u/<_..>", rank = 1)]
fn rest() -> &'static str {
    "rest"
}

mod plain {
    use rocket::{get, route};

    #[get("/u/me")]
    pub(super) fn me() -> &'static str {
        "me"
    }

    #[get("/u/<_>")]
    pub(super) fn id() -> &'static str {
        "id"
    }

    #[route(GET, uri = "/u/<_..>", rank = 1)]
    pub(super) fn rest() -> &'static str {
        "rest"
    }
}

/// The routes with a policy, the most specific first.
const NAMES: [&str; 3] = ["me", "id", "rest"];

fn app(routes: Vec<Route>) -> Rocket<Build> {
    rocket::build().attach(Cors::fairing()).mount("/", routes)
}

/// Asserts that this route responds, and that its policy alone decides about origins.
async fn assert_is_asked(server: &Server, method: &str, target: &str, route: &str, readable: bool) {
    for name in [
        "me", "id", "rest", "first", "second", "cat", "dog", "all", "head", "get",
    ] {
        let origin = format!("https://{name}.example");
        let preflight_response = server.send(preflight(target, &origin, method)).await;
        let response = server.send(request(method, target).origin(&origin)).await;
        let case = format!("{method} {target} from {name}");
        assert_eq!(response.status, 200, "{case}");
        if method != "HEAD" {
            assert_eq!(response.text(), route, "{case}");
        }
        if name == route && readable {
            assert_eq!(preflight_response.status, 204, "{case}");
            let allowed = preflight_response.all("access-control-allow-origin");
            assert_eq!(allowed, [origin.as_str()], "{case}");
            assert_eq!(response.cors(), readable_by(&origin), "{case}");
        } else {
            // If no request has a policy, Rocket responds as without the fairing.
            let refused = if readable { 403 } else { 404 };
            assert_eq!(preflight_response.status, refused, "{case}");
            for response in [preflight_response, response] {
                let allowed = response.all("access-control-allow-origin");
                assert!(allowed.is_empty(), "{case}");
            }
        }
    }
}

/// Each of the three routes with a policy, without one, and absent, in every combination.
fn combinations() -> impl Iterator<Item = [Option<bool>; 3]> {
    let kinds = [None, Some(false), Some(true)];
    kinds.into_iter().flat_map(move |me| {
        let ids = kinds.into_iter();
        ids.flat_map(move |id| kinds.into_iter().map(move |rest| [me, id, rest]))
    })
}

async fn assert_combination(kinds: [Option<bool>; 3], method: Method) {
    let routes = routes![plain::me, me, plain::id, id, plain::rest, rest];
    let mut chosen: Vec<Route> = kinds
        .iter()
        .zip(routes.chunks(2))
        .filter_map(|(kind, pair)| Some(pair[usize::from((*kind)?)].clone()))
        .collect();
    for route in &mut chosen {
        route.method = method;
    }
    // The order in which they are written does not matter.
    chosen.reverse();
    let server = Server::launch(app(chosen)).await;
    for (target, first) in [
        ("/u/me", 0),
        ("/u/me?x=y", 0),
        ("/u/%6De", 0),
        ("/u/7", 1),
        ("/u/ME", 1),
        ("/u/me/7", 2),
        ("/u", 2),
    ] {
        // `/u/me` is matched by all three, `/u/7` by the last two.
        let route = (first..3).find_map(|place| Some((NAMES[place], kinds[place]?)));
        let Some((name, readable)) = route else {
            let sent = preflight(target, "https://me.example", method.as_str());
            let preflight_response = server.send(sent).await;
            assert_eq!(
                (preflight_response.status, preflight_response.cors()),
                (404, vec![]),
                "{target}"
            );
            continue;
        };
        assert_is_asked(&server, method.as_str(), target, name, readable).await;
    }
}

#[rocket::async_test]
async fn preflight_uses_the_most_specific_route() {
    for kinds in combinations() {
        assert_combination(kinds, Method::Get).await;
    }
}

#[rocket::async_test]
async fn unsafe_methods_use_the_most_specific_route() {
    for kinds in combinations() {
        assert_combination(kinds, Method::Put).await;
    }
}

#[cors(origins = ["https://first.example"])]
#[get("/<_>/x")]
fn first() -> &'static str {
    "first"
}

#[cors(origins = ["https://second.example"])]
#[get("/y/<_>")]
fn second() -> &'static str {
    "second"
}

#[rocket::async_test]
async fn explicit_ranks_decide_where_neither_is_more_specific() {
    for (ranks, both) in [
        ([1, 2], "first"),
        ([2, 1], "second"),
        ([-100, -99], "first"),
    ] {
        let mut routes = routes![first, second];
        for (route, rank) in routes.iter_mut().zip(ranks) {
            route.rank = rank;
        }
        let server = Server::launch(app(routes)).await;
        assert_is_asked(&server, "GET", "/y/x", both, true).await;
        assert_is_asked(&server, "GET", "/z/x", "first", true).await;
        assert_is_asked(&server, "GET", "/y/z", "second", true).await;
    }
}

#[rocket::async_test]
async fn explicit_ranks_outweigh_more_specific_uris() {
    // A plain route for `GET` that Rocket tries first leaves the policy to the others.
    let mut routes = routes![plain::rest, me, id];
    routes[0].rank = -100;
    let server = Server::launch(app(routes)).await;
    for (target, name) in [("/u/me", "me"), ("/u/7", "id")] {
        let origin = format!("https://{name}.example");
        for (other, status) in [(origin.as_str(), 204), ("https://rest.example", 403)] {
            let preflight_response = server.send(preflight(target, other, "GET")).await;
            assert_eq!(preflight_response.status, status, "{target} from {other}");
        }
        let response = server.send(request("GET", target).origin(&origin)).await;
        assert_eq!(response.text(), "rest");
        assert_eq!(response.cors(), cors_tests::NONE);
    }
    let preflight_response = server.send(preflight("/u/a/b", "https://id.example", "GET"));
    assert_eq!(preflight_response.await.status, 404);

    // A plain route that does not cover the other decides the preflight: it has no policy.
    let mut routes = routes![plain::me, rest];
    routes[0].rank = 7;
    routes[1].rank = 8;
    let server = Server::launch(app(routes)).await;
    assert_is_asked(&server, "GET", "/u/me", "me", false).await;
    assert_is_asked(&server, "GET", "/u/7", "rest", true).await;
}

#[cors(origins = ["https://cat.example"])]
#[get("/pets?kind=cat", rank = 1)]
fn cat() -> &'static str {
    "cat"
}

#[cors(origins = ["https://dog.example"])]
#[get("/pets?kind=dog&big", rank = 2)]
fn dog() -> &'static str {
    "dog"
}

#[cors(origins = ["https://all.example"])]
#[get("/pets", rank = 3)]
fn all() -> &'static str {
    "all"
}

#[rocket::async_test]
async fn query_of_a_preflight_distinguishes_routes() {
    let server = Server::launch(app(routes![all, cat, dog])).await;
    for (target, route) in [
        ("/pets?kind=cat", "cat"),
        ("/pets?x=y&kind=cat&z", "cat"),
        ("/pets?kind=c%61t", "cat"),
        ("/pets?kind=dog&big", "dog"),
        ("/pets?big&kind=dog", "dog"),
        ("/pets?big&kind=dog&kind=cat", "cat"),
        ("/pets?kind=dog", "all"),
        ("/pets?kind=dog&big=no", "all"),
        ("/pets?kind=cats", "all"),
        ("/pets?kind", "all"),
        ("/pets?", "all"),
        ("/pets", "all"),
    ] {
        assert_is_asked(&server, "GET", target, route, true).await;
    }
}

#[cors(origins = ["https://head.example"])]
#[head("/h/own")]
fn own_head() {}

#[cors(origins = ["https://get.example"])]
#[get("/h/<_>")]
fn any_get() -> &'static str {
    "get"
}

#[rocket::async_test]
async fn head_preflight_uses_the_route_that_head_reaches() {
    let server = Server::launch(app(routes![own_head, any_get])).await;
    assert_is_asked(&server, "HEAD", "/h/own", "head", true).await;
    assert_is_asked(&server, "HEAD", "/h/other", "get", true).await;
    assert_is_asked(&server, "GET", "/h/own", "get", true).await;
    let preflight_response = server.send(preflight("/h/own", "https://get.example", "GET"));
    assert_eq!(
        preflight_response.await.all("access-control-allow-methods"),
        ["GET"]
    );
}

/// Routes whose first one may forward a request to the second one, which has another policy.
mod handing_on {
    use rocket::{error::ErrorKind, local::asynchronous::Client, post, put};

    use super::*;
    use cors_tests::quiet;

    #[cors(origins = any, headers = ["content-type"])]
    #[put("/u/me", format = "json", data = "<_body>")]
    fn json(_body: String) {}

    #[cors(origins = any, headers = ["content-type"])]
    #[put("/u/me", data = "<_body>")]
    fn whatever(_body: String) {}

    #[cors(origins = ["https://admin.example.com"])]
    #[put("/u/<id>")]
    fn by_id(id: &str) {
        let _ = id;
    }

    #[cors(origins = any)]
    #[put("/a/<n>", rank = 1)]
    fn number(n: u32) {
        let _ = n;
    }

    #[cors(origins = ["https://admin.example.com"])]
    #[put("/<_>/b", rank = 2)]
    fn ends() {}

    #[cors(origins = any, headers = ["content-type"])]
    #[post("/p/x", format = "json")]
    fn json_post() {}

    #[post("/p/<_>", rank = 5)]
    fn plain_post() {}

    #[cors(origins = any)]
    #[get("/g/<n>", rank = 1)]
    fn number_get(n: u32) {
        let _ = n;
    }

    #[cors(origins = ["https://admin.example.com"])]
    #[get("/<_>/b", rank = 2)]
    fn ends_get() {}

    async fn launches(routes: Vec<Route>) -> bool {
        let rocket = rocket::custom(quiet()).attach(Cors::fairing());
        match Client::tracked(rocket.mount("/", routes)).await {
            Ok(_) => true,
            Err(error) => {
                assert!(
                    matches!(error.kind(), ErrorKind::SentinelAborts(_)),
                    "{error}"
                );
                false
            }
        }
    }

    #[rocket::async_test]
    async fn ambiguous_unsafe_method_refuses_to_launch() {
        assert!(!launches(routes![json, by_id]).await);
        assert!(!launches(routes![number, ends]).await);
        assert!(!launches(routes![json_post, plain_post]).await);
        // The URI alone decides, the paths are disjoint, or the method changes nothing.
        assert!(launches(routes![whatever, by_id]).await);
        assert!(launches(routes![json, number]).await);
        assert!(launches(routes![number_get, ends_get]).await);
    }
}
