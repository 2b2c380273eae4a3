//! Tests that the text in a help compiles.

use cors_rules::Field;

use super::errors;
use crate::{args, attribute};

/// The only text between backticks in the help of the only error of `policy!(args)`.
fn help_text(args: &str) -> String {
    let expanded = attribute::policy(args.parse().expect("tokens")).to_string();
    let expanded = expanded.replace("\\\"", "\"");
    assert_eq!(
        expanded.matches("compile_error").count(),
        1,
        "{args}: {expanded}"
    );
    let (_, help) = expanded.split_once("= help: ").expect("a help");
    let written: Vec<_> = help.split('`').collect();
    assert_eq!(written.len(), 3, "{args}: {help}");
    written[1].to_owned()
}

#[test]
fn help_for_unbracketed_entries_compiles() {
    for (args, help) in [
        (
            "origins = \"https://a.example/, localhost:3000\"",
            "origins = [\"https://a.example\", \"http://localhost:3000\"]",
        ),
        (
            "origins = \"https://a.example\", \"https://B.example\"",
            "origins = [\"https://a.example\", \"https://b.example\"]",
        ),
        (
            "origins = &[\"https://a.example;https://b.example\"]",
            "origins = [\"https://a.example\", \"https://b.example\"]",
        ),
        (
            "origins = (\"https://a.example\",)",
            "origins = [\"https://a.example\"]",
        ),
        (
            "origin(\"https://a.example\")",
            "origins = [\"https://a.example\"]",
        ),
        ("origins = \"*\"", "origins = any"),
        ("origins = Any", "origins = any"),
        ("origins = all", "origins = any"),
        ("origins = *", "origins = any"),
        ("origins = [*]", "origins = any"),
        ("allow_origin = \"*\"", "origins = any"),
    ] {
        assert_eq!(help_text(args), help, "{args}");
        assert_eq!(errors(help), 0, "{help}");
    }
    for (args, help) in [
        ("methods = \"GET, post\"", "methods = [GET, POST]"),
        ("methods = get", "methods = [GET]"),
        ("methods = GET, POST", "methods = [GET, POST]"),
        ("methods = \"M-SEARCH\"", "methods = [\"M-SEARCH\"]"),
        ("methods = Method::PATCH", "methods = [PATCH]"),
        ("methods = purge", "methods = [purge]"),
        (
            "headers = \"content-type authorization\"",
            "headers = [\"content-type\", \"authorization\"]",
        ),
        (
            "headers = \"*, authorization\"",
            "headers = [\"*\", \"authorization\"]",
        ),
        ("expose_headers = \"*\"", "expose_headers = any"),
    ] {
        let wrong = format!("origins = any, {args}");
        assert_eq!(help_text(&wrong), help, "{args}");
        assert_eq!(errors(&format!("origins = any, {help}")), 0, "{help}");
    }
}

#[test]
fn example_of_each_key_compiles() {
    for field in Field::KEYS {
        let example = args::example(field);
        let policy = match field {
            Field::Origins | Field::Policy | Field::Base | Field::Disabled => example.to_owned(),
            _ => format!("origins = [\"https://a.example\"], {example}"),
        };
        assert_eq!(errors(&policy), 0, "{policy}");
    }
}

#[test]
fn help_for_a_key_written_twice_merges_the_lists() {
    for (args, help) in [
        (
            "origins = [\"https://a.example\"], credentials, origins = [\"https://b.example\"]",
            "origins = [\"https://a.example\", \"https://b.example\"]",
        ),
        (
            "origins = [\"https://a.example\"], origin = \"https://B.example/\"",
            "origins = [\"https://a.example\", \"https://b.example\"]",
        ),
        (
            "origins = [\"https://*.a.example\"], origins = [\"https://b.a.example\", PARTNER]",
            "origins = [\"https://*.a.example\", PARTNER]",
        ),
        (
            "origins = PARTNERS, origins = [PARTNERS, \"https://a.example\"]",
            "origins = [PARTNERS, \"https://a.example\"]",
        ),
    ] {
        assert_eq!(help_text(args), help, "{args}");
        assert_eq!(errors(help), 0, "{help}");
    }
    for (args, help) in [
        ("methods = [GET], methods = [PUT]", "methods = [GET, PUT]"),
        (
            "headers = [\"X-Id\"], headers = [\"x-id\", \"content-type\"]",
            "headers = [\"X-Id\", \"content-type\"]",
        ),
        (
            "expose_headers = [\"etag\"], expose_headers = [\"link\"]",
            "expose_headers = [\"etag\", \"link\"]",
        ),
        (
            "allow(insecure_origins), allow(form_enforce, insecure_origins)",
            "allow(insecure_origins, form_enforce)",
        ),
    ] {
        let wrong = format!("origins = [\"https://a.example\"], {args}");
        assert_eq!(help_text(&wrong), help, "{args}");
    }
}

#[test]
fn merged_lists_compile_for_every_pair_of_values() {
    const VALUES: [&str; 20] = [
        "",
        "any",
        "*",
        "[*]",
        "[]",
        "5",
        "[5]",
        "\"https://a.example\"",
        "[\"https://a.example\", \"https://b.example\"]",
        "[\"https://*.example\"]",
        "[\"https://B.example/\"]",
        "[\"null\"]",
        "[\"content-type\"]",
        "[\"Content-Type\", \"*\"]",
        "\"cookie\"",
        "[GET, \"patch\"]",
        "PARTNERS",
        "[PARTNERS, GET, \"x-a\"]",
        "env(\"ORIGINS\")",
        "[matching(is_tenant)]",
    ];
    let mut merged = 0;
    for key in [
        "origins",
        "dev_origins",
        "methods",
        "headers",
        "expose_headers",
    ] {
        for (first, second) in VALUES
            .iter()
            .flat_map(|one| VALUES.map(|other| (one, other)))
        {
            let args = format!("{key} = {first}, {key}s = {second}");
            let expanded = attribute::policy(args.parse().expect("tokens")).to_string();
            let expanded = expanded.replace("\\\"", "\"");
            let Some((_, help)) = expanded.split_once("write the key once: `") else {
                continue;
            };
            let help = help.split('`').next().expect("a text");
            let policy = match key {
                "origins" | "dev_origins" => help.to_owned(),
                _ => format!("origins = any, {help}"),
            };
            assert_eq!(errors(&policy), 0, "{args}: {help}");
            merged += 1;
        }
    }
    assert!(merged > 200, "{merged}");
}

#[test]
fn help_for_a_key_written_twice_merges_valid_lists_only() {
    for args in [
        "origins = any, origins = [\"https://a.example\"]",
        "origins = [\"https://a.example\"], origins = [\"null\"]",
        "origins = [\"https://a.example\"], origins = \"*\"",
        "origins = any, max_age = 5, max_age = 6",
        "origins = any, headers = [\"content-type\"], headers = [\"Set Cookie\"]",
    ] {
        assert!(first_help(args).starts_with("keep one of them"), "{args}");
    }
}

#[test]
fn help_never_suggests_a_refused_text() {
    for args in [
        "origins = \"*\", credentials",
        "origins = [any], enforce",
        "origins = all, dev_origins = [\"http://localhost:*\"]",
        "dev_origins = any",
        "dev_origins = \"*\"",
        "origins = \"null\"",
        "origins = \"\"",
        "origins = \"https://a.example, *\"",
        "origins = any, headers = \"Content Type\"",
        "origins = any, methods = \"GET, TRACE\"",
    ] {
        let expanded = attribute::policy(args.parse().expect("tokens")).to_string();
        let (_, help) = expanded.split_once("= help: ").expect("a help");
        assert!(!help.contains("= any"), "{args}: {help}");
        for wrong in ["null", "TRACE", "Type"] {
            assert!(!help.contains(wrong), "{args}: {help}");
        }
    }
}

#[test]
fn correction_replaces_the_underlined_text() {
    for (list, entry, help) in [
        (
            "origins = [@]",
            "\"https://a.example/\"",
            "\"https://a.example\"",
        ),
        (
            "origins = [@]",
            "\"https://a.example, B.example\"",
            "\"https://a.example\", \"https://b.example\"",
        ),
        ("origins = any, methods = [PUT, @]", "patch", "PATCH"),
        ("origins = any, methods = [@]", "\"patch\"", "\"PATCH\""),
        (
            "origins = any, methods = [@]",
            "\"GET, post\"",
            "\"GET\", \"POST\"",
        ),
        (
            "origins = any, headers = [@]",
            "\"content-type, Authorization\"",
            "\"content-type\", \"Authorization\"",
        ),
        (
            "origins = any, @",
            "max_age = \"1 hour\"",
            "max_age = \"1h\"",
        ),
        ("origins = any, @", "max_age = 86401", "max_age = 86400"),
        ("origins = any, @", "max_age = \"-5s\"", "max_age = 0"),
    ] {
        assert_eq!(help_text(&list.replace('@', entry)), help, "{entry}");
        assert_eq!(errors(&list.replace('@', help)), 0, "{help}");
    }
}

#[test]
fn opt_out_as_a_key_and_key_as_an_opt_out_name_each_other() {
    const ORIGINS: &str = "origins = [\"https://a.example\"]";
    for (written, help) in [
        ("allow_insecure_origins", "allow(insecure_origins)"),
        ("public_suffixes", "allow(public_suffixes)"),
    ] {
        let found = first_help(&format!("{ORIGINS}, {written}"));
        assert!(found.starts_with(&format!("write `{help}`")), "{found}");
    }
    let found = first_help(&format!("{ORIGINS}, allow(credentials)"));
    assert!(
        found.starts_with("write `credentials` beside the other keys"),
        "{found}"
    );
}

/// The text after the first `help`.
fn first_help(args: &str) -> String {
    let expanded = attribute::policy(args.parse().expect("tokens")).to_string();
    let (_, help) = expanded.split_once("= help: ").expect("a help");
    help.to_owned()
}
