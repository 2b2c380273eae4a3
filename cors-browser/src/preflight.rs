//! Fetch, "CORS-preflight fetch": what is asked before a request, and whether the answer permits it.

use crate::{
    blocked::{Failure, Reason},
    bytes::shown,
    cors_check,
    engine::Engine,
    headers::HeaderList,
    method,
    request::Credentials,
};

const ALLOW_METHODS: &str = "access-control-allow-methods";
const ALLOW_HEADERS: &str = "access-control-allow-headers";
const MAX_AGE: &str = "access-control-max-age";

/// What a request needs permission for.
#[derive(Debug)]
pub(crate) struct Question<'r> {
    pub(crate) origin: &'r str,
    pub(crate) method: &'r str,
    /// The CORS-unsafe request-header names.
    pub(crate) names: &'r [String],
    pub(crate) credentials: Credentials,
    /// The use-CORS-preflight flag.
    pub(crate) asks_always: bool,
}

/// What may be remembered.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Permission {
    pub(crate) methods: Vec<String>,
    pub(crate) names: Vec<String>,
    pub(crate) seconds: u64,
}

impl Question<'_> {
    /// The headers of the preflight that the standard gives it.
    pub(crate) fn headers(&self) -> HeaderList {
        let mut headers = HeaderList::default();
        headers.append("accept", b"*/*");
        headers.append("access-control-request-method", self.method.as_bytes());
        if !self.names.is_empty() {
            let names = self.names.join(",");
            headers.append("access-control-request-headers", names.as_bytes());
        }
        headers
    }

    /// True if the answer permits the request.
    pub(crate) fn judge(
        &self,
        status: u16,
        answer: &HeaderList,
        engine: Engine,
    ) -> Result<Permission, Failure> {
        cors_check::check(self.origin, self.credentials, answer).map_err(|mut failure| {
            if !(200..=299).contains(&status) {
                failure.what = format!("{}; its status is {status}", failure.what);
            }
            failure
        })?;
        if !(200..=299).contains(&status) {
            let what = match status {
                300..=399 => {
                    format!("the status is {status}, and no redirect of a preflight is followed")
                }
                401 | 407 => {
                    format!("the status is {status}, and no preflight carries credentials")
                }
                _ => format!("the status is {status}"),
            };
            let passes = "any status from 200 to 299, such as 204";
            return Err(Failure::new(Reason::PreflightStatus, what, passes));
        }
        let tokens = |name, reason| {
            answer.tokens(name).map_err(|_| {
                let what = format!("`{}` is no list of names", line(answer, name));
                Failure::new(reason, what, "names between commas, such as `GET,PUT`")
            })
        };
        let methods = tokens(ALLOW_METHODS, Reason::MalformedMethods)?;
        let names = tokens(ALLOW_HEADERS, Reason::MalformedHeaders)?.unwrap_or_default();
        let methods = match methods {
            None if self.asks_always => vec![self.method.to_owned()],
            methods => methods.unwrap_or_default(),
        };
        self.judge_method(&methods, answer)?;
        self.judge_names(&names, answer, engine)?;
        Ok(Permission {
            methods,
            names,
            seconds: seconds(answer, engine),
        })
    }

    fn wildcard_in(&self, list: &[String]) -> bool {
        self.credentials != Credentials::Include && list.iter().any(|element| element == "*")
    }

    fn judge_method(&self, methods: &[String], answer: &HeaderList) -> Result<(), Failure> {
        let wanted = self.method;
        if methods.iter().any(|method| method == wanted)
            || method::is_safelisted(wanted)
            || self.wildcard_in(methods)
        {
            return Ok(());
        }
        let mut what = format!(
            "the method `{wanted}` is not in `{}`",
            line(answer, ALLOW_METHODS)
        );
        if methods
            .iter()
            .any(|method| method.eq_ignore_ascii_case(wanted))
        {
            what.push_str(", where case counts: `fetch` makes upper case of `put`, not of `patch`");
        } else if methods.iter().any(|method| method == "*") {
            what.push_str(", where `*` is no wildcard for a request with credentials");
        }
        let passes = format!("`Access-Control-Allow-Methods: {wanted}`");
        Err(Failure::new(Reason::MethodNotAllowed, what, passes))
    }

    fn judge_names(
        &self,
        listed: &[String],
        answer: &HeaderList,
        engine: Engine,
    ) -> Result<(), Failure> {
        let wildcard = self.wildcard_in(listed);
        let is_permitted = |name: &&String| {
            let by_wildcard =
                wildcard && (*name != "authorization" || engine.wildcard_covers_authorization());
            by_wildcard || listed.iter().any(|other| other.eq_ignore_ascii_case(name))
        };
        let missing: Vec<&str> = self
            .names
            .iter()
            .filter(|name| !is_permitted(name))
            .map(String::as_str)
            .collect();
        // Asked first by the standard, since no wildcard answers it.
        let reason = match missing.as_slice() {
            [] => return Ok(()),
            names if names.contains(&"authorization") => Reason::AuthorizationNotAllowed,
            _ => Reason::HeaderNotAllowed,
        };
        let (noun, verb) = if missing.len() == 1 {
            ("header", "is")
        } else {
            ("headers", "are")
        };
        let mut what = format!(
            "the {noun} `{}` {verb} not in `{}`",
            missing.join("`, `"),
            line(answer, ALLOW_HEADERS)
        );
        if wildcard {
            what.push_str(", where `*` does not cover it");
        } else if listed.iter().any(|name| name == "*") {
            what.push_str(", where `*` is no wildcard for a request with credentials");
        }
        let passes = format!("`Access-Control-Allow-Headers: {}`", self.names.join(","));
        Err(Failure::new(reason, what, passes))
    }
}

/// A header as it came, or that it did not.
fn line(answer: &HeaderList, name: &str) -> String {
    match answer.get(name) {
        Some(value) => format!("{name}: {}", shown(&value)),
        None => format!("{name} (which is absent)"),
    }
}

fn seconds(answer: &HeaderList, engine: Engine) -> u64 {
    let seconds = match answer.seconds(MAX_AGE) {
        Ok(seconds) => seconds.unwrap_or(5),
        Err(_) => engine.seconds_of_malformed(&answer.get(MAX_AGE).unwrap_or_default()),
    };
    seconds.min(engine.longest())
}

#[cfg(test)]
mod tests {
    use super::{
        Engine::{Chromium, Firefox, Standard, Strictest, WebKit},
        *,
    };

    const APP: &str = "https://app.example.com";

    fn answer(lines: &[(&str, &str)]) -> HeaderList {
        let mut answer = HeaderList::default();
        answer.append("access-control-allow-origin", APP.as_bytes());
        answer.append("access-control-allow-credentials", b"true");
        for (name, value) in lines {
            answer.append(&format!("access-control-{name}"), value.as_bytes());
        }
        answer
    }

    fn question<'r>(
        method: &'r str,
        names: &'r [String],
        credentials: Credentials,
    ) -> Question<'r> {
        Question {
            origin: APP,
            method,
            names,
            credentials,
            asks_always: false,
        }
    }

    fn judged(
        method: &str,
        names: &[&str],
        credentials: Credentials,
        lines: &[(&str, &str)],
    ) -> Result<Permission, Reason> {
        judged_by(Standard, method, names, credentials, lines)
    }

    fn judged_by(
        engine: Engine,
        method: &str,
        names: &[&str],
        credentials: Credentials,
        lines: &[(&str, &str)],
    ) -> Result<Permission, Reason> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let question = question(method, &names, credentials);
        question
            .judge(204, &answer(lines), engine)
            .map_err(|failure| failure.reason)
    }

    const OMIT: Credentials = Credentials::Omit;
    const INCLUDE: Credentials = Credentials::Include;

    #[test]
    fn cors_preflight_fetch_headers() {
        let names = ["authorization".to_owned(), "x-a".to_owned()];
        let mut question = question("PUT", &names, OMIT);
        let sent = question.headers();
        let value = sent.get("access-control-request-headers");
        assert_eq!(value.as_deref(), Some(&b"authorization,x-a"[..]));
        assert_eq!(
            sent.get("access-control-request-method").as_deref(),
            Some(&b"PUT"[..])
        );
        question.names = &[];
        assert!(
            !question
                .headers()
                .contains("access-control-request-headers")
        );
    }

    #[test]
    fn cors_preflight_fetch_needs_an_ok_status() {
        let question = question("GET", &[], OMIT);
        for status in [200, 201, 204, 205, 206, 299] {
            assert!(
                question.judge(status, &answer(&[]), Standard).is_ok(),
                "{status}"
            );
        }
        for status in [100, 199, 300, 301, 307, 401, 403, 404, 405, 500] {
            let failure = question
                .judge(status, &answer(&[]), Standard)
                .expect_err("no");
            assert_eq!(failure.reason, Reason::PreflightStatus, "{status}");
        }
        let nothing = HeaderList::default();
        let failure = question.judge(403, &nothing, Standard).expect_err("no");
        assert_eq!(failure.reason, Reason::OriginNotAllowed);
        assert!(
            failure.what.ends_with("its status is 403"),
            "{}",
            failure.what
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
            let judged = judged(method, &[], credentials, &lines).map(|_| ());
            assert_eq!(judged, expected, "{method} {lines:?}");
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
            let judged = judged("GET", names, credentials, &[("allow-headers", line)]).map(|_| ());
            assert_eq!(judged, expected, "{names:?} {line}");
        }
        assert_eq!(
            judged("GET", &["x-a"], OMIT, &[]),
            Err(Reason::HeaderNotAllowed)
        );
    }

    #[test]
    fn cors_preflight_fetch_wildcard_and_authorization_by_engine() {
        for (engine, passes) in [
            (Strictest, false),
            (Standard, false),
            (Chromium, true),
            (Firefox, false),
            (WebKit, true),
        ] {
            let judged = judged_by(
                engine,
                "GET",
                &["authorization"],
                OMIT,
                &[("allow-headers", "*")],
            );
            assert_eq!(judged.is_ok(), passes, "{engine:?}");
        }
    }

    #[test]
    fn cors_preflight_fetch_without_methods_for_an_upload() {
        let mut question = question("PUT", &[], OMIT);
        question.asks_always = true;
        let permission = question
            .judge(200, &answer(&[]), Standard)
            .expect("a permission");
        assert_eq!(permission.methods, ["PUT"]);
        let other = answer(&[("allow-methods", "GET")]);
        assert!(question.judge(200, &other, Standard).is_err());
        question.asks_always = false;
        assert!(question.judge(200, &answer(&[]), Standard).is_err());
    }

    #[test]
    fn cors_preflight_fetch_max_age() {
        let seconds = |engine, lines: &[&str]| {
            let lines: Vec<_> = lines.iter().map(|line| ("max-age", *line)).collect();
            let judged = judged_by(engine, "GET", &[], OMIT, &lines);
            judged.expect("a permission").seconds
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
}
