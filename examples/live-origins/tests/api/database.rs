//! Tests on a temporary `SQLite` file, which other connections change as well.

use std::time::Duration;

use sqlx::{AnyConnection, Connection, query};
use tempfile::TempDir;
use tokio::time::sleep;

use crate::{scenario, server::Server};

pub(crate) struct File {
    folder: TempDir,
}

impl File {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder"),
        }
    }

    pub(crate) fn url(&self) -> String {
        let file = self.folder.path().join("partners.db");
        format!("sqlite://{}?mode=rwc", file.display())
    }
}

/// A second connection, beside that of the server.
pub(crate) async fn connect(url: &str) -> AnyConnection {
    sqlx::any::install_default_drivers();
    AnyConnection::connect(url).await.expect("a connection")
}

pub(crate) async fn insert(connection: &mut AnyConnection, name: &str, origin: &str) {
    query("INSERT INTO partners (name, origin) VALUES ($1, $2)")
        .bind(name)
        .bind(origin)
        .execute(connection)
        .await
        .expect("inserted");
}

#[tokio::test]
async fn changes_by_others_apply_within_a_second() {
    scenario::changes_by_others(&File::new().url()).await;
}

#[tokio::test]
async fn changes_by_admin_apply_at_once_and_after_restart() {
    scenario::changes_by_admin(&File::new().url()).await;
}

#[tokio::test]
async fn invalid_row_does_not_reject_others() {
    scenario::invalid_rows(&File::new().url()).await;
}

#[tokio::test]
async fn unreadable_table_leaves_the_set_unchanged() {
    let file = File::new();
    let server = Server::start(&file.url()).await;
    server.add("A", "https://a.example").await;
    let mut other = connect(&file.url()).await;
    query("ALTER TABLE partners RENAME TO elsewhere")
        .execute(&mut other)
        .await
        .expect("renamed");
    server.wait_for_log("the allow-list stays as it is").await;
    sleep(Duration::from_millis(1_200)).await;
    assert!(server.is_allowed("https://a.example").await);
    let count = server.log().matches("stays as it is").count();
    assert_eq!(count, 1, "{}", server.log());
    let response = server.admin("GET", "/admin/partners", "").await;
    assert_eq!(response.status, 503);

    query("ALTER TABLE elsewhere RENAME TO partners")
        .execute(&mut other)
        .await
        .expect("renamed");
    insert(&mut other, "B", "https://b.example").await;
    server.within_a_second("https://b.example", true).await;
    server.wait_for_log("the database is available again").await;
}
