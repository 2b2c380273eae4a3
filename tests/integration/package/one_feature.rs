//! A package with one feature of `cors-runtime` only: mistakes of its handlers are reported once, and correct handlers
//! compile. The other tests enable all features at once.

use std::path::Path;

use cors_tests::Package;

const AXUM: &str = "axum = { version = \"0.8\", features = [\"ws\"] }";
const AXUM_EXTRA: &str = "axum = \"0.8\"\n\
    axum-extra = { version = \"0.12\", features = [\"cookie\", \"typed-header\"] }";
const ROCKET: &str = "rocket = { version = \"0.5\", features = [\"json\"] }";

/// The errors of a crate of these functions.
fn errors(feature: &str, dependencies: &str, source: &str) -> Vec<String> {
    let features: Vec<_> = feature.split_whitespace().collect();
    let dependencies = format!(
        "{dependencies}\n\
        cors-runtime = {{ path = \"{{workspace}}/cors-runtime\", features = {features:?} }}"
    );
    let package = Package::new(
        Path::new(env!("CARGO_TARGET_TMPDIR")),
        &format!("one-feature-{feature}"),
        &dependencies,
        source,
    );
    let check = package.cargo("check").args(["--color", "never"]).output();
    let check = check.expect("cargo runs");
    let stderr = String::from_utf8(check.stderr).expect("text");
    let errors = stderr.lines().filter(|line| line.starts_with("error"));
    let errors: Vec<_> = errors
        .filter(|line| !line.starts_with("error: could not compile"))
        .map(str::to_owned)
        .collect();
    assert_eq!(check.status.success(), errors.is_empty(), "{stderr}");
    errors
}

#[track_caller]
fn assert_reported(feature: &str, dependencies: &str, source: &str, expected: &[&str]) {
    let errors = errors(feature, dependencies, source);
    assert_eq!(errors.len(), expected.len(), "{errors:#?}");
    for (error, expected) in errors.iter().zip(expected) {
        assert!(error.ends_with(expected), "{error}");
    }
}

#[test]
fn without_a_framework_its_feature_is_missing() {
    assert_reported(
        "",
        AXUM,
        "#[cors_runtime::cors(origins = [\"https://app.example.com\"])]\n\
        pub async fn list() -> &'static str { \"\" }",
        &["`#[cors]` on a handler needs the feature of its framework"],
    );
}

/// The features of axum come after each other, since they share what they are built of.
#[test]
fn feature_of_axum_alone_checks_its_extractors() {
    assert_reported(
        "axum",
        AXUM,
        r#"
        use axum::{Json, extract::Path};
        use cors_runtime::cors;

        #[cors(origins = ["https://app.example.com"])]
        pub async fn plain(_: Path<u32>, _: String) {}

        #[cors(origins = ["https://app.example.com"])]
        pub async fn json(_: Path<u32>, _: Json<u32>) {}
        "#,
        &["`Json<u32>` takes JSON, and `content-type` is not in `headers`"],
    );
    assert_reported(
        "ws",
        AXUM,
        r#"
        use axum::{extract::ws::WebSocketUpgrade, response::Response};
        use cors_runtime::cors;

        #[cors(origins = ["https://app.example.com"], enforce)]
        pub async fn enforced(upgrade: WebSocketUpgrade) -> Response { upgrade.on_upgrade(async |_| {}) }

        #[cors(origins = ["https://app.example.com"])]
        pub async fn open(upgrade: WebSocketUpgrade, _: String) -> Response { upgrade.on_upgrade(async |_| {}) }
        "#,
        &["`WebSocketUpgrade` opens a WebSocket, and the policy has no `enforce`"],
    );
    assert_reported(
        "cookie",
        AXUM_EXTRA,
        r#"
        use axum_extra::extract::CookieJar;
        use cors_runtime::cors;

        #[cors(origins = ["https://app.example.com"], credentials)]
        pub async fn private(_: CookieJar) {}

        #[cors(origins = ["https://app.example.com"])]
        pub async fn forgotten(_: CookieJar, _: String) {}
        "#,
        &["`CookieJar` takes cookies, and the policy has no `credentials`"],
    );
    assert_reported(
        "typed-header",
        AXUM_EXTRA,
        r#"
        use axum_extra::{TypedHeader, headers::{Authorization, authorization::Bearer}};
        use cors_runtime::cors;

        #[cors(origins = ["https://app.example.com"], headers = ["authorization"])]
        pub async fn token(_: TypedHeader<Authorization<Bearer>>) {}

        #[cors(origins = ["https://app.example.com"], headers = ["content-type"])]
        pub async fn forgotten(_: TypedHeader<Authorization<Bearer>>, _: String) {}
        "#,
        &[
            "`TypedHeader<Authorization<Bearer>>` takes a token, and `authorization` is not in `headers`",
        ],
    );
}

#[test]
fn rocket_alone_checks_its_guards() {
    assert_reported(
        "rocket",
        ROCKET,
        r#"
        use cors_runtime::cors;
        use rocket::{get, http::CookieJar, post, serde::json::Json};

        #[cors(origins = ["https://app.example.com"], credentials)]
        #[get("/private")]
        pub fn private(_jar: &CookieJar<'_>) {}

        #[cors(origins = ["https://app.example.com"])]
        #[get("/forgotten")]
        pub fn forgotten(_jar: &CookieJar<'_>) {}

        #[cors(origins = ["https://app.example.com"])]
        #[post("/json", format = "json", data = "<_id>")]
        pub fn json(_id: Json<u32>) {}
        "#,
        &[
            "`&CookieJar<'_>` takes cookies, and the policy has no `credentials`",
            "`format = \"json\"` takes JSON, and `content-type` is not in `headers`",
        ],
    );
    assert_reported(
        "rocket",
        ROCKET,
        r#"
        use cors_runtime::cors;
        use rocket::get;

        #[get("/late?<_page>")]
        #[cors(origins = any)]
        pub async fn late(_page: u32) -> String { String::new() }

        #[cors(origins = any)]
        pub fn forgotten() -> &'static str { "" }
        "#,
        &[
            "`#[cors]` stands below an attribute that has already expanded the function",
            "`#[cors]` has no route attribute below it",
        ],
    );
}
