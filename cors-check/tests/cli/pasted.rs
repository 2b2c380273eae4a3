//! Requests copied from developer tools.

use crate::support::{APP, Server, allow_all, run, run_with};

#[test]
fn copied_curl_is_sent_as_the_page_sends_it() {
    let server = Server::responding(|_| (200, allow_all("http://127.0.0.1:9")));
    let text = format!(
        "curl '{}' \\\n  -X 'PUT' \\\n  -H 'accept: application/json' \\\n  -H 'content-type: application/json' \\\n  \
         -b 'session=1' \\\n  -H 'origin: http://127.0.0.1:9' \\\n  -H 'cache-control: no-cache' \\\n  \
         -H 'sec-fetch-mode: cors' \\\n  --data-raw $'{{\"name\":\"Ada\\u0021\"}}'",
        server.url("/users")
    );
    run_with(&["from-curl"], &text, &[]).expect(0);
    let requests = server.requests();
    assert_eq!(
        requests[0].header("access-control-request-headers"),
        "content-type"
    );
    assert_eq!(requests[1].header("cookie"), "session=1");
    assert_eq!(requests[1].body, "{\"name\":\"Ada!\"}");
    run(&["from-curl", &text, "--from", "https://evil.example"]).expect(1);
}

#[test]
fn copied_fetch_is_sent_as_the_page_sends_it() {
    let server = Server::responding(|_| (200, allow_all(APP)));
    let text = format!(
        "fetch(\"{}\", {{\n  \"headers\": {{ \"content-type\": \"application/json\" }},\n  \
         \"referrer\": \"https://app.example.com/\",\n  \"body\": \"{{}}\",\n  \"method\": \"PUT\",\n  \
         \"mode\": \"cors\",\n  \"credentials\": \"include\"\n}});",
        server.url("/users")
    );
    run(&["from-curl", &text]).expect(0);
    assert_eq!(server.methods(), ["OPTIONS", "PUT"]);
}

#[test]
fn copied_text_without_an_origin_needs_one() {
    assert!(
        run(&["from-curl", "curl http://127.0.0.1:9/"])
            .error()
            .contains("neither `Origin` nor a referrer")
    );
    assert!(
        run(&["from-curl", "wget http://127.0.0.1:9/"])
            .error()
            .contains("neither")
    );
}

#[test]
fn copied_words_need_no_quotes() {
    let server = Server::responding(|_| (200, allow_all(APP)));
    let url = server.url("/users");
    let origin = format!("origin: {APP}");
    let json = "content-type: application/json";
    let data = "{\"name\":\"it's\"}";
    let words = [
        "curl",
        &url,
        "-X",
        "PUT",
        "-H",
        &origin,
        "-H",
        json,
        "--data-raw",
        data,
        "--compressed",
    ];
    let text = run(&[&["from-curl", "--engine", "all"], &words[..]].concat()).expect(0);
    assert!(text.contains("allowed (webkit)"), "{text}");
    assert_eq!(server.requests()[1].body, data);
}

#[test]
fn copied_preflight_is_that_of_its_method() {
    let server = Server::responding(|_| (204, allow_all(APP)));
    let text = format!(
        "curl '{}' -X 'OPTIONS' -H 'accept: */*' -H 'access-control-request-headers: content-type' \
         -H 'access-control-request-method: PUT' -H 'origin: {APP}' -H 'sec-fetch-mode: cors'",
        server.url("/")
    );
    let text = run_with(&["from-curl"], &text, &[]).expect(0);
    assert!(
        text.starts_with("allowed by the preflight (strictest): PUT"),
        "{text}"
    );
    assert_eq!(server.methods(), ["OPTIONS"]);
}

#[test]
fn copied_command_names_its_address() {
    let server = Server::responding(|_| (200, allow_all("http://page.localhost")));
    let text = format!(
        "curl --resolve api.example.com:{0}:127.0.0.1 http://api.example.com:{0}/ -H 'origin: http://page.localhost'",
        server.port
    );
    run(&["from-curl", &text]).expect(0);
    assert_eq!(server.methods(), ["GET"]);
}

#[test]
fn copied_request_of_another_mode_is_noted() {
    let server = Server::responding(|_| (200, allow_all(APP)));
    for (mode, is_noted) in [("no-cors", true), ("navigate", true), ("cors", false)] {
        let text = format!(
            "curl {} -H 'origin: {APP}' -H 'sec-fetch-mode: {mode}'",
            server.url("/")
        );
        let note = run(&["from-curl", &text]).stderr;
        assert_eq!(
            note.contains("to which CORS does not apply"),
            is_noted,
            "{note}"
        );
    }
}
