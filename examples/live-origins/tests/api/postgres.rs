//! The scenarios on `PostgreSQL`, if there is one.
//!
//! `LIVE_ORIGINS_TEST_POSTGRES=postgres://…` names a database. The test creates a schema in it, and removes it.

use std::env;

use sqlx::{AnyConnection, Connection, query};

use crate::{database::connect, scenario};

const VARIABLE: &str = "LIVE_ORIGINS_TEST_POSTGRES";

async fn remove_schema(connection: &mut AnyConnection) {
    query("DROP SCHEMA IF EXISTS live_origins_test CASCADE")
        .execute(connection)
        .await
        .expect("removed");
}

/// Creates an empty schema and returns its URL.
async fn empty_schema(url: &str) -> String {
    let mut connection = connect(url).await;
    remove_schema(&mut connection).await;
    query("CREATE SCHEMA live_origins_test")
        .execute(&mut connection)
        .await
        .expect("created");
    connection.close().await.expect("closed");
    let separator = if url.contains('?') { '&' } else { '?' };
    format!("{url}{separator}options=-csearch_path%3Dlive_origins_test")
}

// In sequence, since they share the schema.
#[tokio::test]
async fn scenarios_pass_on_postgresql() {
    let Ok(url) = env::var(VARIABLE) else {
        assert!(env::var_os("CI").is_none(), "{VARIABLE} is not set");
        // The test harness hides `eprintln!` of tests that pass, but not a direct write.
        let skipped = format!("\nSKIPPED: {VARIABLE} is not set, PostgreSQL is not tested\n\n");
        let _ = std::io::Write::write_all(&mut std::io::stderr(), skipped.as_bytes());
        return;
    };
    scenario::changes_by_others(&empty_schema(&url).await).await;
    scenario::changes_by_admin(&empty_schema(&url).await).await;
    scenario::invalid_rows(&empty_schema(&url).await).await;
    remove_schema(&mut connect(&url).await).await;
}
