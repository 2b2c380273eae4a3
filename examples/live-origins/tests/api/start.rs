//! What stops the start, and what is said then.

use std::{fs, time::Duration};

use tokio::time::timeout;

use crate::server::{TOKEN, program};

async fn refusal(variables: &[(&str, &str)]) -> String {
    let output = timeout(Duration::from_secs(20), program(variables).output()).await;
    let output = output.expect("it must not listen").expect("it runs");
    assert!(!output.status.success(), "{variables:?}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[tokio::test]
async fn a_database_that_cannot_be_read_stops_the_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let not_a_database = folder.path().join("letter.txt");
    fs::write(&not_a_database, "Dear database, ".repeat(100)).expect("written");
    let missing = folder.path().join("missing").join("partners.db");
    let sqlite = |path: &std::path::Path| format!("sqlite://{}?mode=rwc", path.display());
    let cases = [
        (sqlite(&missing), "unable to open database file"),
        (sqlite(&not_a_database), "file is not a database"),
        // Nobody listens on port 1.
        ("postgres://127.0.0.1:1/partners".to_owned(), "refused"),
        (
            "mysql://root:secret@127.0.0.1/partners".to_owned(),
            "no driver found for URL scheme",
        ),
    ];
    for (url, reason) in cases {
        let said = refusal(&[("ADMIN_TOKEN", TOKEN), ("DATABASE_URL", &url)]).await;
        let beginning = "live-origins cannot run: the database of partners cannot be read: ";
        assert!(said.starts_with(beginning), "{said}");
        assert!(said.contains(reason), "{said}");
        assert!(!said.contains("secret"), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
}

#[tokio::test]
async fn without_a_good_token_it_does_not_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}/partners.db?mode=rwc", folder.path().display());
    let database = ("DATABASE_URL", url.as_str());
    let said = refusal(&[database]).await;
    assert!(
        said.contains("ADMIN_TOKEN: environment variable not found"),
        "{said}"
    );
    for bad in [
        "",
        "short",
        "more than 16 characters, with spaces",
        "sechzehn-Zeichen-mit-ü",
    ] {
        let said = refusal(&[database, ("ADMIN_TOKEN", bad)]).await;
        assert!(said.contains("has at least 16 characters"), "{said}");
        assert!(bad.is_empty() || !said.contains(bad), "{said}");
    }
}
