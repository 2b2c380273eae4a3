//! Tests of the preflight checks, one per step of the standard.

use super::{
    Engine::{Chromium, Firefox, Standard, Strictest, WebKit},
    *,
};

const APP: &str = "https://app.example.com";

fn response(lines: &[(&str, &str)]) -> HeaderList {
    let mut response = HeaderList::default();
    response.append("access-control-allow-origin", APP.as_bytes());
    response.append("access-control-allow-credentials", b"true");
    for (name, value) in lines {
        response.append(&format!("access-control-{name}"), value.as_bytes());
    }
    response
}

fn preflight<'r>(
    method: &'r str,
    header_names: &'r [String],
    credentials: Credentials,
) -> PreflightRequest<'r> {
    PreflightRequest {
        origin: APP,
        method,
        header_names,
        credentials,
        use_cors_preflight: false,
    }
}

fn checked(
    method: &str,
    names: &[&str],
    credentials: Credentials,
    lines: &[(&str, &str)],
) -> Result<Grant, Reason> {
    checked_by(Standard, method, names, credentials, lines)
}

fn checked_by(
    engine: Engine,
    method: &str,
    names: &[&str],
    credentials: Credentials,
    lines: &[(&str, &str)],
) -> Result<Grant, Reason> {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let preflight = preflight(method, &names, credentials);
    preflight
        .check(204, &response(lines), engine)
        .map_err(|failure| failure.reason)
}

const OMIT: Credentials = Credentials::Omit;
const INCLUDE: Credentials = Credentials::Include;

impl PreflightRequest<'_> {
    fn check(&self, status: u16, response: &HeaderList, engine: Engine) -> Result<Grant, Failure> {
        let grant = self.read(status, response, engine)?;
        self.check_grant(&grant, response, engine)?;
        Ok(grant)
    }
}

#[test]
fn cors_preflight_fetch_headers() {
    let names = ["authorization".to_owned(), "x-a".to_owned()];
    let mut preflight = preflight("PUT", &names, OMIT);
    let sent = preflight.headers();
    let value = sent.get("access-control-request-headers");
    assert_eq!(value.as_deref(), Some(&b"authorization,x-a"[..]));
    assert_eq!(
        sent.get("access-control-request-method").as_deref(),
        Some(&b"PUT"[..])
    );
    preflight.header_names = &[];
    assert!(
        !preflight
            .headers()
            .contains("access-control-request-headers")
    );
}

#[test]
fn cors_preflight_fetch_needs_an_ok_status() {
    let preflight = preflight("GET", &[], OMIT);
    for status in [200, 201, 204, 205, 206, 299] {
        assert!(
            preflight.check(status, &response(&[]), Standard).is_ok(),
            "{status}"
        );
    }
    for status in [100, 199, 300, 301, 307, 401, 403, 404, 405, 500] {
        let failure = preflight
            .check(status, &response(&[]), Standard)
            .expect_err("no");
        assert_eq!(failure.reason, Reason::PreflightStatus, "{status}");
    }
    let nothing = HeaderList::default();
    let failure = preflight.check(403, &nothing, Standard).expect_err("no");
    assert_eq!(failure.reason, Reason::OriginNotAllowed);
    assert!(
        failure.problem.ends_with("its status is 403"),
        "{}",
        failure.problem
    );
}

#[test]
fn cors_preflight_fetch_methods() {
    let no = Err(Reason::MethodNotAllowed);
    for (method, credentials, lines, expected) in [
        ("PUT", OMIT, &[][..], no),
        ("PUT", OMIT, &["GET, PUT"], Ok(())),
        ("PUT", OMIT, &["GET", "PUT"], Ok(())),
        ("PUT", OMIT, &["put"], no),
        ("patch", OMIT, &["PATCH"], no),
        ("patch", OMIT, &["patch"], Ok(())),
        ("PUT", OMIT, &["*"], Ok(())),
        ("PUT", INCLUDE, &["*"], no),
        ("*", INCLUDE, &["*"], Ok(())),
        ("POST", INCLUDE, &[], Ok(())),
        ("POST", INCLUDE, &["GET"], Ok(())),
        ("HEAD", INCLUDE, &["PUT"], Ok(())),
        ("PUT", OMIT, &["PUT,@@"], Err(Reason::MalformedMethods)),
        ("POST", OMIT, &["@@"], Err(Reason::MalformedMethods)),
    ] {
        let lines: Vec<_> = lines.iter().map(|line| ("allow-methods", *line)).collect();
        let outcome = checked(method, &[], credentials, &lines).map(|_| ());
        assert_eq!(outcome, expected, "{method} {lines:?}");
    }
}

#[test]
fn cors_preflight_fetch_header_names() {
    let no = Err(Reason::HeaderNotAllowed);
    let no_authorization = Err(Reason::AuthorizationNotAllowed);
    for (names, credentials, line, expected) in [
        (&["x-a"][..], OMIT, "x-b", no),
        (&["x-a"], OMIT, "X-A", Ok(())),
        (&["x-a", "x-b"], OMIT, ",X-A , ,\tx-b,,", Ok(())),
        (&["x-a", "x-b"], OMIT, "x-a", no),
        (&["x-a"], OMIT, "*", Ok(())),
        (&["x-a"], INCLUDE, "*", no),
        (&["*"], INCLUDE, "*", Ok(())),
        (&["authorization"], OMIT, "*", no_authorization),
        (&["authorization"], OMIT, "*,Authorization", Ok(())),
        (&["authorization", "x-a"], OMIT, "*", no_authorization),
        (&["authorization", "x-a"], OMIT, "x-b", no_authorization),
        (&["authorization"], INCLUDE, "*", no_authorization),
        (&["authorization"], INCLUDE, "authorization", Ok(())),
        (
            &["x-a"],
            OMIT,
            "x-a, bad name",
            Err(Reason::MalformedHeaders),
        ),
    ] {
        let outcome = checked("GET", names, credentials, &[("allow-headers", line)]).map(|_| ());
        assert_eq!(outcome, expected, "{names:?} {line}");
    }
    assert_eq!(
        checked("GET", &["x-a"], OMIT, &[]),
        Err(Reason::HeaderNotAllowed)
    );
}

#[test]
fn wildcard_covers_authorization_by_engine() {
    for (engine, passes) in [
        (Strictest, false),
        (Standard, false),
        (Chromium, true),
        (Firefox, true),
        (WebKit, true),
    ] {
        let outcome = checked_by(
            engine,
            "GET",
            &["authorization"],
            OMIT,
            &[("allow-headers", "*")],
        );
        assert_eq!(outcome.is_ok(), passes, "{engine:?}");
    }
}

#[test]
fn cors_preflight_fetch_without_methods_for_an_upload() {
    let mut preflight = preflight("PUT", &[], OMIT);
    preflight.use_cors_preflight = true;
    let grant = preflight
        .check(200, &response(&[]), Standard)
        .expect("a grant");
    assert_eq!(grant.methods, ["PUT"]);
    let other = response(&[("allow-methods", "GET")]);
    assert!(preflight.check(200, &other, Standard).is_err());
    preflight.use_cors_preflight = false;
    assert!(preflight.check(200, &response(&[]), Standard).is_err());
}

#[test]
fn cors_preflight_fetch_max_age() {
    let seconds = |engine, lines: &[&str]| {
        let lines: Vec<_> = lines.iter().map(|line| ("max-age", *line)).collect();
        let outcome = checked_by(engine, "GET", &[], OMIT, &lines);
        outcome.expect("a grant").max_age
    };
    for (lines, expected) in [
        (&[][..], [5, 5, 5, 5, 5]),
        (&["0"], [0, 0, 0, 0, 0]),
        (&["60"], [60, 60, 60, 60, 60]),
        (&["100000"], [600, 100_000, 7200, 86_400, 600]),
        (&["-1"], [0, 5, 0, 0, 0]),
        (&["abc"], [0, 5, 5, 0, 5]),
        (&["9", "9"], [0, 5, 5, 0, 5]),
    ] {
        let engines = [Strictest, Standard, Chromium, Firefox, WebKit];
        assert_eq!(
            engines.map(|engine| seconds(engine, lines)),
            expected,
            "{lines:?}"
        );
    }
}
