//! The one line that puts CORS into a Rocket.

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
    arrival,
    headers::Head,
    in_flight, launch,
    rewritten::{Governing, governing},
    route_table::RouteTable,
    verdict,
};
use crate::{
    Policy,
    decision::Refusal,
    decision::{Decision, ResponseAction},
    diagnostics::ResponseCheck,
    diagnostics::{self},
    report::Report,
};

/// The fairing that routes under [`#[cors]`](macro@crate::cors) need.
///
/// It answers their preflights and writes the headers of their policies on whatever comes back, the
/// responses of catchers included. Rocket refuses to launch routes with a policy without it.
///
/// Attach it before the fairings that turn requests away, such as one that looks for a key: see [what
/// fairings rewrite](super#fairings-that-rewrite-requests). Its place among the others does not matter,
/// unless one of them writes CORS headers itself. [`verify()`](super::verify()) tells about both.
///
/// At launch it logs each policy: method, URI, and whom it lets in.
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
/// let answer = client.get("/users").header(Header::new("origin", "https://app.example.com")).dispatch();
/// assert_eq!(answer.headers().get_one("access-control-allow-origin"), Some("https://app.example.com"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Cors(());

impl Cors {
    /// The fairing.
    #[must_use]
    pub const fn fairing() -> Self {
        Self(())
    }

    /// Who may call which route from a browser: a table, or a value to compare in a test. See
    /// [`report`](crate::report).
    ///
    /// It lists the routes that are mounted: those that a fairing mounts when Rocket ignites are
    /// there in a launched Rocket alone, such as that of a local client.
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
        RouteTable::of(rocket).report()
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
        Ok(launch::prepare(rocket, false))
    }

    async fn on_liftoff(&self, rocket: &Rocket<Orbit>) {
        launch::launched(rocket);
    }

    // Written out, as `#[async_trait]` would write it: there is nothing to wait for, and a box of
    // nothing is not allocated. So are those below.
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
        arrival::note(request);
        in_flight::note(request);
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
        mark(request, response, false);
        Box::pin(poll_fn(|_| Poll::Ready(())))
    }
}

/// The fairing that a policy of the whole Rocket brings along.
///
/// It is attached behind all others of the function, so it can tell nothing about what they rewrite.
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
        Ok(launch::prepare(rocket, true))
    }

    async fn on_liftoff(&self, rocket: &Rocket<Orbit>) {
        launch::launched(rocket);
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
        mark(request, response, true);
        Box::pin(poll_fn(|_| Poll::Ready(())))
    }
}

const NAME: &str = "CORS";

fn mark<'r>(request: &'r Request<'_>, response: &mut Response<'r>, is_of_default: bool) {
    let Some(route_table) = launch::surface_for(request.rocket(), is_of_default) else {
        return;
    };
    match governing(route_table, request, response.status()) {
        Governing::Ran(Some(policy)) => write(policy, &Head::of(request), response),
        Governing::Ran(None) => {}
        Governing::Asked(policy, original) => {
            write(policy, &Head::asked(request, original), response);
        }
        Governing::Preflight(answer) => *response = answer,
        Governing::Nobody { varies } => {
            let head = Head::of(request);
            let decision = Decision::Run(ResponseAction::Strip {
                varies,
                refusal: head.is_of_page().then_some(Refusal::Rewritten),
            });
            diagnostics::trace(&decision, &head);
            if let Decision::Run(mark) = decision {
                mark.write(response);
            }
        }
    }
}

#[inline]
fn write<'r>(policy: &'static Policy, head: &Head<'r, '_>, response: &mut Response<'r>) {
    let decision = verdict::decide(policy, head);
    diagnostics::trace(&decision, head);
    match decision {
        Decision::Run(mark) => {
            ResponseCheck::new(&mark, head).look(response.status().code, response);
            mark.write(response);
        }
        // The route has refused the request; nobody else may have opened the answer since.
        Decision::Respond(_) => ResponseAction::Strip {
            varies: true,
            refusal: None,
        }
        .write(response),
    }
}
