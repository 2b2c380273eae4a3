//! Fetch, "the `Request` class": the constructor, which can throw a `TypeError`.

use url::Url;

use crate::{
    blocked::{Blocked, Failure, Reason, Stage},
    browser::Browser,
    bytes::{is_token, trim_http_whitespace},
    fetch::Fetch,
    forbidden,
    form::Form,
    headers::HeaderList,
    log::ExchangeLog,
    method,
    request::{Credentials, Mode, Request},
    response::ResponseTainting,
    safelist,
};

impl Browser {
    pub(crate) fn prepare(&self, request: Request) -> Result<Fetch<'_>, Blocked> {
        let named = format!("{} {}", request.method, request.target);
        let mut log = self.open_log(&format!(
            "fetch {named} (mode {}, credentials {})",
            match request.mode {
                Mode::Cors => "cors",
                Mode::NoCors => "no-cors",
                Mode::SameOrigin => "same-origin",
            },
            match request.credentials {
                Credentials::Omit => "omit",
                Credentials::SameOrigin => "same-origin",
                Credentials::Include => "include",
            },
        ));
        match self.parts(&request, &mut log) {
            Ok((method, url, headers)) => Ok(Fetch {
                method,
                headers,
                body: request.body,
                mode: Some(request.mode),
                credentials: request.credentials,
                tainting: ResponseTainting::Basic,
                use_cors_preflight: request.use_cors_preflight,
                ..Fetch::new(self, url, log)
            }),
            Err(failure) => Err(self.refuse(failure, named, log)),
        }
    }

    pub(crate) fn prepare_form(&self, form: &Form) -> Result<Fetch<'_>, Blocked> {
        let named = format!("{} {}", form.method, form.target);
        let log = self.open_log(&format!("form {named}"));
        let mut url = match self.resolve(&form.target) {
            Ok(url) => url,
            Err(failure) => return Err(self.refuse(failure, named, log)),
        };
        let mut headers = HeaderList::default();
        let accept = b"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        headers.append("accept", accept);
        let mut body = None;
        if form.method == "POST" {
            let (content_type, bytes) = form.body();
            headers.append("content-type", content_type.as_bytes());
            body = Some(bytes);
        } else if let Some(query) = form.query() {
            url.set_query(Some(&query));
        }
        Ok(Fetch {
            method: form.method.to_owned(),
            headers,
            body,
            ..Fetch::new(self, url, log)
        })
    }

    fn open_log(&self, what: &str) -> ExchangeLog {
        let mut log = ExchangeLog::default();
        log.heading(format!("{}: {what}", self.origin().serialize()));
        log
    }

    fn refuse(&self, failure: Failure, request: String, mut log: ExchangeLog) -> Blocked {
        let blocked = self.blocked(failure, Stage::Request, request, None, &mut log);
        self.state().log.extend(&log);
        blocked
    }

    fn resolve(&self, target: &str) -> Result<Url, Failure> {
        let base = self.first_server().or_else(|| self.page());
        let url = Url::options().base_url(base).parse(target);
        let would_pass = "a path, or a URL of https";
        let url = url.map_err(|error| {
            let problem = format!("`{}` is not a URL: {error}", target.escape_debug());
            Failure::new(Reason::InvalidUrl, problem, would_pass)
        })?;
        if !matches!(url.scheme(), "http" | "https") {
            let problem = format!("CORS does not allow the scheme `{}`", url.scheme());
            return Err(Failure::new(Reason::InvalidUrl, problem, would_pass));
        }
        Ok(url)
    }

    fn parts(
        &self,
        request: &Request,
        log: &mut ExchangeLog,
    ) -> Result<(String, Url, HeaderList), Failure> {
        let url = self.resolve(&request.target)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Failure::new(
                Reason::UrlWithCredentials,
                "the URL has a user name or a password",
                "the URL without them",
            ));
        }
        let method = method::normalize(&request.method)?;
        if request.mode == Mode::NoCors && !method::is_safelisted(&method) {
            return Err(Failure::new(
                Reason::MethodNeedsCors,
                format!("mode `no-cors` does not allow the method `{method}`"),
                "`GET`, `HEAD` or `POST`, or mode `cors`",
            ));
        }
        let mut headers = headers(request, log)?;
        if request.body.is_some() && matches!(method.as_str(), "GET" | "HEAD") {
            return Err(Failure::new(
                Reason::BodyNotAllowed,
                format!("a `{method}` request cannot have a body"),
                "another method, or no body",
            ));
        }
        if let Some(body_type) = request.body_type
            && !headers.contains("content-type")
        {
            headers.append("content-type", body_type.as_bytes());
        }
        if !headers.contains("accept") {
            headers.append("accept", b"*/*");
        }
        Ok((method, url, headers))
    }
}

/// Fetch, "append a header" to the headers of a request.
fn headers(request: &Request, log: &mut ExchangeLog) -> Result<HeaderList, Failure> {
    let mut headers = HeaderList::default();
    for (name, value) in &request.headers {
        let value = trim_http_whitespace(value);
        if !is_token(name.as_bytes()) || value.iter().any(|byte| b"\0\r\n".contains(byte)) {
            return Err(Failure::new(
                Reason::InvalidHeader,
                format!(
                    "the header `{}` has bytes that HTTP does not allow",
                    name.escape_debug()
                ),
                "a name such as `x-request-id`, and a value without line breaks",
            ));
        }
        let lower = name.to_ascii_lowercase();
        if forbidden::is_forbidden(name, value) {
            log.note(format!(
                "the header `{lower}` is dropped: scripts may not set it"
            ));
        } else if request.mode == Mode::NoCors
            && !safelist::is_safelisted_without_cors(&lower, value)
        {
            log.note(format!(
                "the header `{lower}` is dropped: mode `no-cors` does not allow it"
            ));
        } else {
            headers.append(&lower, value);
        }
    }
    Ok(headers)
}
