//! Fetch, "CORS-preflight fetch": the preflight request, and the checks of its response.

use crate::{
    blocked::{Failure, Reason},
    bytes::printable,
    cors_check,
    engine::Engine,
    headers::HeaderList,
    method,
    request::Credentials,
};

const ALLOW_METHODS: &str = "Access-Control-Allow-Methods";
const ALLOW_HEADERS: &str = "Access-Control-Allow-Headers";
const MAX_AGE: &str = "access-control-max-age";

/// The parts of a request that its preflight depends on.
#[derive(Debug)]
pub(crate) struct PreflightRequest<'r> {
    pub(crate) origin: &'r str,
    pub(crate) method: &'r str,
    /// Fetch, "CORS-unsafe request-header names".
    pub(crate) header_names: &'r [String],
    pub(crate) credentials: Credentials,
    /// Fetch, "use-CORS-preflight flag".
    pub(crate) use_cors_preflight: bool,
}

/// The contents of a preflight response that passed, for the CORS-preflight cache.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Grant {
    pub(crate) methods: Vec<String>,
    pub(crate) header_names: Vec<String>,
    /// In seconds.
    pub(crate) max_age: u64,
}

impl PreflightRequest<'_> {
    /// The headers that the section sets; `network` adds those of every request.
    pub(crate) fn headers(&self) -> HeaderList {
        let mut headers = HeaderList::default();
        headers.append("accept", b"*/*");
        headers.append("access-control-request-method", self.method.as_bytes());
        if !self.header_names.is_empty() {
            let names = self.header_names.join(",");
            headers.append("access-control-request-headers", names.as_bytes());
        }
        headers
    }

    /// Checks the response to the preflight, up to the methods and headers that it allows.
    pub(crate) fn read(
        &self,
        status: u16,
        response: &HeaderList,
        engine: Engine,
    ) -> Result<Grant, Failure> {
        cors_check::check(self.origin, self.credentials, response).map_err(|mut failure| {
            if !(200..=299).contains(&status) {
                failure.problem = format!("{}; its status is {status}", failure.problem);
            }
            failure
        })?;
        if !(200..=299).contains(&status) {
            let problem = match status {
                300..=399 => {
                    format!("the status is {status}, and redirects of a preflight are not followed")
                }
                401 | 407 => {
                    format!("the status is {status}, and a preflight has no credentials")
                }
                _ => format!("the status is {status}, which is not ok"),
            };
            let would_pass = "a status from 200 to 299, such as 204";
            return Err(Failure::new(Reason::PreflightStatus, problem, would_pass));
        }
        let tokens = |name, reason| {
            response.tokens(name).map_err(|_| {
                let problem = format!(
                    "`{name}` is malformed: `{}`",
                    printable(&response.get(name).unwrap_or_default())
                );
                Failure::new(
                    reason,
                    problem,
                    "names separated by commas, such as `GET, PUT`",
                )
            })
        };
        let methods = tokens(ALLOW_METHODS, Reason::MalformedMethods)?;
        let header_names = tokens(ALLOW_HEADERS, Reason::MalformedHeaders)?.unwrap_or_default();
        let methods = match methods {
            None if self.use_cors_preflight => vec![self.method.to_owned()],
            methods => methods.unwrap_or_default(),
        };
        Ok(Grant {
            methods,
            header_names,
            max_age: max_age(response, engine),
        })
    }

    /// Checks that the response allows the method and the headers of the request.
    pub(crate) fn check_grant(
        &self,
        grant: &Grant,
        response: &HeaderList,
        engine: Engine,
    ) -> Result<(), Failure> {
        self.check_method(&grant.methods, response)?;
        self.check_header_names(&grant.header_names, response, engine)
    }

    fn has_wildcard(&self, list: &[String]) -> bool {
        self.credentials != Credentials::Include && list.iter().any(|element| element == "*")
    }

    fn check_method(&self, methods: &[String], response: &HeaderList) -> Result<(), Failure> {
        let wanted = self.method;
        if methods.iter().any(|method| method == wanted)
            || method::is_safelisted(wanted)
            || self.has_wildcard(methods)
        {
            return Ok(());
        }
        let mut problem = not_listed(response, ALLOW_METHODS, &format!("the method `{wanted}`"));
        if methods
            .iter()
            .any(|method| method.eq_ignore_ascii_case(wanted))
        {
            problem.push_str(
                ", since case counts: `fetch` sends `put` as `PUT`, but `patch` as it is",
            );
        } else if methods.iter().any(|method| method == "*") {
            problem.push_str(", since `*` is not a wildcard for a request with credentials");
        }
        let would_pass = format!("`Access-Control-Allow-Methods: {wanted}`");
        Err(Failure::new(Reason::MethodNotAllowed, problem, would_pass))
    }

    fn check_header_names(
        &self,
        listed: &[String],
        response: &HeaderList,
        engine: Engine,
    ) -> Result<(), Failure> {
        let wildcard = self.has_wildcard(listed);
        let is_allowed = |name: &&String| {
            let by_wildcard =
                wildcard && (*name != "authorization" || engine.wildcard_covers_authorization());
            by_wildcard || listed.iter().any(|other| other.eq_ignore_ascii_case(name))
        };
        let missing: Vec<&str> = self
            .header_names
            .iter()
            .filter(|name| !is_allowed(name))
            .map(String::as_str)
            .collect();
        // The standard checks `authorization` first, since a wildcard does not cover it.
        let reason = match missing.as_slice() {
            [] => return Ok(()),
            names if names.contains(&"authorization") => Reason::AuthorizationNotAllowed,
            _ => Reason::HeaderNotAllowed,
        };
        let noun = if missing.len() == 1 {
            "header"
        } else {
            "headers"
        };
        let missing = format!("the {noun} `{}`", missing.join("`, `"));
        let mut problem = not_listed(response, ALLOW_HEADERS, &missing);
        if wildcard {
            problem.push_str(", since `*` does not cover `authorization`");
        } else if listed.iter().any(|name| name == "*") {
            problem.push_str(", since `*` is not a wildcard for a request with credentials");
        }
        let names = self.header_names.join(", ");
        let would_pass = format!("`Access-Control-Allow-Headers: {names}`");
        Err(Failure::new(reason, problem, would_pass))
    }
}

/// The problem of a response that does not list a method or header.
fn not_listed(response: &HeaderList, name: &str, missing: &str) -> String {
    match response.get(name) {
        Some(value) => format!("`{name}: {}` does not list {missing}", printable(&value)),
        None => format!("without `{name}`, the response does not allow {missing}"),
    }
}

fn max_age(response: &HeaderList, engine: Engine) -> u64 {
    let seconds = match response.seconds(MAX_AGE) {
        // The default of the standard.
        Ok(seconds) => seconds.unwrap_or(5),
        Err(_) => engine.malformed_max_age(&response.get(MAX_AGE).unwrap_or_default()),
    };
    seconds.min(engine.max_age_limit())
}

#[cfg(test)]
mod tests;
