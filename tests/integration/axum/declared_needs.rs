//! Extractors of the user below a default policy: their needs are declared at start.

use axum::{
    Json,
    extract::{FromRequest, FromRequestParts, Path, WebSocketUpgrade},
    http::request::Parts,
};
use cors_runtime::{
    CorsNeeds, Need,
    axum::{
        CorsRouter,
        routing::{get, post},
    },
    cors, declare_needs,
};

use crate::defaults_arguments::headlines;

#[derive(FromRequest)]
#[from_request(via(Json))]
struct AppJson<T>(T);

impl<T> CorsNeeds for AppJson<T> {
    const NEEDS: &'static [Need] = <Json<T> as CorsNeeds>::NEEDS;
}

struct User;

impl CorsNeeds for User {
    const NEEDS: &'static [Need] = &[Need::Authorization, Need::Credentials];
}

impl<S: Sync> FromRequestParts<S> for User {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self)
    }
}

async fn create(_: Path<u8>, _: AppJson<(u8, u8)>) {}
async fn maybe(_: User, _: Result<AppJson<u8>, axum::response::Response>) {}

#[cors(origins = ["https://app.example.com"])]
fn bare() -> CorsRouter {
    routes()
}

#[cors(
    origins = ["https://app.example.com"],
    headers = ["authorization", "content-type"],
    credentials
)]
fn fitting() -> CorsRouter {
    routes()
}

fn routes() -> CorsRouter {
    CorsRouter::new()
        .route("/users/{id}", post(create))
        .route("/maybe", post(maybe))
}

#[test]
fn declared_needs_are_checked_below_a_default() {
    assert_eq!(headlines(bare), [""; 0]);

    declare_needs::<AppJson<()>>();
    declare_needs::<User>();
    declare_needs::<User>();
    assert_eq!(
        headlines(bare),
        [
            "the default policy does not fit `POST /users/{id}`: `AppJson<(u8, u8)>` takes JSON, and \
             `content-type` is not in `headers`",
            "the default policy does not fit `POST /maybe`: `Result<AppJson<u8>, Response<Body>>` takes JSON, and \
             `content-type` is not in `headers`",
            "the default policy does not fit `POST /maybe`: `User` takes a token, and `authorization` is not in \
             `headers`",
            "the default policy does not fit `POST /maybe`: `User` takes cookies, and the policy has no \
             `credentials`",
        ]
    );
    assert_eq!(headlines(fitting), [""; 0]);
}

#[test]
fn declared_needs_in_the_router_function_are_in_time() {
    struct Live;

    impl CorsNeeds for Live {
        const NEEDS: &'static [Need] = WebSocketUpgrade::NEEDS;
    }

    impl<S: Send + Sync> FromRequestParts<S> for Live {
        type Rejection = axum::extract::ws::rejection::WebSocketUpgradeRejection;

        async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
            let _ = WebSocketUpgrade::from_request_parts(parts, state).await?;
            Ok(Self)
        }
    }

    #[cors(origins = ["https://app.example.com"])]
    fn live() -> CorsRouter {
        declare_needs::<Live>();
        CorsRouter::new().route("/live", get(async |_: Live| ()))
    }

    let headlines = headlines(live);
    let [headline] = &headlines[..] else {
        panic!("{headlines:?}")
    };
    assert!(headline.contains("`Live` opens a WebSocket"), "{headline}");
}
