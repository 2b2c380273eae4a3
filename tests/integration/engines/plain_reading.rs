//! The result that the text of a policy and the rules of CORS imply, without code of the library.

use cors_webdriver::Engine;

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

/// A cached grant of a preflight response.
struct Remembered {
    url: String,
    with_cookies: bool,
    policy: Policy,
}

struct Reader<'s> {
    engine: Engine,
    page: Page,
    nature: &'s dyn Fn(&str, &str) -> Nature,
    memory: Vec<Remembered>,
    requests: Vec<ExpectedRequest>,
    spared: usize,
}

/// The expectation for a scenario, and the number of preflights that earlier ones spare.
pub(crate) fn expected(
    scenario: &Scenario,
    nature: &dyn Fn(&str, &str) -> Nature,
    engine: Engine,
) -> (Expected, usize) {
    let mut reader = Reader {
        engine,
        page: scenario.page,
        nature,
        memory: Vec::new(),
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
    /// True once it needed a preflight.
    had_preflight: bool,
    /// The latest request had an `Origin`.
    showed_origin: bool,
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
            had_preflight: false,
            showed_origin: false,
        };
        self.go(step, way)
    }

    fn go(&mut self, step: &Step, mut way: Way) -> ExpectedVerdict {
        let url = way.url.clone();
        let (address, query) = url.split_once('?').expect("a query");
        let (site, name) = address.rsplit_once('/').expect("a path");
        let mut all = policies::ALL.iter().chain(defaults::ALL);
        let route = all.find(|route| route.name == name).expect("a route");
        let policy = route.policy_for(&way.method);
        let is_own = site == self.page.origin() && !way.is_foreign;
        way.is_foreign |= !is_own;
        // A page over TLS does not call over plain http, but for this machine; WebKit has no exception.
        let is_this_machine = site.contains("localhost") && self.engine != Engine::WebKit;
        let is_plain = site.starts_with("http:") && !is_this_machine;
        let secure_page = self.page.origin().starts_with("https:");
        if is_plain && secure_page {
            return ExpectedVerdict::Blocked;
        }
        if step.mode == "same-origin" && way.is_foreign {
            return ExpectedVerdict::Blocked;
        }
        let is_cors = step.mode == "cors" && way.is_foreign;
        let with_cookies = step.credentials == "include";
        let allows = |origin: &str| {
            policy.allows(origin)
                && policy.covers(&way.method)
                && (!with_cookies || policy.has("credentials"))
        };
        let is_allowed = allows(&way.origin);
        // The preflights of Firefox have the origin of the page also after redirects.
        let asking = match self.engine {
            Engine::Firefox => self.page.origin().to_owned(),
            Engine::Chromium | Engine::WebKit => way.origin.clone(),
        };
        let may_ask = allows(&asking);
        if is_cors && !self.ask(step, policy, &mut way, &asking, may_ask) {
            return ExpectedVerdict::Blocked;
        }

        let is_simple = ["GET", "HEAD"].contains(&way.method.as_str());
        let keeps_origin = self.engine == Engine::WebKit && way.showed_origin;
        let shows_origin = is_cors || !is_simple || keeps_origin;
        way.showed_origin = shows_origin;
        // From https to plain http, the default referrer policy hides where a request comes from.
        let hides_origin = step.mode == "no-cors"
            && secure_page
            && site.starts_with("http:")
            && self.engine != Engine::Chromium;
        if hides_origin {
            "null".clone_into(&mut way.origin);
        }
        let is_stopped =
            policy.has("enforce") && shows_origin && way.is_foreign && !policy.allows(&way.origin);
        let denied = parameter(query, "deny").is_some();
        let ran = route.serves(&way.method) && !is_stopped && !denied;
        self.requests.push(ExpectedRequest {
            method: way.method.clone(),
            origin: shows_origin.then(|| way.origin.clone()),
            preflight_for: None,
            ran,
        });
        if is_cors && !is_allowed {
            // Firefox clears its entries for a URL also if a simple request fails.
            if self.engine == Engine::Firefox {
                self.memory.retain(|known| known.url != way.url);
            }
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

    /// True if the request may be sent, after a preflight with this origin where one is needed.
    fn ask(
        &mut self,
        step: &Step,
        policy: Policy,
        way: &mut Way,
        origin: &str,
        is_allowed: bool,
    ) -> bool {
        let with_cookies = step.credentials == "include";
        let is_safe = ["GET", "HEAD", "POST"].contains(&way.method.as_str());
        let is_simple = is_safe && way.needs.is_empty() && !step.upload;
        // The others than Chromium do not notice that a redirect made a request simple.
        if is_simple && !(way.had_preflight && self.engine != Engine::Chromium) {
            return true;
        }
        way.had_preflight = true;
        let grants_all = |policy: Policy| {
            way.needs
                .iter()
                .all(|name| policy.grants(name, with_cookies))
        };
        if !is_simple && self.has_cached(step, way) {
            self.spared += 1;
            return true;
        }
        self.requests.push(ExpectedRequest {
            method: "OPTIONS".to_owned(),
            origin: Some(origin.to_owned()),
            preflight_for: Some((
                way.method.clone(),
                (!way.needs.is_empty()).then(|| way.needs.join(",")),
            )),
            ran: false,
        });
        let passes = is_allowed && grants_all(policy);
        self.cache(way, with_cookies, policy, is_allowed, passes);
        passes
    }

    /// True if what was granted earlier is enough.
    fn has_cached(&self, step: &Step, way: &Way) -> bool {
        let with_cookies = step.credentials == "include";
        let mut known = self.memory.iter().filter(|known| known.url == way.url);
        let is_safe = ["GET", "HEAD", "POST"].contains(&way.method.as_str()) && !step.upload;
        match self.engine {
            Engine::Chromium | Engine::WebKit => known.any(|known| {
                let grants = |name: &String| {
                    // A `*` in Chromium's cache does not cover `authorization`.
                    let by_name = name == "authorization" && self.engine == Engine::Chromium;
                    known.policy.grants(name, with_cookies || by_name)
                };
                (known.with_cookies || !with_cookies)
                    && (is_safe || known.policy.covers(&way.method))
                    && way.needs.iter().all(grants)
            }),
            // Every name by itself, and no `*`.
            Engine::Firefox => {
                let known: Vec<_> = known
                    .filter(|known| known.with_cookies == with_cookies)
                    .collect();
                let is_known = |method: &str| {
                    let mut policies = known.iter().map(|known| known.policy);
                    policies.any(|policy| policy.covers(method))
                };
                let is_simple = ["GET", "POST"].contains(&way.method.as_str()) && !step.upload;
                (is_simple || is_known(&way.method))
                    && way
                        .needs
                        .iter()
                        .all(|name| known.iter().any(|known| known.policy.grants(name, true)))
            }
        }
    }

    fn cache(
        &mut self,
        way: &Way,
        with_cookies: bool,
        policy: Policy,
        is_allowed: bool,
        passes: bool,
    ) {
        // WebKit caches a grant even if it does not suffice for the request, and clears nothing.
        let is_kept = if self.engine == Engine::WebKit {
            is_allowed
        } else {
            passes
        };
        let has_memory = self.engine != Engine::Chromium || self.page.origin() != "null";
        let is_cached = is_kept && policy.is_cached() && has_memory;
        if self.engine != Engine::Firefox || !passes {
            self.memory.retain(|known| known.url != way.url);
        }
        if is_cached {
            self.memory.push(Remembered {
                url: way.url.clone(),
                with_cookies,
                policy,
            });
        }
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
        let had_preflight = way.had_preflight || !needs.is_empty();
        if becomes_get && self.engine != Engine::WebKit {
            needs.retain(|name| name != "content-type");
        }
        if here != there && self.engine != Engine::WebKit {
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
            had_preflight,
            showed_origin: way.showed_origin && here == there,
        };
        self.go(step, next)
    }
}
