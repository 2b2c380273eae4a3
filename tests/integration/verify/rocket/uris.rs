//! `verify` reaches each URI that Rocket can mount.

use cors_runtime::{
    cors,
    rocket::{Cors, routes, verify},
    verify::{Obstacle, VerifyError},
};
use proptest::{collection::vec, prelude::*, sample::select};
use rocket::{
    Build, Rocket, Route,
    fairing::AdHoc,
    get,
    http::{Method, Status, uri::Origin},
    local::asynchronous::Client,
    put,
};
use tokio::runtime::{Builder, Runtime};

use cors_tests::quiet;

#[cors(origins = ["https://app.example.com"], credentials)]
#[get("/")]
fn read() {}

#[cors(origins = ["https://app.example.com"], headers = ["x-a"])]
#[put("/")]
fn write() {}

/// The routes with another URI.
fn at(uri: &str) -> Vec<Route> {
    let routes = routes![read, write].into_iter();
    routes
        .map(|mut route| {
            let mounted = Route::new(route.method, uri, rocket::route::dummy_handler);
            (route.uri, route.rank) = (mounted.uri, mounted.rank);
            route
        })
        .collect()
}

fn app(base: &str, uri: &str) -> Rocket<Build> {
    rocket::custom(quiet()).mount(base, at(uri))
}

/// Asserts that both routes are reached, and that fairings in the way are reported.
async fn check(base: &str, uri: &str) -> Result<(), TestCaseError> {
    let launched = Client::untracked(app(base, uri).attach(Cors::fairing())).await;
    let client = launched.expect("it launches");
    let found = verify(&client).await;
    let Ok(verified) = found else {
        return Err(TestCaseError::fail(format!("{base} {uri}: {found:?}")));
    };
    prop_assert_eq!(verified.preflights(), 2, "{} {}", base, uri);
    prop_assert!(verified.unasked().is_empty(), "{} {}", base, uri);

    let denies = AdHoc::on_response("denies", |_, response| {
        Box::pin(async move { response.set_status(Status::Unauthorized) })
    });
    let rewrites = AdHoc::on_request("rewrites", |request, _| {
        Box::pin(async move {
            if request.method() != Method::Options {
                request.set_uri(Origin::const_new("/no/such/route/of/ours", None));
                request.set_method(Method::Delete);
            }
        })
    });
    for obstacle in [denies, rewrites] {
        let rocket = app(base, uri).attach(obstacle).attach(Cors::fairing());
        let client = Client::untracked(rocket).await.expect("it launches");
        let found = verify(&client).await;
        let Err(VerifyError::Obstructed(found)) = found else {
            return Err(TestCaseError::fail(format!("{base} {uri}: {found:?}")));
        };
        prop_assert_eq!(found.len(), 2, "{} {}", base, uri);
        prop_assert!(
            found
                .iter()
                .all(|one| matches!(one.obstacle(), Obstacle::Status(_) | Obstacle::Rewritten(_)))
        );
    }
    Ok(())
}

fn runtime() -> Runtime {
    let build = Builder::new_current_thread().enable_all().build();
    build.expect("a runtime")
}

#[test]
fn odd_uris_are_reached_and_none_is_passed_over() {
    let uris = [
        "/",
        "/мир",
        "/a b",
        "/q?x=a+b",
        "/%61",
        "/a%20b",
        "/%",
        "/%zz",
        "/a+b",
        "/a&b=c;d,e",
        "/[a]/{b}/|c|",
        "/a\"b\\c^d`e",
        "/a#b",
        "/~user/@me/a:b",
        "/日本/<id>/é/<rest..>",
        "/<_>/<_..>",
        "/<a..>",
        "/a<b/c>",
        "/q?<x>",
        "/q?<x..>",
        "/q?мир=да",
        "/q?a b=c d&<e>",
        "/q?x=a%2Bb&y=%",
        "/q?x=1=2&=y&z",
        "/q?=",
        "/q?a?b=c/d",
        "/q?x=&<y>&z",
        "/q?x=1&x=2",
    ];
    runtime().block_on(async {
        for uri in uris {
            check("/", uri).await.expect(uri);
            check("/b%20a/c+d", uri).await.expect(uri);
        }
    });
}

/// Any text, without what has a meaning in a URI of Rocket's.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[^/?&=<>]{1,6}",
        r"[-a-z0-9._~%+!$'()*,;:@\[\] ]{1,6}",
        "%[0-9A-Fa-f]{2}",
    ]
    // A browser never sends these: it resolves them.
    .prop_filter("no dots alone", |text| text != "." && text != "..")
}

fn segment() -> impl Strategy<Value = String> {
    prop_oneof![4 => text(), 1 => Just("<a>".to_owned()), 1 => Just("<_>".to_owned())]
}

fn field() -> impl Strategy<Value = String> {
    prop_oneof![
        text(),
        (text(), text()).prop_map(|(name, value)| format!("{name}={value}")),
        Just("<a>".to_owned()),
        Just("<_a..>".to_owned()),
    ]
}

fn uri() -> impl Strategy<Value = String> {
    let end = select(vec!["", "", "/<rest..>", "/<_..>", "/"]);
    (vec(segment(), 0..4), end, vec(field(), 0..3)).prop_map(|(segments, end, fields)| {
        let path: String = segments.iter().flat_map(|one| ["/", one]).collect();
        let path = format!("{path}{end}");
        let path = if path.is_empty() { "/" } else { &path };
        let query = if fields.is_empty() { "" } else { "?" };
        format!("{path}{query}{}", fields.join("&"))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_uri_that_rocket_mounts_is_reached(uri in uri()) {
        runtime().block_on(check("/", &uri))?;
    }
}
