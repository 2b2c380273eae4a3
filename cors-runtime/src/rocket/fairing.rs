//! The fairings that add CORS to a Rocket.

use core::{
    future::{Future, poll_fn},
    pin::Pin,
    task::Poll,
};

use rocket::{
    Build, Data, Orbit, Phase, Request, Response, Rocket,
    fairing::{self, Fairing, Info, Kind},
};

use super::{
    checks,
    default_policy::{self, DefaultPolicy},
    headers::CorsRequest,
    launch_log, original_request, preflight,
    response_policy::{ResponsePolicy, response_policy},
    rewrite_probe,
    rewritten::RewriteDetector,
    route_table::RouteTable,
    state::{self, CorsState},
    verdict,
};
use crate::{
    Policy,
    decision::{Decision, Refusal, ResponseAction},
    diagnostics::{self, ResponseCheck},
    report::Report,
};

/// The fairing that responds to preflights and writes the CORS headers.
///
/// Attach it once. Each route under [`#[cors]`](macro@crate::cors) needs it: without the fairing, the launch fails.
/// It writes the headers on every response of such a route, including errors of its guards and responses of catchers.
///
/// Attach it before fairings that reject requests, such as one that checks an API key: see [Fairings that rewrite
/// requests](super#fairings-that-rewrite-requests). Do not attach other fairings that write CORS headers.
/// [`verify()`](super::verify()) finds both mistakes in a test.
///
/// At launch the fairing logs each policy: method, URI, origins and credentials.
///
/// # If the launch fails
///
/// Rocket then returns an error of the kind
/// [`SentinelAborts`](::rocket::error::ErrorKind::SentinelAborts), which contains the names of guard types and no
/// further text. The reasons are in the log, one `error` line each. In a test with `log_level = "off"`, set another
/// log level to see them.
///
/// ```
/// use cors_runtime::{cors, rocket::{Cors, routes}};
/// use rocket::{Build, Rocket, get, local::blocking::Client};
///
/// #[cors(origins = ["https://app.example.com"])]
/// #[get("/users")]
/// fn users() -> &'static str { "…" }
///
/// fn rocket() -> Rocket<Build> {
///     rocket::build().attach(Cors::fairing()).mount("/", routes![users])
/// }
///
/// let client = Client::tracked(rocket()).expect("it launches");
/// # use rocket::http::Header;
/// let response = client.get("/users").header(Header::new("origin", "https://app.example.com")).dispatch();
/// assert_eq!(response.headers().get_one("access-control-allow-origin"), Some("https://app.example.com"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Cors(());

impl Cors {
    /// Creates the fairing.
    #[must_use]
    pub const fn fairing() -> Self {
        Self(())
    }

    /// Lists each route with its policy, as a table to print or a value to compare in a test. See
    /// [`report`](crate::report).
    ///
    /// Routes that a fairing mounts at ignition are listed only for an ignited or launched Rocket, such as
    /// `client.rocket()` of a local client.
    ///
    /// ```
    /// use cors_runtime::{cors, rocket::{Cors, routes}};
    /// use rocket::{Build, Rocket, get};
    ///
    /// #[cors(origins = ["https://app.example.com"])]
    /// #[get("/users/<id>")]
    /// fn user(id: u32) -> String { format!("user {id}") }
    ///
    /// fn rocket() -> Rocket<Build> {
    ///     rocket::build().attach(Cors::fairing()).mount("/api", routes![user])
    /// }
    ///
    /// let report = Cors::report(&rocket());
    /// let [user] = report.entries() else { panic!("one entry") };
    /// assert_eq!((user.path(), user.methods()), ("/api/users/<id>", &["GET", "HEAD"][..]));
    /// assert_eq!(user.granted().unwrap().origins(), ["https://app.example.com"]);
    /// ```
    #[must_use]
    pub fn report<P: Phase>(rocket: &Rocket<P>) -> Report {
        RouteTable::of(rocket, default_policy::of(rocket)).report()
    }
}

#[rocket::async_trait]
impl Fairing for Cors {
    fn info(&self) -> Info {
        Info {
            name: NAME,
            kind: Kind::Ignite | Kind::Liftoff | Kind::Request | Kind::Response | Kind::Singleton,
        }
    }

    async fn on_ignite(&self, rocket: Rocket<Build>) -> fairing::Result {
        Ok(prepare(rocket, false))
    }

    async fn on_liftoff(&self, rocket: &Rocket<Orbit>) {
        finish_launch(rocket);
    }

    // The expansion of `#[async_trait]`, here and below, with a future of size zero: its box is not allocated.
    fn on_request<'c, 'q, 'r, 'd, 't, 'f>(
        &'c self,
        request: &'q mut Request<'r>,
        _: &'d mut Data<'t>,
    ) -> Pin<Box<dyn Future<Output = ()> + Send + 'f>>
    where
        Self: 'f,
        'r: 'f,
        'c: 'f,
        'q: 'f,
        'd: 'f,
        't: 'f,
    {
        rewrite_probe::record(request);
        original_request::save(request);
        Box::pin(poll_fn(|_| Poll::Ready(())))
    }

    fn on_response<'r, 'c, 'd, 'o, 'f>(
        &'c self,
        request: &'r Request<'d>,
        response: &'o mut Response<'r>,
    ) -> Pin<Box<dyn Future<Output = ()> + Send + 'f>>
    where
        Self: 'f,
        'r: 'f,
        'c: 'f,
        'd: 'f,
        'o: 'f,
    {
        write_headers(request, response, false);
        Box::pin(poll_fn(|_| Poll::Ready(())))
    }
}

/// The fairing that a default policy attaches.
///
/// It follows all fairings that the function attaches, so it cannot detect requests that they rewrite.
#[derive(Clone, Copy, Debug)]
pub(super) struct CorsOfDefault;

#[rocket::async_trait]
impl Fairing for CorsOfDefault {
    fn info(&self) -> Info {
        Info {
            name: NAME,
            kind: Kind::Ignite | Kind::Liftoff | Kind::Response | Kind::Singleton,
        }
    }

    async fn on_ignite(&self, rocket: Rocket<Build>) -> fairing::Result {
        Ok(prepare(rocket, true))
    }

    async fn on_liftoff(&self, rocket: &Rocket<Orbit>) {
        finish_launch(rocket);
    }

    fn on_response<'r, 'c, 'd, 'o, 'f>(
        &'c self,
        request: &'r Request<'d>,
        response: &'o mut Response<'r>,
    ) -> Pin<Box<dyn Future<Output = ()> + Send + 'f>>
    where
        Self: 'f,
        'r: 'f,
        'c: 'f,
        'd: 'f,
        'o: 'f,
    {
        write_headers(request, response, true);
        Box::pin(poll_fn(|_| Poll::Ready(())))
    }
}

const NAME: &str = "CORS";

/// Prepares a Rocket that ignites, once for both fairings.
fn prepare(rocket: Rocket<Build>, is_default_fairing: bool) -> Rocket<Build> {
    if let Some(state) = rocket.state::<CorsState>() {
        state.set_last_fairing(is_default_fairing);
        return rocket;
    }
    rocket
        .manage(CorsState::new(is_default_fairing))
        .mount("/", vec![preflight::route()])
        .attach(RewriteDetector::Attach)
}

/// Collects the routes of a launched Rocket, and logs their policies.
fn finish_launch(rocket: &Rocket<Orbit>) {
    let state = rocket.state::<CorsState>();
    if let Some(route_table) = state.and_then(|state| state.collect_routes(rocket)) {
        original_request::preallocate();
        launch_log::log_policies(route_table);
        if let Some(default) = rocket.state::<DefaultPolicy>() {
            (default.guards.warn)(route_table);
        }
        checks::warn_unserved_options(route_table);
    }
}

fn write_headers<'r>(
    request: &'r Request<'_>,
    response: &mut Response<'r>,
    is_default_fairing: bool,
) {
    let route_table = state::route_table_for_fairing(request.rocket(), is_default_fairing);
    let Some(route_table) = route_table else {
        return;
    };
    match response_policy(route_table, request, response.status()) {
        ResponsePolicy::OfRoute(Some(policy)) => {
            apply(policy, &CorsRequest::of(request), response);
        }
        ResponsePolicy::OfRoute(None) => {}
        ResponsePolicy::OfRequestedRoute(policy, original) => {
            apply(policy, &CorsRequest::original(request, original), response);
        }
        ResponsePolicy::Preflight(preflight_response) => *response = preflight_response,
        ResponsePolicy::Unreadable { varies } => {
            let request = CorsRequest::of(request);
            let decision = Decision::Run(ResponseAction::Strip {
                varies,
                refusal: request.has_origin().then_some(Refusal::Rewritten),
            });
            diagnostics::trace(&decision, &request);
            if let Decision::Run(action) = decision {
                ResponseCheck::new(&action, &request).look(response.status().code, response);
                action.write(response);
            }
        }
    }
}

/// Applies a policy to a response.
#[inline]
fn apply<'r>(policy: &'static Policy, request: &CorsRequest<'r, '_>, response: &mut Response<'r>) {
    let decision = verdict::decide(policy, request);
    diagnostics::trace(&decision, request);
    match decision {
        Decision::Run(action) => {
            ResponseCheck::new(&action, request).look(response.status().code, response);
            action.write(response);
        }
        // The route has refused the request. A fairing may have added headers since.
        Decision::Respond(_) => ResponseAction::Strip {
            varies: true,
            refusal: None,
        }
        .write(response),
    }
}
