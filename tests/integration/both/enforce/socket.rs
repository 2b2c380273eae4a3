//! WebSockets with `enforce`: browsers open them from any page, without a preflight.

use cors_tests::{APP, EVIL, Server, get};

use super::refused;

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

    pub(super) fn app() -> CorsRouter {
        CorsRouter::new()
            .route("/socket", get(socket))
            .route("/any", any(socket))
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

    pub(super) fn app() -> Rocket<Build> {
        rocket::build()
            .attach(Cors::fairing())
            .mount("/", routes![socket])
    }
}

#[rocket::async_test]
async fn websocket_of_foreign_page_is_refused() {
    let axum = Server::start(on_axum::app()).await;
    let rocket = Server::launch(on_rocket::app()).await;
    for (server, path) in [(&axum, "/socket"), (&axum, "/any"), (&rocket, "/socket")] {
        let upgrade = |origin| {
            get(path)
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
            refused(origin, &server.send(upgrade(origin)).await);
            let cross_site = upgrade(origin).header("sec-fetch-site", "cross-site");
            refused(origin, &server.send(cross_site).await);
        }
    }
}
