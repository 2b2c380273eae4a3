//! Nothing a stranger sends breaks the server, and nothing opens an answer but a listed origin.

// Rocket hands arguments over by value.
#![allow(clippy::needless_pass_by_value)]

use cors_runtime::{
    cors,
    rocket::{Cors, routes},
};
use http_body_util::Empty;
use rocket::{Build, Rocket, get};

use crate::support::{
    APP, EVIL, NONE, Server, connect_http2, get as get_, noise, preflight, request,
};

/// A module with a `route`: Rocket takes no name for a route from the caller of a macro.
macro_rules! modules {
    ($($name:ident: $method:ident $path:literal ($($policy:tt)*);)*) => {$(
        mod $name {
            use super::cors;
            use rocket::$method;

            #[cors($($policy)*)]
            #[$method($path)]
            pub(super) fn route() {}
        }
    )*};
}

modules! {
    read: get "/listed" (origins = ["https://app.example.com", "https://*.example.com"], credentials, allow(covered_origins));
    write: put "/listed" (origins = ["https://app.example.com", "https://*.example.com"], credentials, allow(covered_origins));
    remove: delete "/listed" (origins = ["http://localhost:*"], enforce, allow(loopback_origins));
    enforced_get: get "/enforced" (origins = ["http://localhost:*"], enforce, allow(loopback_origins));
    enforced_put: put "/enforced" (origins = ["http://localhost:*"], enforce, allow(loopback_origins));
    open_get: get "/open" (origins = any, methods = any, headers = any);
    open_put: put "/open" (origins = any, methods = any, headers = any);
    open_delete: delete "/open" (origins = any, methods = any, headers = any);
    open_options: options "/open" (origins = any, methods = any, headers = any);
}

fn app() -> Rocket<Build> {
    let listed = routes![read::route, write::route, remove::route];
    let enforced = routes![enforced_get::route, enforced_put::route];
    let open = routes![
        open_get::route,
        open_put::route,
        open_delete::route,
        open_options::route
    ];
    rocket::build()
        .attach(Cors::fairing())
        .mount("/", [listed, enforced, open].concat())
}

#[rocket::async_test]
async fn random_headers_break_nothing_and_open_nothing() {
    let server = Server::launch(app()).await;
    let paths: [&[u8]; 5] = [b"/listed", b"/listed", b"/enforced", b"/open", b"/unknown"];
    noise::random_headers_break_nothing_and_open_nothing(&server, &paths).await;
}

/// The text of every route says whether it has a policy.
mod paths {
    use rocket::http::uri::{Segments, fmt::Path};

    use super::*;

    #[cors(origins = ["https://app.example.com"])]
    #[get("/a/b")]
    fn exact() -> &'static str {
        "policy"
    }
    #[get("/a/<_b>", rank = 5)]
    fn beside(_b: &str) -> &'static str {
        "plain"
    }
    #[cors(origins = ["https://app.example.com"])]
    #[get("/files/<path..>")]
    fn files(path: Segments<'_, Path>) -> String {
        format!("policy, {} segments", path.len())
    }
    #[cors(origins = ["https://app.example.com"])]
    #[get("/query?kind=cat&<_name>")]
    fn cats(_name: Option<&str>) -> &'static str {
        "policy"
    }
    #[get("/query", rank = 5)]
    fn query() -> &'static str {
        "plain"
    }
    #[get("/<_..>", rank = 9)]
    fn rest() -> &'static str {
        "plain"
    }

    const TARGETS: [&str; 44] = [
        "/a/b",
        "/a/b/",
        "/a/b//",
        "//a/b",
        "/a//b",
        "///",
        "/a/./b",
        "/a/../a/b",
        "/a/b/..",
        "/../a/b",
        "/%2e%2e/a/b",
        "/a%2Fb",
        "/a%2fb",
        "/a%5Cb",
        "/a\\b",
        "/%61/b",
        "/a/%62",
        "/a/%2562",
        "/a/b%00",
        "/a/b%20",
        "/a/b%",
        "/a/%zz",
        "/a/%ff",
        "/A/b",
        "/a/B",
        "/a/b;v=1",
        "/a/b?",
        "/a/b?x",
        "/a/b#x",
        "/a",
        "/a/c",
        "/files",
        "/files/",
        "/files/x/y",
        "/files/../a/b",
        "/files/%2e%2e/b",
        "/files/.hidden",
        "/files/a%2Fb",
        "/query?kind=cat",
        "/query?kind=c%61t",
        "/query?kind=dog&kind=cat",
        "/query?Kind=cat",
        "/query?kind=cat%20",
        "/query?name=x&kind=cat",
    ];

    #[rocket::async_test]
    async fn however_a_path_is_written_the_policy_is_that_of_the_route_it_reaches() {
        let rocket = rocket::build()
            .attach(Cors::fairing())
            .mount("/", routes![exact, beside, files, cats, query, rest]);
        let server = Server::launch(rocket).await;
        let (mut open, mut closed) = (0, 0);
        for target in TARGETS {
            let answer = server.send(get_(target).origin(APP)).await;
            assert!(answer.status < 500, "{target}");
            let readable = answer.all("access-control-allow-origin") == [APP];
            if answer.status == 200 {
                assert_eq!(readable, answer.text().starts_with("policy"), "{target}");
            }
            if !readable {
                assert_eq!(answer.cors(), NONE, "{target}");
            }
            open += usize::from(readable);
            closed += usize::from(!readable);

            let asked = server.send(preflight(target, APP, "GET")).await;
            assert!([204, 400, 403, 404].contains(&asked.status), "{target}");
            assert_eq!(asked.status == 204, readable, "{target}: {asked:?}");
            for request in [get_(target).origin(EVIL), preflight(target, EVIL, "GET")] {
                let hidden = server.send(request).await;
                assert_eq!(hidden.all("access-control-allow-origin"), NONE, "{target}");
            }
        }
        assert!(open > 10 && closed > 10, "{open} open, {closed} closed");
    }

    #[rocket::async_test]
    async fn targets_that_are_no_paths_break_nothing() {
        let server = Server::launch(app().mount("/", routes![exact, rest])).await;
        for (method, target) in [
            ("OPTIONS", "*"),
            ("GET", "*"),
            ("CONNECT", "api.example.com:443"),
            ("OPTIONS", "api.example.com:443"),
            ("OPTIONS", "?"),
            ("GET", "a/b"),
        ] {
            let asking = request(method, target)
                .origin(APP)
                .header("access-control-request-method", "GET");
            // hyper closes the connection on what it does not understand.
            if let Some(answer) = server.connect().await.try_send(&asking).await {
                assert!(answer.status < 500, "{method} {target}: {answer:?}");
                assert_eq!(answer.all("access-control-allow-origin"), NONE, "{target}");
            }
        }
        let absolute = get_("http://api.example.com/a/b").origin(APP);
        let answer = server.send(absolute).await;
        assert_eq!(
            (answer.text(), answer.all("access-control-allow-origin")),
            ("policy", vec![APP.to_owned()])
        );
    }
}

const NAMES: &str = "access-control-request-headers";

#[rocket::async_test]
async fn as_many_requested_headers_as_a_server_takes_change_nothing() {
    let server = Server::launch(app()).await;
    let asking = || preflight("/listed", APP, "GET");
    let plain = server.send(asking()).await.undated();
    assert_eq!(plain.status, 204);
    for value in [&b","[..], b" ,", b"x-a,", b"\xff,", b"\t"] {
        let line = value.repeat(16 * 1024 / value.len());
        let request = (0..20).fold(asking(), |request, _| request.header(NAMES, &line));
        assert_eq!(server.send(request).await.undated(), plain);
    }
    // Too much is refused by hyper; whoever is next is served.
    let request = (0..64).fold(asking(), |request, _| {
        request.header(NAMES, b",".repeat(16 * 1024))
    });
    if let Some(answer) = server.connect().await.try_send(&request).await {
        assert_eq!((answer.status, answer.cors()), (431, vec![]));
    }
    assert_eq!(server.send(asking()).await.undated(), plain);
}

/// Over HTTP/2 Rocket takes 16 MiB of headers.
#[rocket::async_test]
async fn a_mebibyte_of_commas_is_answered_like_any_other_preflight() {
    let server = Server::launch(app()).await;
    let mut client = connect_http2(&server).await;
    for (origin, lines, status) in [(APP, 1, 204), (APP, 64, 204), (EVIL, 64, 403)] {
        let mut asking = http::Request::options("http://api.example.com/listed")
            .header("origin", origin)
            .header("access-control-request-method", "GET");
        for _ in 0..lines {
            asking = asking.header(NAMES, ",".repeat(1024 * 1024 / lines));
        }
        let asking = asking.body(Empty::new()).expect("a request");
        let answer = client.send_request(asking).await.expect("an answer");
        assert_eq!(answer.status().as_u16(), status, "{lines} lines");
        let opened = answer.headers().get("access-control-allow-origin");
        assert_eq!(opened.is_some(), status == 204, "{lines} lines");
    }
}
