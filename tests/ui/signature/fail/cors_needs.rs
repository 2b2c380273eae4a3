use axum::extract::FromRequest;
use cors_runtime::{
    CorsNeeds, Need,
    axum::{CorsRouter, routing::post},
    cors,
    rocket::routes,
};
use rocket::{Data, Request, data, get, request};

/// Responds to wrong JSON in its own way.
#[derive(FromRequest)]
#[from_request(via(axum::Json))]
struct AppJson<T>(T);

impl<T> CorsNeeds for AppJson<T> {
    const NEEDS: &'static [Need] = &[Need::ContentType];
}

/// A user with a token and a cookie.
struct User;

impl CorsNeeds for User {
    const NEEDS: &'static [Need] = &[Need::Authorization, Need::Credentials];
}

impl<S: Sync> axum::extract::FromRequestParts<S> for User {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        _: &mut http::request::Parts,
        _: &S,
    ) -> Result<Self, Self::Rejection> {
        Ok(Self)
    }
}

type Body = AppJson<u32>;

#[cors(origins = ["https://app.example.com"])]
async fn create(_: AppJson<u32>) {}
//~^ ERROR `AppJson<u32>` takes JSON, and `content-type` is not in `headers`

#[cors(origins = ["https://app.example.com"], headers = ["authorization"])]
async fn change(_: User) {}
//~^ ERROR `User` takes cookies, and the policy has no `credentials`

#[cors(origins = ["https://app.example.com"])]
async fn alias(_: Result<Body, axum::response::Response>) {}
//~^ ERROR `Result<Body, axum::response::Response>` takes JSON

/// A session of a cookie, on Rocket.
struct Session<'r>(&'r str);

impl CorsNeeds for Session<'_> {
    const NEEDS: &'static [Need] = &[Need::Credentials];
}

#[rocket::async_trait]
impl<'r> request::FromRequest<'r> for Session<'r> {
    type Error = ();

    async fn from_request(_: &'r Request<'_>) -> request::Outcome<Self, ()> {
        request::Outcome::Success(Session("…"))
    }
}

/// An image.
struct Image;

impl CorsNeeds for Image {
    const NEEDS: &'static [Need] = &[Need::BodyContentType];
}

#[rocket::async_trait]
impl<'r> data::FromData<'r> for Image {
    type Error = ();

    async fn from_data(_: &'r Request<'_>, _: Data<'r>) -> data::Outcome<'r, Self> {
        data::Outcome::Success(Image)
    }
}

#[cors(origins = ["https://app.example.com"])]
#[get("/account")]
fn account<'r>(session: Option<Session<'r>>) -> &'r str {
    //~^ ERROR `Option<Session<'r>>` takes cookies, and the policy has no `credentials`
    session.map_or("…", |session| session.0)
}

#[cors(origins = ["https://app.example.com"])]
#[rocket::put("/image", data = "<_image>")]
fn image(_image: Image) {}
//~^ ERROR `Image` takes a body no form can send

fn main() {
    let _: CorsRouter = CorsRouter::new()
        .route("/", post(create).put(change))
        .route("/alias", post(alias));
    let _ = routes![account, image];
}
