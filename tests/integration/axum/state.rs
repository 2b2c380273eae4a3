//! State of handlers, provided before or after the routes, or in parts.

use axum::{
    Router,
    extract::{FromRef, State},
};
use cors_runtime::{
    axum::{
        CorsMethodRouter, CorsRouter,
        routing::{get, post},
    },
    cors,
};

use cors_tests::{APP, Server, get as get_, post as post_, preflight, readable_by};

#[derive(Clone)]
struct Db(&'static str);

#[derive(Clone)]
struct Mailer(&'static str);

#[derive(Clone)]
struct App {
    db: Db,
    mailer: Mailer,
}

impl FromRef<App> for Db {
    fn from_ref(app: &App) -> Self {
        app.db.clone()
    }
}

impl FromRef<App> for Mailer {
    fn from_ref(app: &App) -> Self {
        app.mailer.clone()
    }
}

#[cors(origins = ["https://app.example.com"])]
async fn list(State(db): State<Db>) -> String {
    format!("from {}", db.0)
}

#[cors(origins = ["https://app.example.com"])]
async fn send(State(mailer): State<Mailer>, State(db): State<Db>, body: String) -> String {
    format!("{body} from {} through {}", db.0, mailer.0)
}

fn whole() -> App {
    App {
        db: Db("db"),
        mailer: Mailer("mailer"),
    }
}

async fn check(server: &Server) {
    let response = server.send(get_("/").origin(APP)).await;
    assert_eq!(
        (response.text(), response.cors()),
        ("from db", readable_by(APP))
    );
    let response = server
        .send(post_("/").origin(APP).body("text/plain", "Hello"))
        .await;
    assert_eq!(response.text(), "Hello from db through mailer");
    assert_eq!(response.cors(), readable_by(APP));
    for method in ["GET", "POST"] {
        let response = server.send(preflight("/", APP, method)).await;
        assert_eq!(
            response.all("access-control-allow-methods"),
            ["GET,HEAD,POST"]
        );
    }
}

#[tokio::test]
async fn state_may_be_provided_last() {
    let routes: CorsRouter<App> = CorsRouter::new().route("/", get(list).post(send));
    check(&Server::start(routes.with_state(whole())).await).await;

    let routes: CorsMethodRouter<App> = get(list).post(send);
    check(&Server::start(CorsRouter::new().route("/", routes.with_state(whole()))).await).await;
}

#[tokio::test]
async fn routers_with_different_states_merge_once_provided() {
    let lists = CorsRouter::new().route("/", get(list)).with_state(Db("db"));
    let sends = CorsRouter::new().route("/", post(send)).with_state(whole());
    check(&Server::start(lists.merge(sends)).await).await;
}

#[tokio::test]
async fn router_without_its_state_converts_into_a_plain_one() {
    let routes: CorsRouter<App> = CorsRouter::new().route("/", get(list).post(send));
    let plain: Router<App> = routes.into_router();
    check(&Server::start_plain(plain.with_state(whole())).await).await;

    let route: CorsMethodRouter<App> = get(list).post(send);
    let plain = Router::new().route("/", route.into()).with_state(whole());
    check(&Server::start_plain(plain).await).await;
}

#[tokio::test]
async fn state_goes_through_nests_and_layers() {
    let inner = CorsRouter::new().route("/", get(list).post(send));
    let app = CorsRouter::new()
        .nest("/api", inner)
        .layer(axum::middleware::map_response(
            async |response: axum::response::Response| response,
        ))
        .with_state(whole());
    let server = Server::start(app).await;
    let response = server.send(get_("/api").origin(APP)).await;
    assert_eq!(
        (response.text(), response.cors()),
        ("from db", readable_by(APP))
    );
}
