//! What pages of several origins may do.

use cors_runtime::verify;
use live_origins::{AdminToken, Api, app};
use serde_json::json;

use crate::{
    database::File,
    server::{Answer, Server, TOKEN},
};

const A: &str = "https://a.example";
const B: &str = "https://b.example";

async fn account(server: &Server, origin: &str, cookie: &str) -> Answer {
    let headers = [("origin", origin), ("cookie", cookie)];
    server.send("GET", "/account", &headers, "").await
}

#[tokio::test]
async fn a_page_reads_the_account_of_its_own_partner_alone() {
    let file = File::new();
    let server = Server::start(&file.url()).await;
    let a = server.add("A", A).await;
    let b = server.add("B", B).await;
    let (user_of_a, user_of_b) = (server.session(a).await, server.session(b).await);

    let answer = account(&server, A, &format!("theme=dark; {user_of_a}")).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("access-control-allow-origin"), Some(A));
    let allow_credentials = answer.header("access-control-allow-credentials");
    assert_eq!(allow_credentials, Some("true"));
    assert_eq!(answer.json(), json!({ "partner": "A", "origin": A }));

    // The page of another partner, with the cookie of a user of A.
    let answer = account(&server, B, &user_of_a).await;
    assert_eq!(answer.status, 403);
    assert_eq!(answer.header("access-control-allow-origin"), Some(B));
    let error = "the user belongs to another partner than the page";
    assert_eq!(answer.json(), json!({ "error": error }));

    let evil = account(&server, "https://evil.example", &user_of_a).await;
    assert_eq!(evil.status, 403);
    assert_eq!(evil.header("access-control-allow-origin"), None);
    assert_eq!(account(&server, B, &user_of_b).await.status, 200);
    assert_eq!(account(&server, A, "session=guess").await.status, 401);

    // A removed partner's users are not taken for those of the next one.
    assert_eq!(server.remove(b).await.status, 204);
    server.add("B again", B).await;
    assert_eq!(account(&server, B, &user_of_b).await.status, 401);
}

#[tokio::test]
async fn any_page_reads_the_names() {
    let file = File::new();
    let server = Server::start(&file.url()).await;
    server.add("A", A).await;
    let headers = [("origin", "https://anybody.example")];
    let answer = server.send("GET", "/partners", &headers, "").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    assert_eq!(answer.header("access-control-allow-credentials"), None);
    assert_eq!(answer.json(), json!(["A"]));
}

#[tokio::test]
async fn every_preflight_gets_through() {
    let file = File::new();
    Server::start(&file.url()).await.add("A", A).await;
    let api = Api::open(&file.url()).await.expect("a database");
    let token = AdminToken::new(TOKEN).expect("a token");
    let verified = verify(&app(api, token)).await;
    let verified = verified.expect("nothing stands in the way");
    assert_eq!(verified.preflights(), 2);
}
