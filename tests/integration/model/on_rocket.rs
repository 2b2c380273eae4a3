//! Examines a composition on Rocket.

use std::{collections::BTreeMap, rc::Rc};

use fastrand::Rng;
use http::{HeaderName, HeaderValue, Request as HttpRequest, Response as HttpResponse, StatusCode};
use rocket::{
    Route,
    http::{Header, Method},
    local::asynchronous::Client,
};

use tokio::runtime::{self, Runtime};

use crate::{
    browse::{App, browse, explain},
    campaign::{Framework, NoApp},
    comparison::{Counts, Failure, Known, Openness, Reached, Variant},
    handlers::take_ran,
    mounted::{Mounted, build, composition, smaller},
    owners::Owners,
    rocket_routes::{self, policy_of, shape},
    sequence::{Request, Sequence},
};

/// The last is one that few routes have.
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
                // Rocket does not support the method, and its server responds.
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
    outermost: Option<usize>,
    mounted: Mounted,
    paths: Vec<String>,
}

/// Launches it; the error is that of the launch.
async fn examine(mounted: &Mounted, all: &[Route]) -> Result<Examined, String> {
    let client = Client::untracked(build(mounted, all)).await;
    let client = client.map_err(|error| error.to_string())?;
    let app = OnRocket(Rc::new(client));
    let default = mounted.default();
    let owners = Owners::of_routes(
        mounted.routes.iter().map(|(_, id)| (*id, policy_of(*id))),
        default,
    );
    let mut reached = BTreeMap::new();
    let unknown = PATHS.len() - 1;
    let is_worth_it = |place: &usize| *place == unknown || mounted.has_route_at(PATHS[*place]);
    let paths: Vec<&str> = (0..PATHS.len())
        .filter(is_worth_it)
        .map(|place| PATHS[place])
        .collect();
    for path in &paths {
        let mut methods = Reached::new();
        for method in METHODS {
            methods.insert(method, reaches(&app, method, path, true, false).await);
        }
        for is_known in [false, true] {
            for is_json in [false, true] {
                let mut methods = methods.clone();
                // The `GET` has a guard for the user, the `POST` has a format.
                for method in if is_known { &[][..] } else { &["GET", "HEAD"] } {
                    methods.insert(method, reaches(&app, method, path, is_known, false).await);
                }
                if is_json {
                    methods.insert("POST", reaches(&app, "POST", path, true, true).await);
                }
                let path = (*path).to_owned();
                reached.insert(
                    Variant {
                        path,
                        is_known,
                        is_json,
                    },
                    methods,
                );
            }
        }
    }
    Ok(Examined {
        app,
        owners,
        reached,
        outermost: default,
        mounted: mounted.clone(),
        paths: paths.into_iter().map(str::to_owned).collect(),
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
            writes_cors_headers: |_| false,
            variant: |request| Variant {
                path: request.path.clone(),
                is_known: request.credentials,
                is_json: request.headers.contains(&"content-type"),
            },
            is_ambiguous: &|request| self.is_ambiguous(request),
        };
        known.compare(sequence, &outcomes, counts)
    }

    /// True if a preflight may use another route than the one that runs. The behaviour is documented:
    /// for `GET` the policy of the first one decides, and a response is that of the one tried last.
    fn is_ambiguous(&self, request: &Request) -> bool {
        // Rocket's server refuses such a request before anything sees it.
        let is_unknown = request.method == "QUERY";
        let candidates = self.mounted.candidates(request.method, &request.path);
        let mut owners = candidates.iter().map(|id| self.owners.of_handler(*id));
        let first = owners.next();
        let is_given_up = |id: &usize| {
            let name = shape(*id).name;
            name == "get_known" || name == "put_number" || name == "post_json"
        };
        is_unknown || owners.any(|owner| Some(owner) != first) || candidates.iter().any(is_given_up)
    }

    async fn explain(&self, sequence: &Sequence) -> String {
        let (outcomes, browser) = browse(&self.app, sequence).await;
        explain(&outcomes, &browser)
    }
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
