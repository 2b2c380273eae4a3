//! Default policies and the arguments of the plain handlers inside.

use std::panic::{AssertUnwindSafe, catch_unwind};

use axum::{
    Form, Json, Router,
    extract::{Path, WebSocketUpgrade},
    handler::Handler,
    response::Response,
};
use axum_extra::{
    TypedHeader,
    extract::{CookieJar, JsonDeserializer, PrivateCookieJar, WithRejection, cookie::Key},
    headers::{Authorization, authorization::Bearer},
    json_lines::JsonLines,
    protobuf::Protobuf,
};
use cors_runtime::{
    AllowedOrigin, LoadProblem,
    axum::{
        CorsMethodRouter, CorsRouter,
        routing::{any, get, post, put},
    },
    cors, try_load,
};
use tower::layer::util::Identity;

use tracing::Level;

use cors_tests::{APP, Events, Server, preflight};

pub(crate) async fn list() {}
async fn create(_: Path<u8>, _: Json<(u8, u8)>) {}
pub(crate) async fn maybe(_: Option<Json<u8>>) {}
async fn token(_: TypedHeader<Authorization<Bearer>>) {}
async fn account(_: CookieJar) {}
async fn secret(_: PrivateCookieJar) {}
async fn live(_: WebSocketUpgrade) {}
async fn form(_: Form<()>) {}

/// The headlines, without the notes and helps.
pub(crate) fn headlines(app: impl FnOnce() -> CorsRouter) -> Vec<String> {
    let Err(error) = try_load(app) else {
        return Vec::new();
    };
    let text = error.to_string();
    let lines = text.lines().filter(|line| !line.starts_with(' '));
    lines.map(str::to_owned).collect()
}

#[cors(origins = ["https://app.example.com"])]
fn bare(router: CorsRouter) -> CorsRouter {
    router
}

#[test]
fn default_without_the_needs_of_handlers_is_refused() {
    let router = || {
        CorsRouter::new()
            .route("/", get(list))
            .route("/users/{id}", get(account).post(create))
            .route("/maybe", put(maybe))
            .route("/token", get(token))
            .route("/secret", get(secret))
            .route("/live", any(live))
            .with_state(Key::generate())
    };
    assert_eq!(
        headlines(|| bare(router())),
        [
            "the default policy does not fit `GET /users/{id}`: `CookieJar` takes cookies, and the policy has no \
             `credentials`",
            "the default policy does not fit `GET /secret`: `PrivateCookieJar` takes cookies, and the policy has \
             no `credentials`",
            "the default policy does not fit `POST /users/{id}`: `Json<(u8, u8)>` takes JSON, and `content-type` \
             is not in `headers`",
            "the default policy does not fit `PUT /maybe`: `Option<Json<u8>>` takes JSON, and `content-type` is \
             not in `headers`",
            "the default policy does not fit `GET /token`: `TypedHeader<Authorization<Bearer>>` takes a token, \
             and `authorization` is not in `headers`",
            "the default policy does not fit `* /live`: `WebSocketUpgrade` opens a WebSocket, and the policy has \
             no `enforce`",
        ]
    );
}

#[test]
fn refusal_has_the_text_of_the_compiler_error() {
    let error = try_load(|| bare(CorsRouter::new().route("/", post(maybe)))).expect_err("refused");
    let [LoadProblem::Arguments { rule, .. }] = error.problems() else {
        panic!("{error}")
    };
    assert_eq!(*rule, "json-content-type");
    assert_eq!(
        error.to_string(),
        "the default policy does not fit `POST /`: `Option<Json<u8>>` takes JSON, and `content-type` is not in \
         `headers`\n  \
         note: a browser sends a preflight before it sends JSON, and stops if the response does not list \
         `content-type`\n  \
         help: write `headers = [\"content-type\"]`; if no browser sends it, `allow(json_content_type)`\n  \
         help: if only one handler differs, give it its own policy with `#[cors(…)]`\n  \
         help: see cors_runtime::rules#json-content-type"
    );
}

#[cors(origins = ["https://app.example.com"], headers = ["x-trace"])]
fn traced(router: CorsRouter) -> CorsRouter {
    router
}

#[test]
fn each_help_names_the_headers_of_all_handlers() {
    let router = || CorsRouter::new().route("/", post(maybe).get(token));
    let error = try_load(|| traced(router()))
        .expect_err("refused")
        .to_string();
    let help =
        "help: write `headers = [\"x-trace\", \"content-type\", \"authorization\"]`; if no browser";
    assert_eq!(error.matches(help).count(), 2, "{error}");
}

#[test]
fn refusal_is_a_panic_at_the_function_of_the_router() {
    let refused = catch_unwind(AssertUnwindSafe(|| {
        bare(CorsRouter::new().route("/", post(maybe)))
    }));
    let panic = refused.expect_err("refused");
    let text = panic.downcast_ref::<String>().expect("a text");
    assert!(
        text.starts_with("the default policy does not fit `POST /`"),
        "{text}"
    );
}

#[test]
fn further_bodies_are_refused_by_their_types() {
    struct Rejected;
    impl<E> From<E> for Rejected
    where
        E: std::error::Error,
    {
        fn from(_: E) -> Self {
            Self
        }
    }
    impl axum::response::IntoResponse for Rejected {
        fn into_response(self) -> Response {
            Response::default()
        }
    }

    let router = || {
        CorsRouter::new()
            .route("/protobuf", post(async |_: Protobuf<String>| ()))
            .route("/lines", post(async |_: JsonLines<u8>| ()))
            .route("/late", post(async |_: JsonDeserializer<u8>| ()))
            .route(
                "/own",
                post(async |_: WithRejection<Json<u8>, Rejected>| ()),
            )
            .route("/layered", post(maybe.layer(Identity::new())))
    };
    let refused = headlines(|| bare(router()));
    for (path, words) in [
        ("/protobuf", "takes a body no form can send"),
        ("/lines", "takes JSON"),
        ("/late", "takes JSON"),
        ("/own", "takes JSON"),
        ("/layered", "takes JSON"),
    ] {
        let about = |line: &&String| line.contains(&format!("`POST {path}`"));
        let line = refused.iter().find(about).expect(path);
        assert!(line.contains(words), "{line}");
    }
    assert_eq!(refused.len(), 5, "{refused:#?}");
}

#[tokio::test]
async fn default_with_the_needs_of_handlers_is_served() {
    #[cors(
        origins = ["https://app.example.com"],
        headers = ["content-type", "authorization"],
        credentials,
        enforce
    )]
    fn api() -> CorsRouter {
        CorsRouter::new()
            .route("/users/{id}", get(account).post(create))
            .route("/token", get(token))
            .route("/live", any(live))
    }
    let server = Server::start(api()).await;
    let preflight =
        preflight("/users/1", APP, "POST").header("access-control-request-headers", "content-type");
    assert_eq!(server.send(preflight).await.status, 204);
}

#[test]
fn opt_outs_of_a_default_are_honoured() {
    #[cors(
        origins = ["https://app.example.com"],
        allow(
            json_content_type,
            body_content_type,
            bearer_authorization,
            cookies_credentials,
            websocket_enforce
        )
    )]
    fn api() -> CorsRouter {
        CorsRouter::new()
            .route("/", get(account).post(maybe).put(live))
            .route("/token", get(token).post(async |_: Protobuf<String>| ()))
    }
    let _ = api();
}

#[test]
fn handlers_the_default_does_not_reach_are_left_alone() {
    #[cors(origins = ["https://admin.example.com"], headers = ["content-type"])]
    async fn own(_: Json<u8>) {}

    #[cors(disabled)]
    async fn none(_: Json<u8>) {}

    #[cors(origins = ["https://app.example.com"], headers = ["content-type"])]
    fn inner() -> CorsRouter {
        CorsRouter::new().route("/inner", post(maybe))
    }

    #[cors(disabled)]
    fn disabled() -> CorsRouter {
        CorsRouter::new().route("/", post(maybe))
    }

    // The policy allows no method with a body, so no header is missing.
    #[cors(origins = any, methods = [GET])]
    fn read_only() -> CorsRouter {
        CorsRouter::new().route("/", get(list).post(maybe))
    }

    let _ = bare(
        CorsRouter::new()
            .route("/", post(own).put(none))
            .merge(inner()),
    );
    let _ = (disabled(), read_only());
}

#[test]
fn methods_do_not_excuse_a_websocket() {
    #[cors(origins = ["https://app.example.com"], methods = [POST])]
    fn api() -> CorsRouter {
        CorsRouter::new().route("/live", get(live))
    }
    let [line] = &headlines(api)[..] else {
        panic!("one refusal")
    };
    assert!(line.contains("`GET /live`"), "{line}");
}

#[test]
fn type_of_the_same_name_is_left_alone() {
    mod own {
        use axum::http::request::Parts;

        pub(super) struct Json<T>(pub(super) T);
        pub(super) struct CookieJar;

        impl<S: Sync, T: Default> axum::extract::FromRequestParts<S> for Json<T> {
            type Rejection = std::convert::Infallible;

            async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
                Ok(Self(T::default()))
            }
        }

        impl<S: Sync> axum::extract::FromRequestParts<S> for CookieJar {
            type Rejection = std::convert::Infallible;

            async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
                Ok(Self)
            }
        }
    }

    let handler = async |_: own::CookieJar, _: own::Json<u8>| ();
    let _ = bare(CorsRouter::new().route("/", post(handler)));
}

#[test]
fn nested_routes_are_named_by_their_whole_paths() {
    let inside = || CorsRouter::new().route("/users", post(maybe));
    let [line] = &headlines(|| bare(CorsRouter::new().nest("/api", inside())))[..] else {
        panic!("one refusal")
    };
    assert!(line.contains("`POST /api/users`"), "{line}");
}

#[test]
fn default_of_one_route_is_checked_as_well() {
    #[cors(origins = ["https://app.example.com"])]
    fn route() -> CorsMethodRouter {
        get(list).post(maybe)
    }
    let refused = headlines(|| CorsRouter::new().route("/", route()));
    let [line] = &refused[..] else {
        panic!("{refused:?}")
    };
    assert!(
        line.starts_with("the default policy does not fit `POST`:"),
        "{line}"
    );
}

/// These policies list no origins, whatever the requested method is.
#[test]
fn allowed_origin_without_a_list_is_refused_at_start() {
    #[cors(disabled)]
    fn disabled(router: CorsRouter) -> CorsRouter {
        router
    }
    #[cors(origins = any, methods = [GET])]
    fn public(router: CorsRouter) -> CorsRouter {
        router
    }

    let refused = |make: fn(CorsRouter) -> CorsRouter| {
        let router = CorsRouter::new().route("/", post(async |_: AllowedOrigin| ()));
        headlines(|| make(router))
    };
    for lines in [refused(disabled), refused(public)] {
        let [line] = &lines[..] else {
            panic!("{lines:?}")
        };
        assert!(line.contains("needs a list of origins"), "{line}");
    }
    assert_eq!(refused(bare), [""; 0]);
}

#[test]
fn opaque_routes_are_not_checked() {
    #[cors(origins = ["https://app.example.com"], methods = [POST])]
    fn plain() -> Router {
        Router::new().route("/", axum::routing::post(maybe))
    }
    let _ = plain();
}

#[test]
fn forms_any_site_can_submit_are_warned_of_at_start() {
    #[cors(origins = ["https://app.example.com"], credentials)]
    fn open(router: CorsRouter) -> CorsRouter {
        router
    }

    #[cors(origins = ["https://app.example.com"], credentials, enforce)]
    fn enforced(router: CorsRouter) -> CorsRouter {
        router
    }

    let router = || {
        CorsRouter::new()
            .route("/form", post(form))
            .route("/text", any(async |_: String| ()))
            .route("/put", put(form))
            .route("/", get(list))
    };
    let events = Events::default();
    tracing::subscriber::with_default(events.clone(), || {
        let _ = (open(router()), enforced(router()));
    });
    let events = events.take();
    assert_eq!(events.len(), 2, "{events:?}");
    for ((level, event), route) in events.iter().zip(["POST /form", "* /text"]) {
        assert_eq!(*level, Level::WARN);
        assert!(event.contains("form-enforce"), "{event}");
        assert!(event.contains(&format!("route=\"{route}\"")), "{event}");
        assert!(event.contains("any site can submit a form"), "{event}");
    }
}
