//! Errors that prevent the start.

use std::{fs, time::Duration};

use tokio::time::timeout;

use crate::server::{TOKEN, program};

async fn start_error(variables: &[(&str, &str)]) -> String {
    let output = timeout(Duration::from_secs(20), program(variables).output()).await;
    let output = output.expect("it must not listen").expect("it runs");
    assert!(!output.status.success(), "{variables:?}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[tokio::test]
async fn unreadable_database_prevents_the_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let not_a_database = folder.path().join("letter.txt");
    fs::write(&not_a_database, "Dear database, ".repeat(100)).expect("written");
    let missing = folder.path().join("missing").join("partners.db");
    let sqlite = |path: &std::path::Path| format!("sqlite://{}?mode=rwc", path.display());
    let cases = [
        (sqlite(&missing), "unable to open database file"),
        (sqlite(&not_a_database), "file is not a database"),
        // Port 1 has no listener.
        ("postgres://127.0.0.1:1/partners".to_owned(), "refused"),
        (
            "mysql://root:secret@127.0.0.1/partners".to_owned(),
            "no driver found for URL scheme",
        ),
    ];
    for (url, reason) in cases {
        let error = start_error(&[("ADMIN_TOKEN", TOKEN), ("DATABASE_URL", &url)]).await;
        let beginning = "live-origins cannot run: the database of partners cannot be read: ";
        assert!(error.starts_with(beginning), "{error}");
        assert!(error.contains(reason), "{error}");
        assert!(!error.contains("secret"), "{error}");
        assert_eq!(error.lines().count(), 1, "{error}");
    }
}

#[tokio::test]
async fn missing_or_weak_token_prevents_the_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}/partners.db?mode=rwc", folder.path().display());
    let database = ("DATABASE_URL", url.as_str());
    let error = start_error(&[database]).await;
    assert!(
        error.contains("ADMIN_TOKEN: environment variable not found"),
        "{error}"
    );
    for bad in [
        "",
        "short",
        "more than 16 characters, with spaces",
        "sechzehn-Zeichen-mit-ü",
    ] {
        let error = start_error(&[database, ("ADMIN_TOKEN", bad)]).await;
        assert!(error.contains("has at least 16 characters"), "{error}");
        assert!(bad.is_empty() || !error.contains(bad), "{error}");
    }
}
