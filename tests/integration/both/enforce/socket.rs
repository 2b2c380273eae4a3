//! WebSockets with `enforce`: browsers open them from any page, without a preflight.

use cors_tests::{APP, EVIL, Server, assert_refused, get};

mod on_axum {
    use axum::{extract::WebSocketUpgrade, response::Response};
    use cors_runtime::{
        axum::{
            CorsRouter,
            routing::{any, get},
        },
        cors,
    };

    #[cors(origins = ["https://app.example.com"], enforce)]
    async fn socket(upgrade: WebSocketUpgrade) -> Response {
        upgrade.on_upgrade(async |_| {})
    }

    async fn plain_socket(upgrade: WebSocketUpgrade) -> Response {
        upgrade.on_upgrade(async |_| {})
    }

    pub(super) fn annotated() -> CorsRouter {
        CorsRouter::new().route("/socket", get(socket))
    }

    pub(super) fn any_method() -> CorsRouter {
        CorsRouter::new().route("/socket", any(socket))
    }

    #[cors(origins = ["https://app.example.com"], enforce)]
    pub(super) fn by_default() -> CorsRouter {
        CorsRouter::new().route("/socket", get(plain_socket))
    }
}

mod on_rocket {
    use std::{io, pin::Pin};

    use cors_runtime::{
        cors,
        rocket::{Cors, routes},
    };
    use rocket::{
        Build, Request, Response, Rocket,
        data::{IoHandler, IoStream},
        get,
        response::{self, Responder},
    };

    struct Socket;

    #[rocket::async_trait]
    impl IoHandler for Socket {
        async fn io(self: Pin<Box<Self>>, _: IoStream) -> io::Result<()> {
            Ok(())
        }
    }

    #[rocket::async_trait]
    impl<'r> Responder<'r, 'static> for Socket {
        fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
            Response::build().upgrade("websocket", self).ok()
        }
    }

    #[cors(origins = ["https://app.example.com"], enforce)]
    #[get("/socket")]
    fn socket() -> Socket {
        Socket
    }

    #[get("/socket")]
    fn plain_socket() -> Socket {
        Socket
    }

    pub(super) fn annotated() -> Rocket<Build> {
        rocket::build()
            .attach(Cors::fairing())
            .mount("/", routes![socket])
    }

    #[cors(origins = ["https://app.example.com"], enforce)]
    pub(super) fn by_default() -> Rocket<Build> {
        rocket::build().mount("/", routes![plain_socket])
    }
}

#[rocket::async_test]
async fn websocket_of_foreign_page_is_refused() {
    for server in [
        Server::start(on_axum::annotated()).await,
        Server::start(on_axum::any_method()).await,
        Server::start(on_axum::by_default()).await,
        Server::launch(on_rocket::annotated()).await,
        Server::launch(on_rocket::by_default()).await,
    ] {
        let upgrade = |origin| {
            get("/socket")
                .origin(origin)
                .header("connection", "Upgrade")
                .header("upgrade", "websocket")
                .header("sec-websocket-version", "13")
                .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
        };
        for origin in [APP, "https://api.example.com"] {
            assert_eq!(server.send(upgrade(origin)).await.status, 101, "{origin}");
        }
        for origin in [EVIL, "null"] {
            assert_refused(origin, &server.send(upgrade(origin)).await);
            let cross_site = upgrade(origin).header("sec-fetch-site", "cross-site");
            assert_refused(origin, &server.send(cross_site).await);
        }
    }
}
