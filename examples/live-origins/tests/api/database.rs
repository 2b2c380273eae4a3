//! A `SQLite` file of the test's own, and what happens when somebody else writes to it.

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

/// A connection that is not the server's.
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
async fn changes_by_others_are_in_force_within_a_second() {
    scenario::changes_by_others(&File::new().url()).await;
}

#[tokio::test]
async fn changes_by_the_administration_are_in_force_at_once_and_after_a_restart() {
    scenario::changes_by_the_administration(&File::new().url()).await;
}

#[tokio::test]
async fn a_row_that_breaks_a_rule_keeps_no_other_out() {
    scenario::bad_rows(&File::new().url()).await;
}

#[tokio::test]
async fn while_the_table_cannot_be_read_the_set_stays_as_it_is() {
    let file = File::new();
    let server = Server::start(&file.url()).await;
    server.add("A", "https://a.example").await;
    let mut other = connect(&file.url()).await;
    query("ALTER TABLE partners RENAME TO elsewhere")
        .execute(&mut other)
        .await
        .expect("renamed");
    server.says("the allow-list stays as it is").await;
    sleep(Duration::from_millis(1_200)).await;
    assert!(server.lets_in("https://a.example").await);
    let complaints = server.log().matches("stays as it is").count();
    assert_eq!(complaints, 1, "{}", server.log());
    let answer = server.admin("GET", "/admin/partners", "").await;
    assert_eq!(answer.status, 503);

    query("ALTER TABLE elsewhere RENAME TO partners")
        .execute(&mut other)
        .await
        .expect("renamed");
    insert(&mut other, "B", "https://b.example").await;
    server.within_a_second("https://b.example", true).await;
    server.says("the database answers again").await;
}
