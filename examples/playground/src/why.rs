//! Explains the result of a call.

use cors_runtime::{
    report::{Access, Granted},
    testing::{Blocked, Reason, Response, Stage},
};

use crate::{card::Card, client::FetchOptions, record::Exchange};

/// Headers whose absence is not worth a sentence.
const IGNORED: [&str; 9] = [
    "allow",
    "connection",
    "date",
    "location",
    "permissions-policy",
    "server",
    "vary",
    "x-content-type-options",
    "x-frame-options",
];

/// A call, its HTTP exchanges, and the policy that applies.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CallFacts<'a> {
    pub(crate) origin: &'a str,
    pub(crate) options: &'a FetchOptions,
    pub(crate) exchanges: &'a [Exchange],
    pub(crate) card: Option<&'a Card>,
    pub(crate) result: &'a Result<Response, Blocked>,
    /// The error of our client.
    pub(crate) message: Option<&'a str>,
}

/// The sentences of the explanation, in the order of events.
pub(crate) fn why(facts: CallFacts<'_>) -> Vec<String> {
    let mut sentences = Vec::new();
    sentences.extend(facts.preflight_reason());
    match facts.result {
        Ok(response) => facts.read(response, &mut sentences),
        Err(blocked) => facts.blocked(blocked, &mut sentences),
    }
    sentences
}

impl CallFacts<'_> {
    fn preflight(&self) -> Option<&Exchange> {
        self.exchanges
            .iter()
            .find(|exchange| exchange.is_preflight())
    }

    fn actual_exchange(&self) -> Option<&Exchange> {
        let mut exchanges = self.exchanges.iter();
        exchanges.rfind(|exchange| !exchange.is_preflight())
    }

    fn granted(&self) -> Option<&Granted> {
        self.card?.entry.granted()
    }

    /// Explains why a preflight was sent, or none.
    fn preflight_reason(&self) -> Option<String> {
        let Some(preflight) = self.preflight() else {
            self.actual_exchange()?;
            // The recorded method can differ: Rocket turns a `HEAD` into a `GET`.
            let sentence = match self.options.method.to_ascii_uppercase().as_str() {
                "HEAD" => "A HEAD asks for no more than a GET, which a link could send",
                "POST" => "A form could send this POST as well",
                "GET" => "A link or a form could send this GET as well",
                // A same-origin request needs no preflight.
                _ => return None,
            };
            return Some(format!(
                "{sentence}, so the browser sends it without a preflight."
            ));
        };
        let method = preflight.sent("access-control-request-method")?;
        let headers = preflight.sent("access-control-request-headers");
        let headers = headers.map(|names| self.shown(names));
        let unusual = match (matches!(method, "GET" | "HEAD" | "POST"), headers) {
            (_, None) => format!("`{method}`"),
            (true, Some(headers)) => headers,
            (false, Some(headers)) => format!("`{method}` with {headers}"),
        };
        Some(format!(
            "No form can send {unusual}, so the browser first sends a preflight: `OPTIONS` without cookies."
        ))
    }

    /// The header names, with the value of `content-type`, since some of its values need no preflight.
    fn shown(&self, names: &str) -> String {
        let shown = names.split(',').map(|name| {
            let mut headers = self.options.headers.iter();
            match headers.find(|(other, _)| other.eq_ignore_ascii_case(name)) {
                Some((_, value)) if name == "content-type" => format!("`{name}: {value}`"),
                _ => format!("`{name}`"),
            }
        });
        shown.collect::<Vec<_>>().join(" and ")
    }

    fn read(&self, response: &Response, sentences: &mut Vec<String>) {
        sentences.extend(self.allowing_entry());
        if let (Some(cookie), true) = (
            self.actual_exchange()
                .and_then(|exchange| exchange.sent("cookie")),
            self.options.credentials,
        ) {
            sentences.push(format!(
                "The cookie `{cookie}` was sent: the script said `credentials: \"include\"`, the policy says \
                 `credentials`."
            ));
        }
        if response.status() >= 400 {
            sentences.push(format!(
                "The response is an error, {}, and still readable: errors have the headers of the policy, too, so the \
                 script gets the reason instead of a bare `TypeError`.",
                response.status()
            ));
        }
        let exposed = self.granted().map_or(&[][..], Granted::expose_headers);
        for name in exposed {
            if response.header(name).is_some() {
                sentences.push(format!(
                    "`{name}` can be read because `expose_headers` names it."
                ));
            }
        }
        for name in self.unexposed(response) {
            sentences.push(format!(
                "`{name}` is in the response but hidden from the script: `expose_headers` does not name it."
            ));
        }
    }

    fn unexposed(&self, response: &Response) -> Vec<String> {
        let received = self
            .actual_exchange()
            .map_or(&[][..], |exchange| &exchange.received);
        let names = received.iter().map(|(name, _)| name.as_str());
        names
            .filter(|name| {
                !name.starts_with("access-control-")
                    && !IGNORED.contains(name)
                    && response.header(name).is_none()
            })
            .map(str::to_owned)
            .collect()
    }

    /// Names the entry of the policy that allows the origin.
    fn allowing_entry(&self) -> Option<String> {
        let granted = self.granted()?;
        let origin = self.origin;
        let is = |entry: &String| entry == origin;
        let sentence = if granted.origins() == ["any"] {
            "The policy says `origins = any`: the response has `Access-Control-Allow-Origin: *` for every origin."
                .to_owned()
        } else if granted.origins().iter().any(is) {
            format!(
                "`{origin}` is on the list. The response names it in `Access-Control-Allow-Origin`, so the script can \
                 read the response."
            )
        } else if granted.dev_origins().iter().any(is) {
            format!(
                "`{origin}` is one of the `dev_origins`: this debug build allows it; a release build does not \
                 contain it."
            )
        } else {
            let patterns = granted.origins().iter();
            let patterns: Vec<_> = patterns.filter(|entry| entry.contains('*')).collect();
            let [pattern] = &patterns[..] else {
                return None;
            };
            format!(
                "`{origin}` matches the pattern `{pattern}`. The response names the origin itself, so the script can \
                 read the response."
            )
        };
        Some(sentence)
    }

    fn blocked(&self, blocked: &Blocked, sentences: &mut Vec<String>) {
        match blocked.reason() {
            Reason::OriginNotAllowed => self.foreign(blocked.stage(), sentences),
            Reason::HeaderNotAllowed | Reason::AuthorizationNotAllowed => {
                sentences.extend(self.unlisted_header());
            }
            Reason::MethodNotAllowed => sentences.push(format!(
                "The preflight response does not list the method `{}`, so the request was never sent.",
                self.options.method
            )),
            Reason::WildcardWithCredentials | Reason::CredentialsNotAllowed => sentences.push(
                "The script sends cookies (`credentials: \"include\"`), and the policy has no \
                 `credentials`. Call without them, or list the origins in the policy and add `credentials`."
                    .to_owned(),
            ),
            _ => sentences.extend(self.message.and_then(|message| message.lines().next()).map(str::to_owned)),
        }
    }

    fn foreign(&self, stage: Stage, sentences: &mut Vec<String>) {
        let origin = self.origin;
        match (stage, self.actual_exchange()) {
            (Stage::Response, Some(exchange)) => {
                let status = exchange.status;
                sentences.push(if self.granted().is_some_and(Granted::enforces) && status == 403 {
                    format!(
                        "`{origin}` is not on the list and the policy says `enforce`, so the request was refused \
                         before the handler ran: 403."
                    )
                } else {
                    format!(
                        "The server responded {status} without `Access-Control-Allow-Origin`, so the browser hides \
                         the response from the script."
                    )
                });
                let changes = !["GET", "HEAD"].iter().any(|read| self.options.method.eq_ignore_ascii_case(read));
                if changes && (200..300).contains(&status) {
                    sentences.push(
                        "But the handler ran! CORS hides responses; it does not stop a request that a form could send. \
                         `enforce` does."
                            .to_owned(),
                    );
                }
            }
            _ => sentences.push(
                "The server refused: no `Access-Control-*` header at all. The request itself was never sent, and no \
                 handler ran."
                    .to_owned(),
            ),
        }
        sentences.extend(self.allowed_origins());
        sentences.extend(self.near_miss());
    }

    /// Names the origins that the route allows instead.
    fn allowed_origins(&self) -> Option<String> {
        let card = self.card?;
        match card.entry.access() {
            Access::Disabled => Some(
                "This route is `#[cors(disabled)]`: no page of another origin can read it."
                    .to_owned(),
            ),
            Access::NoCors => {
                Some("This route has no policy: no page of another origin can read it.".to_owned())
            }
            Access::Granted(granted) => {
                let quoted = |origins: &[String]| {
                    let origins = origins.iter().map(|origin| format!("`{origin}`"));
                    origins.collect::<Vec<_>>().join(" and ")
                };
                let mut listed = quoted(granted.origins());
                if !granted.dev_origins().is_empty() {
                    let dev_origins = quoted(granted.dev_origins());
                    listed = format!("{listed}, and in debug builds {dev_origins}");
                }
                Some(format!("The policy allows {listed}."))
            }
            _ => None,
        }
    }

    fn near_miss(&self) -> Option<String> {
        let origin = self.origin;
        if origin == "null" {
            return Some(
                "A sandboxed frame has the origin `null`. Every site can make one, so no policy should list it."
                    .to_owned(),
            );
        }
        let named = origin.replacen("//127.0.0.1", "//localhost", 1);
        let granted = self.granted()?;
        let mut listed = granted.origins().iter().chain(granted.dev_origins());
        (named != origin && listed.any(|entry| *entry == named)).then(|| {
            format!(
                "`{named}` is listed and reaches the same machine, but browsers compare origins byte for byte."
            )
        })
    }

    fn unlisted_header(&self) -> Option<String> {
        let requested = self.preflight()?.sent("access-control-request-headers")?;
        let listed = self.granted().map_or(&[][..], Granted::headers);
        let missing: Vec<&str> = requested
            .split(',')
            .filter(|name| {
                !listed
                    .iter()
                    .any(|listed| listed.eq_ignore_ascii_case(name))
            })
            .collect();
        let names = |quote: &str| {
            let names = missing.iter().map(|name| format!("{quote}{name}{quote}"));
            names.collect::<Vec<_>>().join(", ")
        };
        Some(format!(
            "The origin is allowed, but the preflight response does not list {}, so the request was never sent. The \
             policy would need `headers = [{}]`.",
            names("`"),
            names("\"")
        ))
    }
}
