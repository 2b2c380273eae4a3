//! Arguments, as curl has them.

use crate::support::{APP, Output, Server, allow, allow_all, run};

fn check(url: &str, more: &[&str]) -> Output {
    run(&[&[url, "--from", APP], more].concat())
}

#[test]
fn wrong_arguments_are_errors() {
    assert!(
        run(&["http://127.0.0.1:9/"])
            .error()
            .contains("`--from ORIGIN` is missing")
    );
    assert!(
        run(&["http://127.0.0.1:9/", "--from", "app.example.com"])
            .error()
            .contains("write `https://app.example.com`")
    );
    assert!(
        run(&["http://127.0.0.1:9/", "--from", APP, "-H", "bad"])
            .error()
            .contains("not a header")
    );
    assert!(
        run(&["http://127.0.0.1:9/", "--from", APP, "-d", "@/no/file"])
            .error()
            .contains("was not read")
    );
}

#[test]
fn arguments_of_curl_are_accepted() {
    let server = Server::responding(|_| (200, allow_all(APP)));
    let url = server.url("/a");
    let origin = format!("Origin: {APP}");
    let text = run(&[
        "-sSL",
        "-i",
        "--compressed",
        "-A",
        "x",
        "-o",
        "file",
        "-I",
        &url,
        "-H",
        &origin,
    ])
    .expect(0);
    assert!(text.starts_with("allowed (strictest): HEAD"), "{text}");
    check(
        &url,
        &["-G", "-d", "b=1", "-d", "c=2", "--engine", "safari"],
    )
    .expect(0);
    assert_eq!(server.requests()[1].path, "/a?b=1&c=2");
}

#[test]
fn line_breaks_of_a_file_are_kept_in_binary_data() {
    let server = Server::responding(|_| (200, allow_all(APP)));
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), "a\r\nb\n").expect("the file is written");
    let data = format!("@{}", file.path().display());
    check(&server.url("/"), &["-d", &data]).expect(0);
    check(&server.url("/"), &["--data-binary", &data]).expect(0);
    let bodies: Vec<String> = server.requests().into_iter().map(|it| it.body).collect();
    assert_eq!(bodies, ["ab", "a\r\nb\n"]);
}

#[test]
fn preflight_of_curl_is_that_of_its_method() {
    let server = Server::responding(|_| (204, allow_all(APP)));
    let text = check(
        &server.url("/"),
        &[
            "-X",
            "OPTIONS",
            "-H",
            "Access-Control-Request-Method: PUT",
            "-H",
            "Access-Control-Request-Headers: Content-Type, authorization",
        ],
    )
    .expect(0);
    assert!(
        text.starts_with("allowed by the preflight (strictest): PUT"),
        "{text}"
    );
    let requests = server.requests();
    assert_eq!(server.methods(), ["OPTIONS"]);
    assert_eq!(requests[0].header("access-control-request-method"), "PUT");
    assert_eq!(
        requests[0].header("access-control-request-headers"),
        "authorization,content-type"
    );
}

#[test]
fn cookies_without_credentials_are_noted() {
    let server = Server::responding(|_| (200, allow(APP)));
    let output = check(&server.url("/"), &["-b", "a=1"]);
    assert!(
        output.stderr.contains("not sent without `--credentials`"),
        "{output:?}"
    );
}
