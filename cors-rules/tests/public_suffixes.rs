//! The table of public suffixes, read towards the names below a host.

use cors_rules::{is_listed_public_suffix_or_ancestor, is_public_suffix_or_ancestor};

const _: () = assert!(is_public_suffix_or_ancestor("github.io"));
const _: () = assert!(!is_public_suffix_or_ancestor("my-company.example.com"));

const TABLE: &str = include_str!("../data/public_suffixes.txt");

#[test]
fn table_is_sorted_and_unique() {
    let lines: Vec<String> = TABLE.lines().map(|line| format!("{line}.")).collect();
    assert!(lines.len() > 9000, "{}", lines.len());
    for pair in lines.windows(2) {
        assert!(pair[0] < pair[1], "{} {}", pair[0], pair[1]);
    }
    assert!(TABLE.is_ascii() && TABLE.ends_with('\n') && !TABLE.contains('\r'));
}

#[test]
fn suffixes_and_their_ancestors() {
    for host in [
        "com",
        "com.",
        "COM",
        "github.io",
        "co.uk",
        "uk",
        "run.app",
        "windows.net",
        "core.windows.net",
        "blob.core.windows.net",
        "amazonaws.com",
        "vercel.app",
        "xn--p1ai",
        "ck",
        "anything.ck",
        "kobe.jp",
        "x.kobe.jp",
    ] {
        assert!(is_public_suffix_or_ancestor(host), "{host}");
    }
    for host in [
        "",
        ".",
        "example.com",
        "example.co.uk",
        "my.github.io",
        "localhost",
        "internal",
        "local",
        "my-company",
        "www.ck",
        "a.anything.ck",
        "city.kobe.jp",
        "a.city.kobe.jp",
        "a.x.kobe.jp",
        "xcom",
        "hub.io",
        "127.0.0.1",
        "[::1]",
        "*",
        "!",
    ] {
        assert!(!is_public_suffix_or_ancestor(host), "{host}");
    }
    assert!(!is_public_suffix_or_ancestor(&"a.".repeat(10_000)));
}

#[test]
fn shared_names_outside_the_list_are_suffixes() {
    for host in [
        "app.github.dev",
        "github.dev", // an ancestor of app.github.dev
        "gitpod.io",
        "ws-eu120.gitpod.io",
        "euw.devtunnels.ms",
        "loca.lt",
        "nip.io",
        "10.0.0.5.nip.io",
        "a-10-0-0-5.b.sslip.io",
        "local-credentialless.webcontainer.io",
        "googleusercontent.com",
        "bc.googleusercontent.com",
        "WordPress.com.",
        "sharepoint.com",
        "develop.my.salesforce.com",
        "lightning.force.com",
        "us.auth0.com",
        "westeurope.azurecontainerapps.io",
        "us-west1-0.prod.colab.dev",
        "shinyapps.io",
        "portmap.host",
        "narod.ru",
        "bj.bcebos.com",
        "webhook.site",
    ] {
        assert!(is_public_suffix_or_ancestor(host), "{host}");
        assert!(!is_listed_public_suffix_or_ancestor(host), "{host}");
    }
    for host in [
        // Somebody's own.
        "x-3000.app.github.dev",
        "my.sharepoint.com",
        "x.euw.devtunnels.ms",
        "env.westeurope.azurecontainerapps.io",
        "xgitpod.io",
        "gitpod.io.example.com",
        // The machine of the browser.
        "lvh.me",
        "localtest.me",
    ] {
        assert!(!is_public_suffix_or_ancestor(host), "{host}");
    }
    // The list has an ancestor.
    assert!(is_listed_public_suffix_or_ancestor("salesforce.com"));
}

/// A second reading of the table, one line after the other.
fn naive(host: &str) -> bool {
    let reversed: Vec<&str> = host.split('.').rev().collect();
    let exception = format!("{}!", reversed.join("."));
    if TABLE.lines().any(|line| line == exception) {
        return false;
    }
    TABLE.lines().any(|line| {
        let lint: Vec<&str> = line.trim_end_matches('!').split('.').collect();
        let covers = |(lint, label): (&&str, &&str)| lint == label || *lint == "*";
        lint.len() >= reversed.len() && lint.iter().zip(&reversed).all(covers)
    })
}

#[test]
fn search_agrees_with_a_walk() {
    for line in TABLE.lines().step_by(211) {
        let labels: Vec<&str> = line.trim_end_matches('!').split('.').rev().collect();
        let host = labels.join(".").replace('*', "any");
        for host in [
            host.clone(),
            format!("a.{host}"),
            format!("{host}x"),
            format!("x{host}"),
            format!("b.a.{host}"),
        ] {
            let found = is_listed_public_suffix_or_ancestor(&host);
            assert_eq!(found, naive(&host), "{host}");
            assert!(!found || is_public_suffix_or_ancestor(&host), "{host}");
        }
        for cut in 1..labels.len() {
            let ancestor = labels[cut..].join(".");
            assert!(is_public_suffix_or_ancestor(&ancestor), "{ancestor}");
        }
    }
}
