//! Scenarios that have to pass on both databases.

use sqlx::query;

use crate::{
    database::{connect, insert},
    server::Server,
};

const A: &str = "https://a.example";
const B: &str = "https://b.example:8443";

pub(crate) async fn changes_by_others(url: &str) {
    let server = Server::start(url).await;
    assert!(!server.is_allowed(A).await);
    let mut other = connect(url).await;
    insert(&mut other, "A", A).await;
    server.within_a_second(A, true).await;
    assert!(!server.is_allowed(B).await);

    query("UPDATE partners SET origin = $1 WHERE origin = $2")
        .bind(B)
        .bind(A)
        .execute(&mut other)
        .await
        .expect("updated");
    server.within_a_second(A, false).await;
    assert!(server.is_allowed(B).await);

    // A second server on the same table.
    let second = Server::start(url).await;
    assert!(second.is_allowed(B).await);
    second.add("A", A).await;
    server.within_a_second(A, true).await;

    query("DELETE FROM partners")
        .execute(&mut other)
        .await
        .expect("deleted");
    server.within_a_second(B, false).await;
    second.within_a_second(A, false).await;
}

pub(crate) async fn changes_by_admin(url: &str) {
    let server = Server::start(url).await;
    let a = server.add("A", A).await;
    assert!(server.is_allowed(A).await);
    let b = server.add("B", B).await;
    assert!(server.is_allowed(B).await);
    assert_eq!(server.remove(b).await.status, 204);
    assert!(!server.is_allowed(B).await);
    assert!(server.is_allowed(A).await);

    let twice = format!(r#"{{"name":"A again","origin":"{A}"}}"#);
    let twice = server.admin("POST", "/admin/partners", &twice).await;
    assert_eq!(twice.status, 409);
    let error = format!("there is a partner with the origin {A}");
    assert_eq!(twice.json()["error"], error);
    let unknown = server.remove(b).await;
    assert_eq!(unknown.status, 404);
    assert_eq!(unknown.json()["error"], format!("there is no partner {b}"));
    server.stop().await;

    let server = Server::start(url).await;
    assert!(server.is_allowed(A).await);
    assert!(!server.is_allowed(B).await);
    let partners = server.admin("GET", "/admin/partners", "").await;
    let expected = serde_json::json!([{ "id": a, "name": "A", "origin": A }]);
    assert_eq!(partners.json(), expected);
    server.stop().await;
}

pub(crate) async fn invalid_rows(url: &str) {
    let server = Server::start(url).await;
    let mut other = connect(url).await;
    // With credentials, a network attacker could forge the responses of this origin.
    insert(&mut other, "Plain", "http://plain.example").await;
    insert(&mut other, "Slash", "https://slash.example/").await;
    insert(&mut other, "A", A).await;
    server.within_a_second(A, true).await;
    assert!(!server.is_allowed("http://plain.example").await);
    assert!(!server.is_allowed("https://slash.example").await);

    // Each row is logged once, even after other changes.
    insert(&mut other, "B", B).await;
    server.within_a_second(B, true).await;
    let log = server.log();
    for entry in [
        "`http://plain.example` is",
        "origin `https://slash.example/` ends",
    ] {
        let line = format!("a row of `partners` is left out: {entry}");
        assert_eq!(log.matches(&line).count(), 1, "{log}");
    }
    assert!(log.contains("help: write `https://slash.example`"), "{log}");

    // They do not prevent the next start.
    server.stop().await;
    let server = Server::start(url).await;
    assert!(server.is_allowed(A).await);
    assert!(!server.is_allowed("http://plain.example").await);
    server.stop().await;
}
