//! Regular expressions and globs, and what only resembles them.

use cors_rules::Lint;

use crate::{accepted, broken};

#[test]
fn regular_expressions() {
    for entry in [
        r"^https://.*\.example\.com$",
        r"https://.*\.example\.com",
        r"https:\/\/.*\.example\.com",
        r"^https://app.example.com",
        r"https://app.example.com$",
        r"https://app.example.com/?$",
        r"https://app\.example\.com",
        r"/\.example\.com$/",
        r"/example\.com/",
        r"https://(app|admin).example.com",
        r"https://app.example.com(:3000)?",
        r"https?://app.example.com",
        r"http(s)?://app.example.com",
        r"(?i)https://app.example.com",
        r".*://app.example.com",
        r".*\.example\.com",
        r".*.example.com",
        r"https://.*.example.com",
        r"https://.*",
        r"https://.+.example.com",
        r"https://app-.*.example.com",
        r"https://[a-z]+.example.com",
        r"https://app[0-9].example.com",
        r"https://[^.]+.example.com",
        r"https://app[.]example[.]com",
        r"https://app\d+.example.com",
        r"https://app\d.example.com",
        r"http://localhost:\d+",
        r"http://localhost:[0-9]+",
        r"http://localhost:.*",
        r"https://app.example.com|admin.example.com",
        r"app.example.com|admin.example.com",
        r"^https://a\.example$|^https://b\.example$",
        r"(https://a.example|https://b.example)",
        " ^https://app.example.com$ ",
    ] {
        broken(Lint::OriginRegularExpression, &[(entry, None)]);
    }
}

#[test]
fn globs_and_templates() {
    for entry in [
        "https://{app,admin}.example.com",
        "{http,https}://app.example.com",
        "http://localhost:{3000,3001}",
        "https://{tenant}.example.com",
        "https://${HOST}",
        "https://$HOST/",
        "https://[abc]*.example.com",
    ] {
        broken(Lint::OriginRegularExpression, &[(entry, None)]);
    }
}

#[test]
fn signs_mean_nothing_behind_the_host_or_in_a_password() {
    let app = Some("https://app.example.com");
    broken(
        Lint::OriginPath,
        &[
            ("https://app.example.com/users/{id}", app),
            ("https://app.example.com/$metadata", app),
            ("https://app.example.com/Users(1)", app),
            ("https://app.example.com?filter[a]=(b)", app),
            ("https://app.example.com#^", app),
            ("https://app.example.com\\docs", app),
        ],
    );
    broken(
        Lint::OriginUserinfo,
        &[("https://user:pa$$(w)@app.example.com", app)],
    );
    broken(
        Lint::OriginFile,
        &[("file:///home/{user}/index.html", None)],
    );
}

#[test]
fn faults_that_resemble_them_keep_their_rules() {
    broken(
        Lint::OriginMalformed,
        &[
            (r"https:\\d.example.com", Some("https://d.example.com")),
            (
                r"https:\/\/app.example.com",
                Some("https://app.example.com"),
            ),
        ],
    );
    broken(
        Lint::OriginExtensionId,
        &[(
            "moz-extension://{0b9a7f3e-0000-4000-8000-000000000000}",
            Some("moz-extension://*"),
        )],
    );
    broken(
        Lint::OriginSeveral,
        &[("https://a.example|https://b.example", None)],
    );
    broken(
        Lint::OriginMisplacedWildcard,
        &[("https://app.*.example.com", None), ("https://*.*", None)],
    );
    for address in ["http://[127.0.0.1]:3000", "http://[::g]", "http://[]"] {
        broken(Lint::OriginIpv6NotCanonical, &[(address, None)]);
    }
    accepted(&[
        "http://[::1]:3000",
        "a.+b://host",
        "https://*.example.com:*",
    ]);
}
