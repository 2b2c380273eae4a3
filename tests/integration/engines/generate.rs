//! Combinations of policy, page and request, from a fixed seed.

use fastrand::Rng;
use std::time::Duration;

use crate::{
    case::{Page, Scenario, Step},
    defaults,
    plain_reading::Nature,
    policies::{ALL, AnnotatedRoute},
};

/// The hosts of the apps: `{}` is the framework. Of the same site as the application, on a machine of
/// a developer, of another site, and over plain http.
pub(crate) const SITES: [&str; 4] = [
    "https://{}.example.com",
    "http://{}.localhost:3000",
    "https://{}.other.example",
    "http://{}.example.com",
];

/// The servers, as their hosts name them.
pub(crate) const SERVERS: [&str; 4] = ["axum", "rocket", "axum-default", "rocket-default"];

const FRAMEWORKS: [&str; 2] = ["axum", "rocket"];

const PAGES: [Page; 19] = [
    Page::Of("https://app.example.com"),
    Page::Of("https://admin.example.com"),
    Page::Of("https://app.example.com:8443"),
    Page::Of("https://partner.example"),
    Page::Of("https://www.partner.example"),
    Page::Of("https://a.b.partner.example:8443"),
    Page::Of("https://evilpartner.example"),
    Page::Of("https://evil.example"),
    Page::Of("http://app.example.com"),
    Page::Of("http://intranet.example"),
    Page::Of("http://localhost:5173"),
    Page::Of("http://localhost:3000"),
    Page::Of("http://127.0.0.1:5173"),
    Page::Of("http://[::1]:5173"),
    Page::Of("http://app.localhost:3000"),
    Page::Sandboxed("https://app.example.com"),
    // In a page of plain http: what stands around a frame decides about mixed content.
    Page::Data("http://intranet.example"),
    Page::Of("https://axum.example.com"),
    Page::Of("https://rocket.example.com"),
];

/// The longest value that goes without asking, and one byte more.
const LONG: usize = 128;

/// The headers that scripts set. The need of a preflight is written here, not computed.
fn headers() -> Vec<(&'static str, String, Nature)> {
    use Nature::{Forbidden, Safe, Unsafe};
    let long = "a".repeat(LONG);
    let longer = "a".repeat(LONG + 1);
    [
        ("accept", "application/json", Safe),
        ("accept", &long, Safe),
        ("Accept", &longer, Unsafe),
        ("accept", "a:b", Unsafe),
        ("Accept-Language", "de, en;q=0.5", Safe),
        ("accept-language", "de@euro", Unsafe),
        ("content-language", "de", Safe),
        ("content-type", "text/plain", Safe),
        (
            "content-type",
            "application/x-www-form-urlencoded;charset=utf-8",
            Safe,
        ),
        ("Content-Type", "application/json", Unsafe),
        ("content-type", "application/json", Unsafe),
        ("content-type", "text/plainer", Unsafe),
        ("content-type", "text/plain; charset=\"utf-8\"", Unsafe),
        ("range", "bytes=0-9", Safe),
        ("range", "bytes=-9", Unsafe),
        ("authorization", "Bearer x", Unsafe),
        ("Authorization", "Basic eDp5", Unsafe),
        ("x-a", "1", Unsafe),
        ("X-A", "2", Unsafe),
        ("X-Request-Id", "7", Unsafe),
        ("x-http-method-override", "PUT", Unsafe),
        ("x-http-method-override", "TRACE", Forbidden),
        ("dnt", "1", Forbidden),
        ("Sec-Fetch-Site", "same-origin", Forbidden),
        ("Origin", "https://app.example.com", Forbidden),
        ("access-control-request-method", "GET", Forbidden),
    ]
    .map(|(name, value, nature)| (name, value.to_owned(), nature))
    .to_vec()
}

/// The need of a header, as the table has it.
pub(crate) fn nature(name: &str, value: &str) -> Nature {
    let found = headers()
        .into_iter()
        .find(|(other, other_value, _)| *other == name && other_value == value);
    found.expect("a header of the table").2
}

/// Every combination that the test asks about.
pub(crate) fn scenarios(seed: u64) -> Vec<Scenario> {
    let mut generator = Generator {
        rng: Rng::with_seed(seed),
        headers: headers(),
        scenarios: Vec::new(),
    };
    for policy in ALL.iter().chain(defaults::ALL) {
        for framework in FRAMEWORKS {
            if framework == "rocket" && !policy.on_rocket {
                continue;
            }
            for page in PAGES {
                generator.of_page(policy, framework, page);
            }
        }
    }
    generator.scenarios
}

struct Generator {
    rng: Rng,
    headers: Vec<(&'static str, String, Nature)>,
    scenarios: Vec<Scenario>,
}

impl Generator {
    fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.rng.usize(..all.len())]
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.rng.usize(..many) == 0
    }

    fn of_page(&mut self, policy: &'static AnnotatedRoute, framework: &str, page: Page) {
        let is_own = page.origin().contains(&format!("{framework}."));
        if ["axum.", "rocket."]
            .iter()
            .any(|name| page.origin().contains(name))
            && !is_own
        {
            return;
        }
        // A rejected origin needs fewer cases.
        let is_of_interest = policy.allows(page.origin());
        for _ in 0..if is_of_interest { 3 } else { 1 } {
            self.add(policy, framework, page, 1);
        }
        // An entry without a stated lifetime may expire while the machine is busy.
        if is_of_interest && policy.text.contains("max_age") {
            for _ in 0..3 {
                let steps = self.rng.usize(2..=4);
                self.add(policy, framework, page, steps);
            }
        }
    }

    fn add(&mut self, policy: &'static AnnotatedRoute, framework: &str, page: Page, steps: usize) {
        let id = self.scenarios.len();
        let is_own = policy.default.is_none() && page.origin().contains(framework);
        let site = match self.pick(&[0, 0, 0, 0, 1, 1, 2, 2, 3]) {
            _ if is_own => 0,
            1 | 3 if matches!(page, Page::Sandboxed(_)) => 0,
            site => site,
        };
        let site = if policy.default.is_some() {
            SITES[site].replace("{}", &format!("{framework}-default"))
        } else {
            SITES[site].replace("{}", framework)
        };
        let query = self.query(id, policy, framework, steps == 1, is_own);
        let url = format!("{site}/{}?{query}", policy.name);
        let steps = (0..steps)
            .map(|_| self.step(policy, &url, is_own))
            .collect();
        self.scenarios.push(Scenario { id, page, steps });
    }

    fn query(
        &mut self,
        id: usize,
        policy: &AnnotatedRoute,
        framework: &str,
        is_alone: bool,
        is_own: bool,
    ) -> String {
        let query = format!("case={id}");
        // A token has to get through to the redirect to be lost there.
        let takes_tokens = policy.text.contains("authorization");
        if is_alone && self.one_in(if takes_tokens { 2 } else { 8 }) {
            let status = self.pick(&[301, 302, 303, 307, 308]);
            let site = self.pick(&[0, 2].map(|site: usize| SITES[site]));
            let other = if self.one_in(2) { framework } else { "axum" };
            // A page of the server's own origin would see what each framework says of other methods.
            let fits =
                |policy: &&AnnotatedRoute| policy.on_rocket && (!is_own || policy.serves.len() > 3);
            let policies: Vec<&AnnotatedRoute> = ALL.iter().filter(fits).collect();
            let policy = self.pick(&policies);
            let rest = self.status();
            let site = site.replace("{}", other);
            let to = format!("{site}/{}?case={id}&hop=2&status={rest}", policy.name);
            return format!("{query}&status={status}&to={to}");
        }
        let status = self.status();
        let is_denied = is_alone && self.one_in(12);
        let deny = if is_denied { "&deny=1" } else { "" };
        format!("{query}&status={status}{deny}")
    }

    fn status(&mut self) -> u16 {
        let others = [200, 201, 204, 206, 400, 403, 404, 409, 429, 500, 503];
        if self.one_in(2) {
            200
        } else {
            self.pick(&others)
        }
    }

    fn step(&mut self, policy: &'static AnnotatedRoute, url: &str, is_own: bool) -> Step {
        let is_uploaded = ["post", "put"]
            .iter()
            .any(|method| policy.serves.contains(method));
        let upload = self.one_in(16) && policy.default.is_none() && (is_uploaded || !is_own);
        let served: Vec<&'static str> = policy
            .serves
            .iter()
            .flat_map(|method| match *method {
                "get" => vec!["GET", "HEAD", "get"],
                "post" => vec!["POST", "Post"],
                "put" => vec!["PUT", "put"],
                "patch" => vec!["PATCH"],
                other => vec![if other == "delete" {
                    "DELETE"
                } else {
                    "OPTIONS"
                }],
            })
            .collect();
        let rare = [
            "PATCH", "patch", "DELETE", "OPTIONS", "CHICKEN", "PUT", "POST",
        ];
        let method = if policy.default.is_some() {
            self.pick(&["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"])
        } else if upload {
            if served.contains(&"PUT") {
                "PUT"
            } else {
                "POST"
            }
        } else if is_own || !self.one_in(6) {
            self.pick(&served)
        } else {
            self.pick(&rare)
        };
        let has_no_body = ["GET", "HEAD"].contains(&method.to_uppercase().as_str());
        let body = if upload || (!has_no_body && self.one_in(2)) {
            Some("{}")
        } else {
            None
        };
        let mode = match self.rng.usize(..16) {
            0 if !upload && (has_no_body || method.to_uppercase() == "POST") => "no-cors",
            1 if !upload => "same-origin",
            _ => "cors",
        };
        let credentials = self.pick(&["omit", "same-origin", "include"]);
        let credentials = if upload && credentials == "omit" {
            "include"
        } else {
            credentials
        };
        let mut headers = self.some_headers(policy);
        // `XMLHttpRequest` writes the parameters of a type anew.
        headers.retain(|(_, value)| !upload || !value.contains("charset"));
        Step {
            method,
            url: url.to_owned(),
            headers,
            mode,
            credentials,
            body,
            upload,
            wait: Duration::ZERO,
        }
    }

    /// At most three, each name once; half of them what the policy speaks of.
    fn some_headers(&mut self, policy: &'static AnnotatedRoute) -> Vec<(&'static str, String)> {
        let text = policy.text.to_lowercase();
        let all = self.headers.clone();
        let spoken_of: Vec<_> = all
            .iter()
            .filter(|(name, ..)| text.contains(&name.to_lowercase()))
            .collect();
        let mut chosen: Vec<(&'static str, String)> = Vec::new();
        for _ in 0..self.pick(&[0, 0, 1, 1, 2, 3]) {
            let (name, value, _) = if spoken_of.is_empty() || self.one_in(2) {
                &all[self.rng.usize(..all.len())]
            } else {
                self.pick(&spoken_of)
            };
            if !chosen
                .iter()
                .any(|(other, _)| other.eq_ignore_ascii_case(name))
            {
                chosen.push((name, value.clone()));
            }
        }
        chosen
    }
}
