//! Responders of Rocket: streams, redirects and cookies keep their headers.

use std::{io::Cursor, time::Duration};

use cors_runtime::{
    cors,
    rocket::{Cors, routes},
};
use rocket::{
    Build, Request as RocketRequest, Response, Rocket, Route,
    fs::NamedFile,
    get,
    http::{ContentType, CookieJar, Status},
    post,
    response::{
        self, Redirect, Responder,
        content::RawHtml,
        status::{Custom, NoContent, NotFound, Unauthorized},
        stream::{ByteStream, Event, EventStream, TextStream},
    },
};

use cors_tests::{APP, EVIL, HIDDEN, Server, get as get_, post as post_, readable_by, request};

fn with(routes: Vec<Route>) -> Rocket<Build> {
    rocket::build().attach(Cors::fairing()).mount("/", routes)
}

/// A responder that writes these headers by hand, each on a line of its own.
struct ByHand(&'static [(&'static str, &'static str)]);

impl<'r> Responder<'r, 'static> for ByHand {
    fn respond_to(self, _: &'r RocketRequest<'_>) -> response::Result<'static> {
        let mut response = Response::build();
        response.sized_body(7, Cursor::new("by hand"));
        for (name, value) in self.0 {
            response.raw_header_adjoin(*name, *value);
        }
        response.ok()
    }
}

#[rocket::async_test]
async fn responders_of_rocket_are_readable_and_vary() {
    #[cors(origins = ["https://app.example.com"])]
    #[get("/moved/<kind>")]
    fn moved(kind: &str) -> Redirect {
        match kind {
            "to" => Redirect::to("/elsewhere"),
            "found" => Redirect::found("https://other.example/"),
            _ => Redirect::permanent("/elsewhere"),
        }
    }
    #[cors(origins = ["https://app.example.com"])]
    #[get("/nothing")]
    fn nothing() -> NoContent {
        NoContent
    }
    #[cors(origins = ["https://app.example.com"])]
    #[get("/result/<fails>")]
    fn result(fails: bool) -> Result<RawHtml<&'static str>, NotFound<Unauthorized<()>>> {
        if fails {
            Err(NotFound(Unauthorized(())))
        } else {
            Ok(RawHtml("<p>"))
        }
    }
    let server = Server::launch(with(routes![moved, nothing, result])).await;
    let mut connection = server.connect().await;
    let cases = [
        ("/moved/to", 303),
        ("/moved/found", 302),
        ("/moved/permanent", 308),
        ("/nothing", 204),
        ("/result/false", 200),
        ("/result/true", 404),
    ];
    for (path, status) in cases {
        let response = connection.send(&get_(path).origin(APP)).await;
        assert_eq!(response.status, status, "{path}");
        assert_eq!(response.cors(), readable_by(APP), "{path}");
        for request in [
            get_(path),
            get_(path).origin(EVIL),
            get_(path).origin("null"),
        ] {
            let response = connection.send(&request).await;
            assert_eq!(response.status, status, "{path}");
            assert_eq!(response.cors(), HIDDEN, "{path}");
        }
        let head = connection.send(&request("HEAD", path).origin(APP)).await;
        assert_eq!(
            (head.status, head.cors()),
            (status, readable_by(APP)),
            "{path}"
        );
    }
    let moved = connection.send(&get_("/moved/found").origin(APP)).await;
    assert_eq!(moved.all("location"), ["https://other.example/"]);
}

#[rocket::async_test]
async fn streams_are_complete_and_have_cors_headers() {
    #[cors(origins = ["https://app.example.com"])]
    #[get("/text")]
    fn text() -> TextStream![&'static str] {
        TextStream! {
            yield "one ";
            tokio::time::sleep(Duration::from_millis(5)).await;
            yield "two";
        }
    }
    #[cors(origins = ["https://app.example.com"])]
    #[get("/bytes/<count>")]
    fn bytes(count: u8) -> ByteStream![Vec<u8>] {
        ByteStream! {
            for byte in 0..count {
                yield vec![b'a' + byte; 2];
            }
        }
    }
    #[cors(origins = ["https://app.example.com"])]
    #[get("/events")]
    fn events() -> EventStream![Event + 'static] {
        EventStream! {
            yield Event::data("seven").event("count").id("7");
        }
    }
    #[cors(origins = ["https://app.example.com"])]
    #[get("/file")]
    async fn file() -> Option<NamedFile> {
        NamedFile::open(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
            .await
            .ok()
    }
    let server = Server::launch(with(routes![text, bytes, events, file])).await;
    let mut connection = server.connect().await;
    let cases = [
        ("/text", "text/plain; charset=utf-8", "one two"),
        ("/bytes/3", "application/octet-stream", "aabbcc"),
        ("/bytes/0", "application/octet-stream", ""),
        ("/events", "text/event-stream", "data:seven"),
        ("/file", "application/toml", "cors-tests"),
    ];
    for (path, content_type, text) in cases {
        let response = connection.send(&get_(path).origin(APP)).await;
        assert_eq!(
            (response.status, response.cors()),
            (200, readable_by(APP)),
            "{path}"
        );
        assert!(response.text().contains(text), "{:?}", response.text());
        if path != "/file" {
            assert_eq!(response.all("content-type"), [content_type]);
        }
        let hidden = connection.send(&get_(path).origin(EVIL)).await;
        assert_eq!(
            (hidden.status, hidden.cors()),
            (200, vec![HIDDEN[0].to_owned()])
        );
        assert_eq!(hidden.body, response.body, "{path}");
        let head = connection.send(&request("HEAD", path).origin(APP)).await;
        assert_eq!(
            (head.status, head.cors()),
            (200, readable_by(APP)),
            "{path}"
        );
    }
}

#[rocket::async_test]
async fn cookies_and_other_headers_are_kept() {
    #[cors(
        origins = ["https://app.example.com"],
        credentials,
        headers = ["content-type"],
        expose_headers = ["etag", "x-total-count"],
        allow(form_enforce)
    )]
    #[post("/login", data = "<name>")]
    fn login(cookies: &CookieJar<'_>, name: String) -> Custom<(ContentType, ByHand)> {
        cookies.add(("session", name));
        cookies.add(("theme", "dark"));
        let by_hand = ByHand(&[
            ("etag", "\"7\""),
            ("x-total-count", "7"),
            ("set-cookie", "by=hand"),
            ("cross-origin-resource-policy", "same-site"),
        ]);
        Custom(Status::Created, (ContentType::HTML, by_hand))
    }
    #[cors(origins = ["https://app.example.com"], credentials)]
    #[get("/me")]
    fn me(cookies: &CookieJar<'_>) -> Option<String> {
        cookies
            .get("session")
            .map(|cookie| cookie.value().to_owned())
    }

    let server = Server::launch(with(routes![login, me])).await;
    for (origin, readable) in [(APP, true), (EVIL, false)] {
        let login = post_("/login").body("text/plain", "Eve").origin(origin);
        let response = server.send(login).await;
        assert_eq!((response.status, response.text()), (201, "by hand"));
        let mut cookies = response.all("set-cookie");
        cookies.sort();
        assert_eq!(cookies.len(), 3, "{cookies:?}");
        assert!(cookies[0].starts_with("by=hand"), "{cookies:?}");
        assert!(cookies[1].starts_with("session=Eve"), "{cookies:?}");
        assert_eq!(response.all("etag"), ["\\\"7\\\""]);
        assert_eq!(response.all("content-type"), ["text/html; charset=utf-8"]);
        assert_eq!(response.all("cross-origin-resource-policy"), ["same-site"]);
        // The headers of Rocket's shield stay.
        assert_eq!(response.all("x-content-type-options"), ["nosniff"]);
        let expected: &[&str] = if readable {
            &[
                "access-control-allow-credentials: true",
                "access-control-allow-origin: https://app.example.com",
                "access-control-expose-headers: etag,x-total-count",
                "vary: origin",
            ]
        } else {
            &HIDDEN
        };
        assert_eq!(response.cors(), expected);
    }
    let me = server
        .send(get_("/me").origin(APP).header("cookie", "session=Eve"))
        .await;
    assert_eq!((me.status, me.text()), (200, "Eve"));
    let anonymous = server.send(get_("/me").origin(APP)).await;
    assert_eq!(anonymous.status, 404);
    assert_eq!(anonymous.all("access-control-allow-credentials"), ["true"]);
}
