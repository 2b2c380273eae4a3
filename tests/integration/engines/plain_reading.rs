//! The result that the text of a policy and the rules of CORS imply, without code of the library.

use std::collections::HashMap;

use crate::{
    case::{Outcome, Page, Scenario, Seen, Step, Verdict},
    defaults,
    handler_response::{HEADERS, parameter},
    policies,
    text::Policy,
};

/// The expected verdicts and requests of a scenario, derived from the text alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Expected {
    pub(crate) responses: Vec<ExpectedVerdict>,
    pub(crate) requests: Vec<ExpectedRequest>,
}

/// A verdict: the status, 0 where it is hidden, and the names of the handler's headers that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ExpectedVerdict {
    Blocked,
    Readable(u16, Vec<String>),
}

/// A request: whether it is a preflight, and whether the handler ran.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ExpectedRequest {
    pub(crate) method: String,
    pub(crate) origin: Option<String>,
    /// The method and the headers that a preflight asks for.
    pub(crate) preflight_for: Option<(String, Option<String>)>,
    pub(crate) ran: bool,
}

/// The verdicts and requests that were observed.
pub(crate) fn observed(outcome: &Outcome) -> Expected {
    let responses = outcome.verdicts.iter().map(|verdict| match verdict {
        Verdict::Blocked => ExpectedVerdict::Blocked,
        Verdict::Readable {
            status, headers, ..
        } => {
            let of_handler = |name: &&String| HEADERS.iter().any(|(other, _)| other == name);
            ExpectedVerdict::Readable(
                *status,
                headers.keys().filter(of_handler).cloned().collect(),
            )
        }
    });
    let requests = outcome.seen.iter().map(|seen: &Seen| {
        let header = |name: &str| seen.headers.get(name).cloned();
        ExpectedRequest {
            method: seen.method.clone(),
            origin: header("origin"),
            preflight_for: header("access-control-request-method")
                .map(|method| (method, header("access-control-request-headers"))),
            ran: seen.ran,
        }
    });
    Expected {
        responses: responses.collect(),
        requests: requests.collect(),
    }
}

/// A script's header as the table of the test has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nature {
    /// Goes without asking.
    Safe,
    /// Needs a preflight.
    Unsafe,
    /// No script may set it; it is dropped.
    Forbidden,
}

/// The cached grants of an address.
struct Remembered {
    with_cookies: bool,
    policy: Policy,
}

struct Reader<'s> {
    page: Page,
    nature: &'s dyn Fn(&str, &str) -> Nature,
    memory: HashMap<String, Remembered>,
    requests: Vec<ExpectedRequest>,
    spared: usize,
}

/// The expectation for a scenario, and the number of preflights that earlier ones spare.
pub(crate) fn expected(
    scenario: &Scenario,
    nature: &dyn Fn(&str, &str) -> Nature,
) -> (Expected, usize) {
    let mut reader = Reader {
        page: scenario.page,
        nature,
        memory: HashMap::new(),
        requests: Vec::new(),
        spared: 0,
    };
    let responses = scenario
        .steps
        .iter()
        .map(|step| reader.step(step))
        .collect();
    let expected = Expected {
        responses,
        requests: reader.requests,
    };
    (expected, reader.spared)
}

/// The position of a request on its way through redirects.
struct Way {
    url: String,
    method: String,
    /// Names in lower case that need a preflight.
    needs: Vec<String>,
    origin: String,
    /// True once it went to another origin, also after a return.
    is_foreign: bool,
}

impl Reader<'_> {
    fn step(&mut self, step: &Step) -> ExpectedVerdict {
        let upper = step.method.to_uppercase();
        let is_upper =
            ["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"].contains(&upper.as_str());
        let method = if is_upper {
            upper
        } else {
            step.method.to_owned()
        };
        let mut needs: Vec<String> = step
            .headers
            .iter()
            .filter(|(name, value)| (self.nature)(name, value) == Nature::Unsafe)
            .map(|(name, _)| name.to_lowercase())
            .collect();
        needs.sort();
        let way = Way {
            url: step.url.clone(),
            method,
            needs,
            origin: self.page.origin().to_owned(),
            is_foreign: false,
        };
        self.go(step, way)
    }

    fn go(&mut self, step: &Step, mut way: Way) -> ExpectedVerdict {
        let (address, query) = way.url.split_once('?').expect("a query");
        let (site, name) = address.rsplit_once('/').expect("a path");
        let mut all = policies::ALL.iter().chain(defaults::ALL);
        let route = all.find(|route| route.name == name).expect("a route");
        let policy = route.policy_for(&way.method);
        let is_own = site == self.page.origin() && !way.is_foreign;
        way.is_foreign |= !is_own;
        // A page over TLS does not call over plain http, but for this machine.
        let is_plain = site.starts_with("http:") && !site.contains("localhost");
        let secure_page = self.page.origin().starts_with("https:");
        if is_plain && secure_page {
            return ExpectedVerdict::Blocked;
        }
        if step.mode == "same-origin" && way.is_foreign {
            return ExpectedVerdict::Blocked;
        }
        let is_cors = step.mode == "cors" && way.is_foreign;
        let with_cookies = step.credentials == "include";
        let lets_in = policy.lets_in(&way.origin)
            && policy.covers(&way.method)
            && (!with_cookies || policy.has("credentials"));
        if is_cors && !self.ask(step, policy, &way, lets_in) {
            return ExpectedVerdict::Blocked;
        }

        let is_simple = ["GET", "HEAD"].contains(&way.method.as_str());
        let shows_origin = is_cors || !is_simple;
        let is_stopped =
            policy.has("enforce") && shows_origin && way.is_foreign && !policy.lets_in(&way.origin);
        let denied = parameter(query, "deny").is_some();
        let ran = route.serves(&way.method) && !is_stopped && !denied;
        self.requests.push(ExpectedRequest {
            method: way.method.clone(),
            origin: shows_origin.then(|| way.origin.clone()),
            preflight_for: None,
            ran,
        });
        if is_cors && !lets_in {
            return ExpectedVerdict::Blocked;
        }
        let status =
            parameter(query, "status").map_or(200, |status| status.parse().expect("a number"));
        if let (true, Some(to)) = (ran, parameter(query, "to")) {
            return self.redirect(step, &way, status, to);
        }
        if step.mode == "no-cors" && way.is_foreign {
            return ExpectedVerdict::Readable(0, Vec::new());
        }
        let on_rocket = site.contains("rocket");
        let status = match (ran, route.serves(&way.method), on_rocket) {
            (true, ..) => status,
            (false, true, _) => 401,
            (false, false, false) if !route.serves.is_empty() => 405,
            (false, false, _) => 404,
        };
        let has_type = ran || status == 401 || on_rocket;
        let mut visible = Vec::new();
        for (name, _) in HEADERS {
            let is_sent = ran || (name == "content-type" && has_type);
            let is_shown = !is_cors || policy.shows(name, with_cookies);
            if name != "set-cookie" && is_sent && is_shown {
                visible.push(name.to_owned());
            }
        }
        visible.sort();
        ExpectedVerdict::Readable(status, visible)
    }

    /// True if the request may be sent, after a preflight where one is needed.
    fn ask(&mut self, step: &Step, policy: Policy, way: &Way, lets_in: bool) -> bool {
        let with_cookies = step.credentials == "include";
        let is_safe = ["GET", "HEAD", "POST"].contains(&way.method.as_str());
        if is_safe && way.needs.is_empty() && !step.upload {
            return true;
        }
        let grants_all = |policy: Policy| {
            way.needs
                .iter()
                .all(|name| policy.grants(name, with_cookies))
        };
        // A `*` that is remembered does not speak of tokens.
        let needs_token = way.needs.iter().any(|name| name == "authorization");
        let is_known = self.memory.get(&way.url).is_some_and(|known| {
            (known.with_cookies || !with_cookies)
                && (!needs_token || known.policy.grants("authorization", true))
                && ((is_safe && !step.upload) || known.policy.covers(&way.method))
                && grants_all(known.policy)
        });
        if is_known {
            self.spared += 1;
            return true;
        }
        self.requests.push(ExpectedRequest {
            method: "OPTIONS".to_owned(),
            origin: Some(way.origin.clone()),
            preflight_for: Some((
                way.method.clone(),
                (!way.needs.is_empty()).then(|| way.needs.join(",")),
            )),
            ran: false,
        });
        let passes = lets_in && grants_all(policy);
        // Frames without an origin are kept apart from all others, and nothing is kept for them.
        if passes && policy.is_remembered() && self.page.origin() != "null" {
            let remembered = Remembered {
                with_cookies,
                policy,
            };
            self.memory.insert(way.url.clone(), remembered);
        } else {
            self.memory.remove(&way.url);
        }
        passes
    }

    fn redirect(&mut self, step: &Step, way: &Way, status: u16, to: &str) -> ExpectedVerdict {
        let site_of = |url: &str| url.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
        let (here, there) = (site_of(&way.url), site_of(to));
        let becomes_get = match status {
            301 | 302 => way.method == "POST",
            303 => !["GET", "HEAD"].contains(&way.method.as_str()),
            _ => false,
        };
        let mut needs = way.needs.clone();
        if becomes_get {
            needs.retain(|name| name != "content-type");
        }
        if here != there {
            needs.retain(|name| name != "authorization");
        }
        let is_tainted = here != there && here != self.page.origin();
        let next = Way {
            url: to.to_owned(),
            method: if becomes_get {
                "GET".to_owned()
            } else {
                way.method.clone()
            },
            needs,
            origin: if is_tainted {
                "null".to_owned()
            } else {
                way.origin.clone()
            },
            is_foreign: way.is_foreign,
        };
        self.go(step, next)
    }
}
