//! Fetch, "HTTP-network-or-cache fetch": the headers a browser adds, and sending.

use http::{HeaderName, HeaderValue, Method};
use url::{Position, Url};

use crate::{
    AsRelease,
    blocked::{Failure, Reason},
    bytes::isomorphic,
    fetch::Fetch,
    headers::HeaderList,
    log::Exchange,
    origin::{Origin, is_trustworthy},
    request::Mode,
    response::{InternalResponse, ResponseTainting},
    safelist::essence,
};

impl Fetch<'_> {
    /// Sends the request itself, not its preflight.
    pub(crate) async fn send_request(&mut self) -> Result<InternalResponse, Failure> {
        let mut headers = self.headers.clone();
        let body = self.body.clone();
        if let Some(length) = body.as_ref().map(Vec::len) {
            headers.append("content-length", length.to_string().as_bytes());
        } else if matches!(self.method.as_str(), "POST" | "PUT") {
            headers.append("content-length", b"0");
        }
        self.append_origin(&mut headers);
        self.sent_origin = headers.contains("origin");
        let cookies = self.cookie_context();
        if let Some(context) = cookies {
            self.append_cookies(context, &mut headers);
        }
        let method = self.method.clone();
        let received = self
            .send(&method, headers, body.unwrap_or_default(), false)
            .await?;
        if let Some(context) = cookies {
            self.store_cookies(context, &received);
        }
        Ok(received)
    }

    /// Sends a preflight, which has no credentials.
    pub(crate) async fn send_preflight(
        &mut self,
        origin: &str,
        mut headers: HeaderList,
    ) -> Result<InternalResponse, Failure> {
        headers.append("origin", origin.as_bytes());
        self.send("OPTIONS", headers, Vec::new(), true).await
    }

    /// "Append a request `Origin` header".
    fn append_origin(&self, headers: &mut HeaderList) {
        let origin = self.serialized_origin();
        let engine = self.browser.chosen_engine();
        let is_kept = self.sent_origin && !self.left_an_origin();
        let is_kept = is_kept && engine.keeps_origin_after_redirects();
        if self.tainting == ResponseTainting::Cors {
            headers.append("origin", origin.as_bytes());
        } else if is_kept || !matches!(self.method.as_str(), "GET" | "HEAD") {
            // The default referrer policy, `strict-origin-when-cross-origin`.
            let is_downgrade = origin.starts_with("https://") && self.url().scheme() != "https";
            let hides = match self.mode {
                None => is_downgrade,
                Some(Mode::NoCors) => is_downgrade && engine.hides_https_origins_from_http(),
                Some(Mode::Cors | Mode::SameOrigin) => false,
            };
            headers.append("origin", if hides { b"null" } else { origin.as_bytes() });
        }
    }

    /// The headers of every request of a browser.
    fn append_constants(&self, is_preflight: bool, headers: &mut HeaderList) {
        let url = self.url();
        let host = url.host_str().unwrap_or_default();
        let host = url
            .port()
            .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        headers.append("host", host.as_bytes());
        let keeps = is_preflight
            && self.browser.chosen_engine().keeps_referrer_for_preflights()
            && self
                .browser
                .sites()
                .is_same_site(self.browser.origin(), &Origin::of(url));
        let referrer = if keeps {
            &self.first_referrer
        } else {
            &self.referrer
        };
        if let Some(referrer) = referrer {
            headers.append("referer", referrer.as_str().as_bytes());
        }
        if self.has_fetch_metadata(is_preflight) {
            let mode = match self.mode {
                None => "navigate",
                _ if is_preflight => "cors",
                Some(Mode::Cors) => "cors",
                Some(Mode::NoCors) => "no-cors",
                Some(Mode::SameOrigin) => "same-origin",
            };
            let destination = if self.mode.is_none() {
                "document"
            } else {
                "empty"
            };
            headers.append("sec-fetch-dest", destination.as_bytes());
            headers.append("sec-fetch-mode", mode.as_bytes());
            headers.append("sec-fetch-site", self.site(is_preflight).as_bytes());
        } else if is_preflight
            && self
                .browser
                .chosen_engine()
                .sends_preflight_mode_over_http()
        {
            headers.append("sec-fetch-mode", b"cors");
        }
        if !headers.contains("user-agent") {
            headers.append("user-agent", b"Mozilla/5.0 (cors-browser)");
        }
        if !headers.contains("accept-language") {
            headers.append("accept-language", b"en");
        }
    }

    /// True if the request has `Sec-Fetch-*`.
    fn has_fetch_metadata(&self, is_preflight: bool) -> bool {
        if !is_trustworthy(self.url()) {
            return false;
        }
        let is_kept = is_preflight || self.mode != Some(Mode::Cors) || !self.left_an_origin();
        !self.browser.chosen_engine().drops_fetch_metadata()
            || (is_trustworthy(&self.urls[0]) && is_kept)
    }

    /// True if a redirect went to another origin.
    fn left_an_origin(&self) -> bool {
        let mut hops = self.urls.windows(2);
        hops.any(|hop| !Origin::of(&hop[0]).is_same(&Origin::of(&hop[1])))
    }

    /// Fetch Metadata, "set the `Sec-Fetch-Site` header".
    fn site(&self, is_preflight: bool) -> &'static str {
        let page = self.browser.origin();
        let mut site = "same-origin";
        let engine = self.browser.chosen_engine();
        if engine.compares_site_with_tainted_origin() && self.serialized_origin() == "null" {
            return "cross-site";
        }
        let urls = if is_preflight && engine.ignores_redirects_in_preflight_site() {
            &self.urls[self.urls.len() - 1..]
        } else {
            &self.urls
        };
        for target in urls.iter().map(Origin::of) {
            if page.is_same(&target) {
                continue;
            }
            if !self.browser.sites().is_same_site(page, &target) {
                return "cross-site";
            }
            site = "same-site";
        }
        site
    }

    /// Referrer Policy, "determine request's referrer" by the default policy, `strict-origin-when-cross-origin`. After
    /// a redirect it starts from the already trimmed referrer.
    pub(crate) fn trim_referrer(&mut self) {
        let engine = self.browser.chosen_engine();
        let Some(mut referrer) = self.referrer.take() else {
            return;
        };
        if Origin::of(&referrer).is_same(&Origin::of(self.url())) {
            self.referrer = Some(referrer);
        } else if !engine.is_downgrade(&referrer, self.url()) {
            referrer.set_path("");
            referrer.set_query(None);
            self.referrer = Some(referrer);
        }
    }

    async fn send(
        &mut self,
        method: &str,
        mut headers: HeaderList,
        body: Vec<u8>,
        is_preflight: bool,
    ) -> Result<InternalResponse, Failure> {
        self.response_text = None;
        self.append_constants(is_preflight, &mut headers);
        let mut url = self.url().clone();
        let redirected = self.urls.len() > 1;
        let Some((server, takes_absolute)) = self.browser.server(&url) else {
            return Err(Failure::new(
                Reason::NoServer,
                "the browser has no server at this origin",
                format!(
                    "`.open_at(\"{}\", …)` on the browser",
                    Origin::of(&url).serialize()
                ),
            ));
        };
        let mut request = assemble(method, &url, &headers, body, takes_absolute)?;
        if self.browser.wants_release() {
            request.extensions_mut().insert(AsRelease);
        }
        let cached = {
            let state = self.browser.state();
            let cache = state.shared_cache.as_ref();
            cache.and_then(|cache| cache.find(method, &url, &headers, state.clock))
        };
        let response = if let Some(response) = cached {
            self.log.note("the shared cache responds");
            response
        } else {
            let response = server
                .respond(request, is_preflight)
                .await
                .map_err(|error| {
                    let problem = format!("the server failed: {error}");
                    Failure::new(Reason::ServerFailed, problem, "any response")
                })?;
            let mut state = self.browser.state();
            let now = state.clock;
            if let Some(cache) = &mut state.shared_cache {
                cache.store(method, &url, &headers, &response, now);
            }
            response
        };
        let (head, mut body) = response.into_parts();
        let status = head.status.as_u16();
        // Fetch, "null body status".
        if method == "HEAD" || matches!(status, 101 | 103 | 204 | 205 | 304) {
            body.clear();
        }
        url.set_fragment(None);
        let received = HeaderList::from(&head.headers);
        // The body of a success is that of the handler.
        let is_error = status >= 400;
        let text = || is_error.then(|| short_text(&received, &body)).flatten();
        self.response_text = explanation(&received).or_else(text);
        let preflight_body = (is_preflight && !body.is_empty())
            .then(|| String::from_utf8_lossy(&body[..body.len().min(4096)]).into_owned());
        self.log.add(Exchange {
            method: method.to_owned(),
            url: url.clone(),
            sent: headers,
            status,
            received: received.clone(),
            preflight_body,
        });
        Ok(InternalResponse {
            url,
            redirected,
            status,
            headers: received,
            body,
        })
    }
}

/// The number of bytes of a server's explanation at most.
const TEXT_LIMIT: usize = 2048;

/// The body of a response that is `text/plain` and at most 2 KiB long.
fn short_text(headers: &HeaderList, body: &[u8]) -> Option<String> {
    let essence = essence(&headers.get("content-type")?)?;
    let is_short = !body.is_empty() && body.len() <= TEXT_LIMIT;
    (essence == "text/plain" && is_short).then(|| String::from_utf8_lossy(body).into_owned())
}

/// The header `cors-explanation`, if it is at most 2 KiB long: a preflight response has no body, and another response
/// has that of the handler.
fn explanation(headers: &HeaderList) -> Option<String> {
    let value = headers.get("cors-explanation")?;
    let is_short = !value.is_empty() && value.len() <= TEXT_LIMIT;
    is_short.then(|| isomorphic(&value))
}

/// Converts a request to the types that servers take.
fn assemble(
    method: &str,
    url: &Url,
    headers: &HeaderList,
    body: Vec<u8>,
    absolute: bool,
) -> Result<http::Request<Vec<u8>>, Failure> {
    let invalid =
        |problem: String| Failure::new(Reason::ServerFailed, problem, "a request that HTTP allows");
    let target = if absolute {
        url[..Position::AfterQuery].to_owned()
    } else {
        url[Position::BeforePath..Position::AfterQuery].to_owned()
    };
    let mut request = http::Request::new(body);
    *request.method_mut() = Method::from_bytes(method.as_bytes())
        .map_err(|_| invalid(format!("HTTP does not allow the method `{method}`")))?;
    *request.uri_mut() = target
        .parse()
        .map_err(|_| invalid(format!("HTTP does not allow the target `{target}`")))?;
    for (name, value) in headers.iter() {
        let line = (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_bytes(value),
        );
        let (Ok(name), Ok(value)) = line else {
            return Err(invalid(format!(
                "HTTP does not allow the value of the header `{name}`"
            )));
        };
        request.headers_mut().append(name, value);
    }
    Ok(request)
}
