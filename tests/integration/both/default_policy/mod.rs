//! One path with a default policy, other policies, no policy, and dynamic origins.

mod enforce;
mod inside;

use cors_runtime::{LiveOrigins, Policy, WithCredentials, policy};
use cors_tests::{ADMIN, APP, EVIL, HIDDEN, NONE, PREFLIGHT_VARY, Server, preflight, request};

static PARTNERS: LiveOrigins<WithCredentials> = LiveOrigins::with_credentials();
static DYNAMIC: Policy = policy!(
    origins = [
        PARTNERS,
        env("SAME_TABLE_UNSET", default = ["https://fallback.example"])
    ],
    credentials,
    enforce,
);

mod on_axum {
    use cors_runtime::{
        axum::{CorsMethodRouter, CorsRouter, routing::get},
        cors,
    };
    use tower::layer::util::Identity;

    async fn plain() {}

    #[cors(origins = ["https://admin.example.com"])]
    async fn own() {}

    #[cors(policy = super::DYNAMIC)]
    async fn dynamic() {}

    #[cors(disabled)]
    async fn off() {}

    #[cors(origins = ["https://app.example.com"])]
    pub(super) fn app() -> CorsRouter {
        CorsRouter::new().route("/users", get(plain).post(own).put(dynamic).delete(off))
    }

    #[cors(origins = ["https://app.example.com"], enforce)]
    pub(super) fn enforced() -> CorsRouter {
        CorsRouter::new().route("/users", get(plain).post(plain))
    }

    /// The same app where the inner part is opaque to the default.
    #[cors(origins = ["https://app.example.com"], methods = [GET, PATCH])]
    pub(super) fn opaque() -> CorsRouter {
        let opaque = CorsMethodRouter::from(axum::routing::get(plain));
        CorsRouter::new().route("/users", opaque.post(own).put(dynamic).delete(off))
    }

    /// The same app with a layer between each policy and its handler.
    #[cors(origins = ["https://app.example.com"], methods = [GET, PATCH])]
    pub(super) fn layered() -> CorsRouter {
        let route = get(plain).post(own).put(dynamic).delete(off);
        CorsRouter::new().route("/users", route.layer(Identity::new()))
    }
}

mod on_rocket {
    use cors_runtime::{cors, rocket::routes};
    use rocket::{Build, Rocket, delete, get, post, put};

    #[get("/users")]
    fn plain() {}

    #[post("/users")]
    fn plain_post() {}

    #[cors(origins = ["https://admin.example.com"])]
    #[post("/users")]
    fn own() {}

    #[cors(policy = super::DYNAMIC)]
    #[put("/users")]
    fn dynamic() {}

    #[cors(disabled)]
    #[delete("/users")]
    fn off() {}

    #[cors(origins = ["https://app.example.com"])]
    pub(super) fn app() -> Rocket<Build> {
        rocket::build().mount("/", routes![plain, own, dynamic, off])
    }

    #[cors(origins = ["https://app.example.com"], enforce)]
    pub(super) fn enforced() -> Rocket<Build> {
        rocket::build().mount("/", routes![plain, plain_post])
    }
}

/// The origins that each method of the path allows.
const TABLE: [(&str, &[&str]); 6] = [
    ("GET", &[APP]),
    ("HEAD", &[APP]),
    ("POST", &[ADMIN]),
    ("PUT", &["https://a.example", "https://fallback.example"]),
    ("DELETE", &[]),
    // Nothing serves it.
    ("PATCH", &[APP]),
];

#[rocket::async_test]
async fn method_of_a_path_has_its_most_specific_policy() {
    PARTNERS.replace(["https://a.example"]).expect("an origin");
    for server in [
        Server::start(on_axum::app()).await,
        Server::start(on_axum::opaque()).await,
        Server::start(on_axum::layered()).await,
        Server::launch(on_rocket::app()).await,
    ] {
        let mut connection = server.connect().await;
        for (method, allowed) in TABLE {
            let dynamic = method == "PUT";
            for origin in TABLE
                .iter()
                .flat_map(|(_, origins)| *origins)
                .chain([&EVIL])
            {
                let what = format!("{method} from {origin}");
                let listed = allowed.contains(origin);
                let mut granted = vec![format!("access-control-allow-origin: {origin}")];
                if dynamic {
                    granted.push("access-control-allow-credentials: true".to_owned());
                }
                granted.sort();

                let response = connection
                    .send(&request(method, "/users").origin(origin))
                    .await;
                let expected = match method {
                    "DELETE" => NONE.map(str::to_owned).to_vec(),
                    _ if listed => [granted.clone(), HIDDEN.map(str::to_owned).to_vec()].concat(),
                    _ if dynamic => vec![PREFLIGHT_VARY.to_owned()],
                    _ => HIDDEN.map(str::to_owned).to_vec(),
                };
                assert_eq!(response.cors(), expected, "{what}");
                assert_eq!(response.status == 403, dynamic && !listed, "{what}");

                let response = connection.send(&preflight("/users", origin, method)).await;
                assert_eq!(response.status, if listed { 204 } else { 403 }, "{what}");
                let origins = response.all("access-control-allow-origin");
                assert_eq!(origins.len(), usize::from(listed), "{what}");
            }
        }
    }
}

#[rocket::async_test]
async fn enforced_default_refuses_before_inner_handlers() {
    for server in [
        Server::start(on_axum::enforced()).await,
        Server::launch(on_rocket::enforced()).await,
    ] {
        let mut connection = server.connect().await;
        for method in ["GET", "HEAD", "POST"] {
            let mut status = async |lines: &[(&str, &str)]| {
                let request = lines
                    .iter()
                    .fold(request(method, "/users"), |request, (name, value)| {
                        request.header(name, value)
                    });
                connection.send(&request).await.status
            };
            let site = "https://api.example.com";
            // The headers of an upgrade to a WebSocket.
            let upgrade = [("connection", "Upgrade"), ("upgrade", "websocket")];
            assert_eq!(status(&[("origin", APP)]).await, 200, "{method}");
            assert_eq!(status(&[("origin", site)]).await, 200, "{method}");
            assert_eq!(status(&[]).await, 200, "{method}");
            assert_eq!(status(&[("origin", EVIL)]).await, 403, "{method}");
            assert_eq!(status(&[("origin", "null")]).await, 403, "{method}");
            let foreign = [("origin", EVIL), upgrade[0], upgrade[1]];
            assert_eq!(status(&foreign).await, 403, "{method}");
            let cross_site = [("origin", site), ("sec-fetch-site", "cross-site")];
            assert_eq!(status(&cross_site).await, 403, "{method}");
        }
    }
}
