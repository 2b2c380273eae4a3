//! Why a call ended as it did, in plain words.

use cors_runtime::{
    report::{Access, Granted},
    testing::{Blocked, Reason, Response, Stage},
};

use crate::{card::Card, client::Asked, record::Exchange};

/// Headers that say nothing about the shop: a page does not miss them.
const UNREMARKABLE: [&str; 9] = [
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

/// A call, what was said on the wire, and the policy that it met.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts<'a> {
    pub(crate) origin: &'a str,
    pub(crate) asked: &'a Asked,
    pub(crate) exchanges: &'a [Exchange],
    pub(crate) card: Option<&'a Card>,
    pub(crate) result: &'a Result<Response, Blocked>,
    /// What our client says of it.
    pub(crate) says: Option<&'a str>,
}

/// Sentences, in the order of what happened.
pub(crate) fn why(facts: Facts<'_>) -> Vec<String> {
    let mut sentences = Vec::new();
    sentences.extend(facts.way());
    match facts.result {
        Ok(response) => facts.read(response, &mut sentences),
        Err(blocked) => facts.blocked(blocked, &mut sentences),
    }
    sentences
}

impl Facts<'_> {
    fn preflight(&self) -> Option<&Exchange> {
        self.exchanges
            .iter()
            .find(|exchange| exchange.is_preflight())
    }

    fn answer(&self) -> Option<&Exchange> {
        let mut exchanges = self.exchanges.iter();
        exchanges.rfind(|exchange| !exchange.is_preflight())
    }

    fn granted(&self) -> Option<&Granted> {
        self.card?.entry.granted()
    }

    /// The way a browser went: with a preflight or without, and why.
    fn way(&self) -> Option<String> {
        let Some(preflight) = self.preflight() else {
            self.answer()?;
            // Not as recorded: Rocket turns a `HEAD` into a `GET`.
            let sentence = match self.asked.method.to_ascii_uppercase().as_str() {
                "HEAD" => "A HEAD asks for no more than a GET, which a link could send",
                "POST" => "A form could send this POST as well",
                "GET" => "A link or a form could send this GET as well",
                // A page asks its own server for anything.
                _ => return None,
            };
            return Some(format!(
                "{sentence}, so the browser sends it without asking."
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
            "No form can send {unusual}, so the browser asks first: a preflight, `OPTIONS` without cookies."
        ))
    }

    /// Of `content-type` the value matters: some of them need no asking.
    fn shown(&self, names: &str) -> String {
        let shown = names.split(',').map(|name| {
            let mut headers = self.asked.headers.iter();
            match headers.find(|(other, _)| other.eq_ignore_ascii_case(name)) {
                Some((_, value)) if name == "content-type" => format!("`{name}: {value}`"),
                _ => format!("`{name}`"),
            }
        });
        shown.collect::<Vec<_>>().join(" and ")
    }

    fn read(&self, response: &Response, sentences: &mut Vec<String>) {
        sentences.extend(self.admission());
        if let (Some(cookie), true) = (
            self.answer().and_then(|answer| answer.sent("cookie")),
            self.asked.credentials,
        ) {
            sentences.push(format!(
                "The cookie `{cookie}` went along: the script said `credentials: \"include\"`, the policy says \
                 `credentials`."
            ));
        }
        if response.status() >= 400 {
            sentences.push(format!(
                "It is an error, {}, and still readable: the headers of the policy are on errors, too, so the \
                 script learns what is wrong instead of getting a bare `TypeError`.",
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
                "`{name}` came back as well and stays hidden from the script: `expose_headers` does not name it."
            ));
        }
    }

    fn unexposed(&self, response: &Response) -> Vec<String> {
        let received = self.answer().map_or(&[][..], |answer| &answer.received);
        let names = received.iter().map(|(name, _)| name.as_str());
        names
            .filter(|name| {
                !name.starts_with("access-control-")
                    && !UNREMARKABLE.contains(name)
                    && response.header(name).is_none()
            })
            .map(str::to_owned)
            .collect()
    }

    /// By which entry of the policy the origin is let in.
    fn admission(&self) -> Option<String> {
        let granted = self.granted()?;
        let origin = self.origin;
        let is = |entry: &String| entry == origin;
        let sentence = if granted.origins() == ["any"] {
            "The policy says `origins = any`: the answer is `Access-Control-Allow-Origin: *`, whoever asks."
                .to_owned()
        } else if granted.origins().iter().any(is) {
            format!(
                "`{origin}` is on the list. The answer names it in `Access-Control-Allow-Origin`, and the browser \
                 hands it to the page."
            )
        } else if granted.dev_origins().iter().any(is) {
            format!(
                "`{origin}` is one of the `dev_origins`: this debug build lets it in, and a release build does not \
                 even contain it."
            )
        } else {
            let patterns = granted.origins().iter();
            let patterns: Vec<_> = patterns.filter(|entry| entry.contains('*')).collect();
            let [pattern] = &patterns[..] else {
                return None;
            };
            format!(
                "`{origin}` fits the pattern `{pattern}`. The answer names the origin itself, and the browser hands \
                 it to the page."
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
                "The answer does not name `{}` among the methods of this policy, so the request was never sent.",
                self.asked.method
            )),
            Reason::WildcardWithCredentials | Reason::CredentialsNotAllowed => sentences.push(
                "The script wants cookies to go along (`credentials: \"include\"`), and the policy has no \
                 `credentials`. Call without them, or let the policy list its origins and say `credentials`."
                    .to_owned(),
            ),
            _ => sentences.extend(self.says.and_then(|says| says.lines().next()).map(str::to_owned)),
        }
    }

    fn foreign(&self, stage: Stage, sentences: &mut Vec<String>) {
        let origin = self.origin;
        match (stage, self.answer()) {
            (Stage::Response, Some(answer)) => {
                let status = answer.status;
                sentences.push(if self.granted().is_some_and(Granted::enforces) && status == 403 {
                    format!(
                        "`{origin}` is not on the list and the policy says `enforce`, so the server refused before \
                         the handler ran: 403."
                    )
                } else {
                    format!(
                        "The server answered {status} without `Access-Control-Allow-Origin`, so the browser keeps \
                         the answer from the page."
                    )
                });
                let changes = !["GET", "HEAD"].iter().any(|read| self.asked.method.eq_ignore_ascii_case(read));
                if changes && (200..300).contains(&status) {
                    sentences.push(
                        "But the handler ran! CORS hides answers; it stops no request that a form could send. \
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
        sentences.extend(self.whom());
        sentences.extend(self.near_miss());
    }

    /// Whom the route is for instead.
    fn whom(&self) -> Option<String> {
        let card = self.card?;
        match card.entry.access() {
            Access::Disabled => Some(
                "This route is `#[cors(disabled)]`: pages of no other origin can read it."
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
                Some(format!("The policy lets in {listed}."))
            }
            _ => None,
        }
    }

    fn near_miss(&self) -> Option<String> {
        let origin = self.origin;
        if origin == "null" {
            return Some(
                "A sandboxed frame has the origin `null`. Any site can make one, so it should be on no list."
                    .to_owned(),
            );
        }
        let named = origin.replacen("//127.0.0.1", "//localhost", 1);
        let granted = self.granted()?;
        let mut listed = granted.origins().iter().chain(granted.dev_origins());
        (named != origin && listed.any(|entry| *entry == named)).then(|| {
            format!(
                "`{named}` is listed, and reaches the same machine; but browsers compare origins letter by letter."
            )
        })
    }

    fn unlisted_header(&self) -> Option<String> {
        let asked = self.preflight()?.sent("access-control-request-headers")?;
        let listed = self.granted().map_or(&[][..], Granted::headers);
        let missing: Vec<&str> = asked
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
            "The origin is welcome, but the answer does not allow {}, so the request was never sent. The policy would \
             need `headers = [{}]`.",
            names("`"),
            names("\"")
        ))
    }
}
