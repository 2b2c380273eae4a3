//! The requests that pages of several origins may make.

use cors_runtime::verify;
use live_origins::{AdminToken, Api, app};
use serde_json::json;

use crate::{
    database::File,
    server::{Response, Server, TOKEN},
};

const A: &str = "https://a.example";
const B: &str = "https://b.example";

async fn account(server: &Server, origin: &str, cookie: &str) -> Response {
    let headers = [("origin", origin), ("cookie", cookie)];
    server.send("GET", "/account", &headers, "").await
}

#[tokio::test]
async fn account_is_readable_for_its_own_partner_only() {
    let file = File::new();
    let server = Server::start(&file.url()).await;
    let a = server.add("A", A).await;
    let b = server.add("B", B).await;
    let (user_of_a, user_of_b) = (server.session(a).await, server.session(b).await);

    let response = account(&server, A, &format!("theme=dark; {user_of_a}")).await;
    assert_eq!(response.status, 200);
    assert_eq!(response.header("access-control-allow-origin"), Some(A));
    let allow_credentials = response.header("access-control-allow-credentials");
    assert_eq!(allow_credentials, Some("true"));
    assert_eq!(response.json(), json!({ "partner": "A", "origin": A }));

    // The page of another partner, with the cookie of a user of A.
    let response = account(&server, B, &user_of_a).await;
    assert_eq!(response.status, 403);
    assert_eq!(response.header("access-control-allow-origin"), Some(B));
    let error = "the user belongs to another partner than the page";
    assert_eq!(response.json(), json!({ "error": error }));

    let evil = account(&server, "https://evil.example", &user_of_a).await;
    assert_eq!(evil.status, 403);
    assert_eq!(evil.header("access-control-allow-origin"), None);
    assert_eq!(account(&server, B, &user_of_b).await.status, 200);
    assert_eq!(account(&server, A, "session=guess").await.status, 401);

    // The users of a removed partner do not belong to the next one.
    assert_eq!(server.remove(b).await.status, 204);
    server.add("B again", B).await;
    assert_eq!(account(&server, B, &user_of_b).await.status, 401);
}

#[tokio::test]
async fn names_are_readable_for_any_page() {
    let file = File::new();
    let server = Server::start(&file.url()).await;
    server.add("A", A).await;
    let headers = [("origin", "https://other.example")];
    let response = server.send("GET", "/partners", &headers, "").await;
    assert_eq!(response.status, 200);
    assert_eq!(response.header("access-control-allow-origin"), Some("*"));
    assert_eq!(response.header("access-control-allow-credentials"), None);
    assert_eq!(response.json(), json!(["A"]));
}

#[tokio::test]
async fn verify_passes_all_preflights() {
    let file = File::new();
    Server::start(&file.url()).await.add("A", A).await;
    let api = Api::open(&file.url()).await.expect("a database");
    let token = AdminToken::new(TOKEN).expect("a token");
    let verified = verify(&app(api, token)).await;
    let verified = verified.expect("all preflights pass");
    assert_eq!(verified.preflights(), 2);
}
