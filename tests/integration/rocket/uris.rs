//! A preflight uses the policy of the route that Rocket runs for a URI: both are compared on random routes and URIs.

use std::{collections::BTreeSet, sync::OnceLock};

use cors_runtime::{
    cors,
    rocket::{Cors, routes},
};
use proptest::{collection::vec, prelude::*, sample::select};
use rocket::{
    Build, Data, Request, Rocket, Route,
    error::ErrorKind,
    get,
    http::{Header, Method, Status},
    local::asynchronous::Client,
    route::{Handler, Outcome},
};
use tokio::runtime::{Builder, Runtime};

use cors_tests::quiet;

#[cors(origins = ["https://0.example"])]
#[get("/0")]
fn zero() -> &'static str {
    "0"
}

#[cors(origins = ["https://1.example"])]
#[get("/1")]
fn one() -> &'static str {
    "1"
}

#[cors(origins = ["https://2.example"])]
#[get("/2")]
fn two() -> &'static str {
    "2"
}

/// The number of routes with a policy; the others are plain.
const ANNOTATED: usize = 3;

/// Responds with its number, or records that it was tried and forwards.
#[derive(Clone)]
struct Numbered {
    number: usize,
    forwards: bool,
}

/// The routes Rocket tries for a request, in their order.
#[derive(Default)]
struct Tried(std::sync::Mutex<Vec<usize>>);

#[rocket::async_trait]
impl Handler for Numbered {
    async fn handle<'r>(&self, request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r> {
        if !self.forwards {
            return Outcome::from(request, self.number.to_string());
        }
        let tried = request.rocket().state::<Tried>().expect("a list");
        tried.0.lock().expect("no panic").push(self.number);
        Outcome::Forward((data, Status::NotFound))
    }
}

/// Routes with these URIs, tried in this order; the first few have a policy.
#[derive(Clone, Debug)]
struct Routes(Vec<(usize, String)>);

impl Routes {
    fn build(&self, route: impl Fn(usize, isize, &str) -> Route) -> Vec<Route> {
        let ranks = -9..;
        let mut routes: Vec<_> = ranks
            .zip(&self.0)
            .map(|(rank, (number, uri))| route(*number, rank, uri))
            .collect();
        // Ranks decide, not the order in which they are written.
        routes.sort_by_key(|route| route.uri.to_string());
        routes
    }

    /// Some routes with a policy, some without.
    fn with_policies(&self) -> Rocket<Build> {
        let annotated = routes![zero, one, two];
        let routes = self.build(|number, rank, uri| {
            let plain = Numbered {
                number,
                forwards: false,
            };
            let plain = Route::ranked(rank, Method::Get, uri, plain);
            let mut route = annotated.get(number).unwrap_or(&plain).clone();
            (route.uri, route.rank) = (plain.uri, rank);
            route
        });
        let rocket = rocket::custom(quiet()).attach(Cors::fairing());
        rocket.mount("/", routes)
    }

    /// Plain routes, which show how Rocket routes a URI.
    fn forwarding(&self) -> Rocket<Build> {
        let routes = self.build(|number, rank, uri| {
            let handler = Numbered {
                number,
                forwards: true,
            };
            Route::ranked(rank, Method::Get, uri, handler)
        });
        let rocket = rocket::custom(quiet()).manage(Tried::default());
        rocket.mount("/", routes)
    }
}

/// URIs with each part that distinguishes routes, and some with parts that do not.
fn uris() -> &'static [String] {
    static URIS: OnceLock<Vec<String>> = OnceLock::new();
    URIS.get_or_init(|| {
        let longer = |path: &String| ["a", "b", "z"].map(|segment| format!("{path}/{segment}"));
        let one: Vec<String> = longer(&String::new()).to_vec();
        let two: Vec<String> = one.iter().flat_map(longer).collect();
        // Routes have no more than two segments of their own.
        let three = two.iter().map(|path| format!("{path}/z"));
        let odd = [
            "/", "/a/", "/a/b/", "//a", "/a//b", "/%61", "/A", "/a%2Fb", "/a/%62/",
        ];
        let odd = odd.map(str::to_owned);
        let paths = [&one[..], &two, &three.collect::<Vec<_>>(), &odd].concat();
        let queries = ["", "?q=1", "?r", "?q=1&r", "?r=&x&q=1", "?q=2", "?%71=%31"];
        paths
            .iter()
            .flat_map(|path| queries.map(|query| format!("{path}{query}")))
            .collect()
    })
}

/// The numbers of the routes Rocket tries for each URI.
async fn tried(routes: &Routes) -> Vec<Vec<usize>> {
    let client = Client::untracked(routes.forwarding()).await;
    let client = client.expect("it launches");
    let tried = client.rocket().state::<Tried>().expect("a list");
    let mut all = Vec::new();
    for uri in uris() {
        client.get(uri).dispatch().await;
        all.push(std::mem::take(&mut *tried.0.lock().expect("no panic")));
    }
    all
}

fn has_policy(number: usize) -> bool {
    number < ANNOTATED
}

/// True if every URI of one route is also one of another.
fn covers(tried: &[Vec<usize>], cover: usize, covered: usize) -> bool {
    tried
        .iter()
        .all(|tried| !tried.contains(&covered) || tried.contains(&cover))
}

/// The number of pairs of routes with policies in which no preflight reaches the second route.
fn conflicts(routes: &Routes, tried: &[Vec<usize>]) -> usize {
    let numbers = routes.0.iter().map(|&(number, _)| number);
    let annotated: Vec<_> = numbers.filter(|&number| has_policy(number)).collect();
    let pairs = annotated.iter().enumerate().map(|(place, first)| {
        let later = annotated[place + 1..].iter();
        later.filter(|later| covers(tried, *first, **later)).count()
    });
    pairs.sum()
}

/// The route whose policy decides a preflight for `GET`: the first one or, if it has no policy and hides another
/// route completely, that other one.
fn deciding_route(tried: &[Vec<usize>], of_uri: &[usize]) -> Option<usize> {
    let (&first, later) = of_uri.split_first()?;
    let behind = |&number: &usize| has_policy(number) && covers(tried, first, number);
    if has_policy(first) {
        Some(first)
    } else {
        later.iter().copied().find(behind)
    }
}

/// The numbers of the policies that allow their own origins.
async fn granted(client: &Client, uri: &str) -> BTreeSet<usize> {
    let mut granted = BTreeSet::new();
    for number in 0..ANNOTATED {
        let origin = format!("https://{number}.example");
        let preflight = client
            .options(uri)
            .header(Header::new("origin", origin.clone()))
            .header(Header::new("access-control-request-method", "GET"));
        let response = preflight.dispatch().await;
        let allowed = response.headers().get_one("access-control-allow-origin");
        if response.status() == Status::NoContent {
            assert_eq!(allowed, Some(&*origin), "{uri}");
            granted.insert(number);
        } else {
            assert_eq!(allowed, None, "{uri}");
        }
    }
    granted
}

/// A client, unless Rocket refuses to launch, which it does only for conflicts.
async fn launch(routes: &Routes, tried: &[Vec<usize>]) -> Result<Option<Client>, TestCaseError> {
    let conflicts = conflicts(routes, tried);
    match Client::untracked(routes.with_policies()).await {
        Ok(client) => {
            prop_assert_eq!(conflicts, 0, "launched in spite of conflicts");
            Ok(Some(client))
        }
        Err(error) => {
            prop_assert!(matches!(error.kind(), ErrorKind::SentinelAborts(_)));
            prop_assert!(conflicts > 0, "refused without need");
            Ok(None)
        }
    }
}

/// The number of requested URIs; none if Rocket refused to launch.
async fn check(routes: &Routes) -> Result<usize, TestCaseError> {
    let tried = tried(routes).await;
    let Some(client) = launch(routes, &tried).await? else {
        return Ok(0);
    };
    for (uri, of_uri) in uris().iter().zip(&tried) {
        let ran = client.get(uri).dispatch().await.into_string().await;
        let ran = ran.and_then(|text| text.parse().ok());
        prop_assert_eq!(ran, of_uri.first().copied(), "{}", uri);
        let expected: BTreeSet<usize> = deciding_route(&tried, of_uri).into_iter().collect();
        prop_assert_eq!(granted(&client, uri).await, expected, "{}", uri);
    }
    Ok(uris().len())
}

fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    let build = || Builder::new_current_thread().enable_all().build();
    RUNTIME.get_or_init(|| build().expect("a runtime"))
}

/// A URI of a route: up to two segments, perhaps the rest, perhaps a query.
fn uri() -> impl Strategy<Value = String> {
    let segments = vec(select(vec!["a", "b", "<_>"]), 0..3);
    let end = select(vec!["", "", "", "/<_..>", "/"]);
    let query = select(vec![
        "", "", "", "?q=1", "?r", "?q=1&r", "?q=1&<x>", "?<x..>",
    ]);
    (segments, end, query).prop_map(|(segments, end, query)| {
        let path: String = segments.iter().flat_map(|one| ["/", one]).collect();
        let path = format!("{path}{end}");
        format!("{}{query}", if path.is_empty() { "/" } else { &path })
    })
}

fn routes() -> impl Strategy<Value = Routes> {
    let uris = vec(uri(), 1..6);
    let numbers = Just((0..6).collect::<Vec<_>>()).prop_shuffle();
    // Two in three have the more specific route first, as Rocket does by itself.
    (uris, numbers, 0..3).prop_map(|(mut uris, numbers, order)| {
        if order > 0 {
            uris.sort_by_key(|uri| (uri.contains(".."), uri.matches("<_").count(), uri.len()));
        }
        Routes(numbers.into_iter().zip(uris).collect())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn preflight_uses_the_route_that_rocket_runs(routes in routes()) {
        runtime().block_on(check(&routes))?;
    }

    #[test]
    fn only_policies_hiding_others_refuse_to_launch(
        sets in vec(vec(uri(), ANNOTATED), 4),
    ) {
        runtime().block_on(async {
            for uris in sets {
                let routes = Routes(uris.into_iter().enumerate().collect());
                launch(&routes, &tried(&routes).await).await?;
            }
            Ok::<_, TestCaseError>(())
        })?;
    }
}

#[test]
fn enough_of_these_routes_launch() {
    let all: [&[&str]; 4] = [
        &["/a/b", "/a/<_>", "/<_>/b", "/<_..>"],
        &["/a?q=1", "/a?r", "/<_>", "/<_..>?q=1"],
        &["/", "/a/", "/a/<_..>", "/<_>/<_>"],
        &["/<_>?q=1&r", "/b?<x>", "/<_>/<_..>", "/"],
    ];
    for uris in all {
        // The plain route is the first, the second, or the last.
        for order in [[3, 0, 1, 2], [0, 3, 1, 2], [0, 1, 2, 3]] {
            let uris = uris.iter().map(|uri| (*uri).to_owned());
            let routes = Routes(order.into_iter().zip(uris).collect());
            let requests = runtime()
                .block_on(check(&routes))
                .expect("as Rocket has it");
            assert_eq!(requests, super::uris::uris().len(), "{routes:?}");
        }
    }
}
