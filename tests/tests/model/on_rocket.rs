//! Composes, examines and shrinks apps of Rocket.

use core::fmt::{self, Display, Formatter};
use std::{collections::BTreeMap, rc::Rc};

use cors_runtime::rocket::Cors;
use fastrand::Rng;
use http::{HeaderName, HeaderValue, Request as HttpRequest, Response as HttpResponse, StatusCode};
use rocket::{
    Build, Config, Rocket, Route,
    config::LogLevel,
    http::{Header, Method},
    local::asynchronous::Client,
};

use tokio::runtime::{self, Runtime};

use crate::{
    browse::{App, browse, explain},
    campaign::{Framework, NoApp},
    handlers::take_ran,
    judge::{Counts, Failure, Known, Openness, Reached, Variant},
    owners::Owners,
    policies::{POLICIES, PolicyId},
    rocket_routes::{self, NUMBER, default, number_of_defaults, policy_of, shape},
    sequence::Sequence,
};

const BASES: [&str; 3] = ["/", "/n", "/x"];
const PATHS: [&str; 7] = [
    "/x",
    "/7",
    "/x/7",
    "/x/word",
    "/n/x",
    "/n/x/7",
    "/zzz/deep/er",
];
const METHODS: [&str; 8] = [
    "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "QUERY",
];

/// A Rocket as data.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mounted {
    /// A base and the number of a route.
    pub(crate) routes: Vec<(&'static str, usize)>,
    /// Places in the list of defaults: functions under `#[cors]` that the Rocket is handed through, and
    /// how many routes are mounted before.
    pub(crate) defaults: Vec<(usize, usize)>,
    pub(crate) catchers: bool,
}

fn composition(rng: &mut Rng) -> Mounted {
    let policies: Vec<usize> = (0..2 + rng.usize(..2))
        .map(|_| rng.usize(..NUMBER))
        .collect();
    let shapes = rocket_routes::SHAPES.len();
    let number = 1 + rng.usize(..7);
    let routes: Vec<_> = (0..number)
        .map(|_| {
            let policy = policies[rng.usize(..policies.len())] / shapes;
            let base = if rng.u8(..4) > 0 {
                BASES[0]
            } else {
                BASES[rng.usize(..BASES.len())]
            };
            (base, policy * shapes + rng.usize(..shapes))
        })
        .collect();
    let defaults = match rng.u8(..12) {
        0..5 => 0,
        11 => 2,
        _ => 1,
    };
    let defaults = (0..defaults).map(|_| (rng.usize(..number_of_defaults()), rng.usize(..=number)));
    Mounted {
        routes,
        defaults: defaults.collect(),
        catchers: rng.bool(),
    }
}

impl Display for Mounted {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("rocket::build()")?;
        for i in 0..=self.routes.len() {
            for (place, _) in self.defaults.iter().filter(|(_, at)| *at == i) {
                write!(
                    f,
                    "\n    // through #[cors({})] fn",
                    POLICIES[default(*place).0].name
                )?;
            }
            if let Some((base, id)) = self.routes.get(i) {
                let shape = shape(*id);
                let policy = policy_of(*id).map_or(String::new(), |policy| {
                    format!("#[cors({})] ", POLICIES[policy].name)
                });
                write!(
                    f,
                    "\n    .mount({base:?}, {policy}#[{}({})])",
                    shape.method, shape.text
                )?;
            }
        }
        if self.catchers {
            f.write_str("\n    .register(\"/\", catchers![default])")?;
        }
        Ok(())
    }
}

#[rocket::catch(default)]
fn caught() -> &'static str {
    "caught"
}

fn build(mounted: &Mounted, all: &[Route]) -> Rocket<Build> {
    let config = Config {
        log_level: LogLevel::Off,
        ..Config::debug_default()
    };
    let mut rocket = rocket::custom(config).attach(Cors::fairing());
    for i in 0..=mounted.routes.len() {
        for (place, _) in mounted.defaults.iter().filter(|(_, at)| *at == i) {
            rocket = default(*place).1(rocket);
        }
        if let Some((base, id)) = mounted.routes.get(i) {
            rocket = rocket.mount(*base, vec![all[*id].clone()]);
        }
    }
    if mounted.catchers {
        rocket = rocket.register("/", rocket::catchers![caught]);
    }
    rocket
}

#[derive(Clone)]
struct OnRocket(Rc<Client>);

impl App for OnRocket {
    fn call(
        &self,
        request: HttpRequest<Vec<u8>>,
    ) -> impl Future<Output = HttpResponse<Vec<u8>>> + use<> {
        let client = Rc::clone(&self.0);
        async move {
            let Ok(method) = request.method().as_str().parse::<Method>() else {
                // Rocket does not know the method, and answers as its server does.
                return status(400);
            };
            let mut local = client.req(method, request.uri().to_string());
            for (name, value) in request.headers() {
                let value = value.to_str().expect("text").to_owned();
                local.add_header(Header::new(name.to_string(), value));
            }
            let response = local.dispatch().await;
            let mut plain = status(response.status().code);
            for header in response.headers().iter() {
                let name = HeaderName::try_from(header.name.as_str()).expect("a name");
                let value = HeaderValue::try_from(header.value.as_ref()).expect("a value");
                plain.headers_mut().append(name, value);
            }
            plain
        }
    }
}

fn status(code: u16) -> HttpResponse<Vec<u8>> {
    let mut response = HttpResponse::new(Vec::new());
    *response.status_mut() = StatusCode::from_u16(code).expect("a status");
    response
}

pub(crate) struct Examined {
    app: OnRocket,
    owners: Owners,
    reached: BTreeMap<Variant, Reached>,
    outermost: Option<PolicyId>,
    paths: Vec<String>,
}

/// Launches it; the error is that of the launch.
async fn examine(mounted: &Mounted, all: &[Route]) -> Result<Examined, String> {
    let client = Client::untracked(build(mounted, all)).await;
    let client = client.map_err(|error| error.to_string())?;
    let app = OnRocket(Rc::new(client));
    let default = mounted.defaults.first().map(|(place, _)| default(*place).0);
    let owners = Owners::of_routes(
        mounted.routes.iter().map(|(_, id)| (*id, policy_of(*id))),
        default,
    );
    let mut reached = BTreeMap::new();
    for path in PATHS {
        for is_known in [false, true] {
            for is_json in [false, true] {
                let mut methods = Reached::new();
                for method in METHODS {
                    methods.insert(method, reaches(&app, method, path, is_known, is_json).await);
                }
                let variant = Variant {
                    path: path.to_owned(),
                    is_known,
                    is_json,
                };
                reached.insert(variant, methods);
            }
        }
    }
    Ok(Examined {
        app,
        owners,
        reached,
        outermost: default,
        paths: PATHS.map(str::to_owned).to_vec(),
    })
}

async fn reaches(
    app: &OnRocket,
    method: &str,
    path: &str,
    is_known: bool,
    is_json: bool,
) -> Option<usize> {
    let mut request = HttpRequest::builder().method(method).uri(path);
    if is_known {
        request = request.header("cookie", "user=1");
    }
    if is_json {
        request = request.header("content-type", "application/json");
    }
    let _ = take_ran();
    app.call(request.body(Vec::new()).expect("a request")).await;
    take_ran().pop()
}

impl Examined {
    async fn run(&self, sequence: &Sequence, counts: &mut Counts) -> Option<Failure> {
        let _ = take_ran();
        let (outcomes, _) = browse(&self.app, sequence).await;
        let known = Known {
            owners: &self.owners,
            openness: Openness::Whole,
            hides_nothing: true,
            outermost: self.outermost,
            reached: &self.reached,
            variant: |request| Variant {
                path: request.path.clone(),
                is_known: request.credentials,
                is_json: request.headers.contains(&"content-type"),
            },
        };
        known.judge(sequence, &outcomes, counts)
    }

    async fn explain(&self, sequence: &Sequence) -> String {
        let (outcomes, browser) = browse(&self.app, sequence).await;
        explain(&outcomes, &browser)
    }
}

/// Every Rocket with one part less.
fn smaller(mounted: &Mounted) -> Vec<Mounted> {
    let mut smaller = Vec::new();
    for i in 0..mounted.routes.len() {
        let mut removed = mounted.clone();
        removed.routes.remove(i);
        for (_, at) in &mut removed.defaults {
            *at = (*at).min(removed.routes.len());
        }
        smaller.push(removed);
    }
    for i in 0..mounted.defaults.len() {
        let mut removed = mounted.clone();
        removed.defaults.remove(i);
        smaller.push(removed);
    }
    if mounted.catchers {
        smaller.push(Mounted {
            catchers: false,
            ..mounted.clone()
        });
    }
    smaller
}

/// Rocket, by its local client.
pub(crate) struct RocketFramework {
    runtime: Runtime,
    routes: Vec<Route>,
}

impl RocketFramework {
    pub(crate) fn new() -> Self {
        let runtime = runtime::Builder::new_current_thread().enable_all().build();
        Self {
            runtime: runtime.expect("a runtime"),
            routes: rocket_routes::all(),
        }
    }
}

impl Framework for RocketFramework {
    type Composition = Mounted;
    type App = Examined;

    fn compose(&self, rng: &mut Rng) -> Mounted {
        composition(rng)
    }

    fn smaller(&self, mounted: &Mounted) -> Vec<Mounted> {
        smaller(mounted)
    }

    fn examine(&self, mounted: &Mounted) -> Result<Examined, NoApp> {
        let examined = self.runtime.block_on(examine(mounted, &self.routes));
        examined.map_err(NoApp::Refused)
    }

    fn paths<'a>(&self, app: &'a Examined) -> &'a [String] {
        &app.paths
    }

    fn is_whole(&self, _: &Examined) -> bool {
        true
    }

    fn run(&self, app: &Examined, sequence: &Sequence, counts: &mut Counts) -> Option<Failure> {
        self.runtime.block_on(app.run(sequence, counts))
    }

    fn explain(&self, app: &Examined, sequence: &Sequence) -> String {
        self.runtime.block_on(app.explain(sequence))
    }
}
