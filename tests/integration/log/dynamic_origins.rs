//! A warning is logged once where no origin is allowed, which may be a mistake.

use axum::{body::Body, http::Request};
use cors_runtime::{
    LiveOrigins, Origin, Policy,
    axum::{CorsRouter, routing},
    cors, policy,
};
use cors_tests::Events;
use tower::ServiceExt;
use tracing::{Level, instrument::WithSubscriber};

/// The warnings since the last call.
fn take(events: &Events) -> Vec<String> {
    let events = events.take().into_iter();
    events
        .inspect(|(level, _)| assert_eq!(*level, Level::WARN))
        .map(|(_, fields)| fields)
        .collect()
}

static PARTNERS: LiveOrigins = LiveOrigins::new();
static READ: Policy = policy!(origins = PARTNERS);
static WRITE: Policy = policy!(origins = ["https://a.example", PARTNERS]);

#[test]
fn empty_set_is_logged_once_until_it_was_filled() {
    let events = Events::default();
    let take = || take(&events);
    tracing::subscriber::with_default(events.clone(), || {
        // No policy has it yet.
        PARTNERS.replace([""; 0]).expect("an empty set is valid");
        assert_eq!(take(), [""; 0]);

        READ.load().expect("a set is always there");
        WRITE.load().expect("a set is always there");
        PARTNERS.replace([""; 0]).expect("an empty set is valid");
        let message = "message=`PARTNERS` holds no origin, so it allows none;";
        assert_eq!(take(), [message]);

        PARTNERS.replace(["https://a.example"]).expect("an origin");
        READ.load().expect("a set is always there");
        assert_eq!(take(), [""; 0]);
        PARTNERS.replace([""; 0]).expect("an empty set is valid");
        PARTNERS.replace([""; 0]).expect("an empty set is valid");
        assert_eq!(take(), [message]);
    });
}

#[test]
fn empty_variable_is_logged_once_empty_default_never() {
    // Cargo sets this variable to an empty text for a package without authors.
    static EMPTY: Policy = policy!(origins = env("CARGO_PKG_AUTHORS"));
    static AGAIN: Policy = policy!(origins = env("CARGO_PKG_AUTHORS"), credentials);
    static MEANT: Policy = policy!(origins = env("ORIGINS_NO_SUCH_VARIABLE", default = []));

    let events = Events::default();
    tracing::subscriber::with_default(events.clone(), || {
        for policy in [&EMPTY, &AGAIN, &EMPTY, &MEANT] {
            policy.load().expect("an empty list is valid");
        }
    });
    assert_eq!(
        take(&events),
        ["message=the variable `CARGO_PKG_AUTHORS` holds no origin, so it allows none;"]
    );
}

fn acme(origin: &Origin<'_>) -> bool {
    let name = origin.subdomain_of("vercel.app");
    name.is_some_and(|name| name.ends_with("-acme"))
}

/// Anyone can register `evil-acme.vercel.app`.
#[test]
fn condition_on_unclaimed_names_is_logged_once() {
    static PUBLIC: Policy = policy!(origins = matching(acme));
    static PRIVATE: Policy = policy!(
        origins = matching(acme),
        credentials,
        allow(unchecked_origins)
    );
    static ENFORCED: Policy = policy!(origins = matching(acme), enforce);
    static ALLOWED: Policy = policy!(
        origins = matching(acme),
        credentials,
        allow(unchecked_origins, public_suffixes)
    );
    fn own(origin: &Origin<'_>) -> bool {
        origin.host() == "my-acme.vercel.app" || origin.is_subdomain_of("preview.example.com")
    }
    static OWN: Policy = policy!(
        origins = matching(own),
        credentials,
        allow(unchecked_origins)
    );

    let events = Events::default();
    let load = |policy: &Policy| {
        tracing::subscriber::with_default(events.clone(), || policy.load().expect("it is loaded"));
        take(&events)
    };
    for silent in [&PUBLIC, &ALLOWED, &OWN] {
        assert_eq!(load(silent), [""; 0]);
    }
    assert_eq!(
        load(&PRIVATE),
        [
            "message=the function `acme` compares with names below `vercel.app`, where anyone can register one\n  \
             note: anyone can register a name that begins or ends like yours (Public Suffix List)\n  \
             help: compare whole hosts, such as `origin.host() == \"my-app.vercel.app\"`, or write \
             `allow(public_suffixes)`;"
        ]
    );
    for again in [&PRIVATE, &ENFORCED] {
        assert_eq!(load(again), [""; 0]);
    }
}

fn apps(origin: &Origin<'_>) -> bool {
    origin.is_subdomain_of("corp.example")
}

#[tokio::test]
async fn refusal_names_why_the_function_was_not_called() {
    #[cors(origins = matching(apps), credentials, allow(unchecked_origins))]
    async fn wiki() {}

    let app = CorsRouter::new()
        .route("/", routing::get(wiki))
        .into_router();
    let events = Events::default();
    let log = async |origin: &str| {
        let request = Request::get("/").header("origin", origin);
        let request = request.body(Body::empty()).expect("a request");
        let response = app.clone().oneshot(request);
        let response = response.with_subscriber(events.clone()).await;
        response.expect("a response");
        let [(_, message)] = &events.take()[..] else {
            panic!("one refusal");
        };
        let (_, hint) = message.split_once("hint=").unwrap_or_default();
        hint.to_owned()
    };
    let plain = log("http://wiki.corp.example").await;
    assert!(
        plain.starts_with(
            "\"the function `apps` accepts it, but has no effect here: \
             `http://wiki.corp.example` is plain http and cannot go with `credentials`; \
             use https, move the origin to `dev_origins`, or write `allow(insecure_origins)`\""
        ),
        "{plain}"
    );
    assert_eq!(log("http://evil.example").await, "");
    assert_eq!(log("https://evil.example").await, "");
}
