//! Routes of all forms in the guide of Rocket.

#![deny(warnings, clippy::pedantic)]
// As on plain Rocket.
#![allow(clippy::needless_pass_by_value)]

use std::{borrow::Cow, collections::HashMap, io, path::PathBuf, sync::Mutex};

use cors_runtime::{
    cors,
    rocket::{Cors, routes},
};
use rocket::{
    Build, Config, Request, Responder, Rocket, State, catch, catchers, delete,
    form::{Form, FromForm, Strict},
    fs::{NamedFile, TempFile},
    get,
    http::{ContentType, CookieJar, Status},
    local::asynchronous::Client,
    post, put,
    request::{FromRequest, Outcome},
    response::{
        Redirect,
        content::RawHtml,
        status::{Created, NoContent},
        stream::{Event, EventStream, TextStream},
    },
    serde::{Deserialize, Serialize, json::Json},
    uri,
};

#[derive(Default)]
struct Messages(Mutex<HashMap<u32, String>>);

#[derive(Deserialize, Serialize)]
#[serde(crate = "rocket::serde")]
struct Message<'r> {
    text: Cow<'r, str>,
}

#[derive(FromForm)]
struct Submission<'r> {
    #[field(validate = len(1..))]
    name: &'r str,
    subscribe: bool,
}

#[derive(FromForm)]
struct Upload<'r> {
    file: TempFile<'r>,
}

struct ApiKey<'r>(&'r str);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for ApiKey<'r> {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        match request.headers().get_one("x-api-key") {
            Some(key) => Outcome::Success(ApiKey(key)),
            None => Outcome::Error((Status::Unauthorized, ())),
        }
    }
}

#[derive(Responder)]
enum Failure {
    #[response(status = 404)]
    NotFound(&'static str),
}

#[cors(origins = any)]
#[get("/")]
fn index() -> &'static str {
    "hello"
}

#[cors(origins = any)]
#[get("/hello/<name>/<age>?<cool>")]
fn hello(name: &str, age: u8, cool: Option<bool>) -> String {
    format!("{name} {age} {cool:?}")
}

#[cors(origins = any)]
#[get("/<number>", rank = 2)]
fn number(number: i64) -> RawHtml<String> {
    RawHtml(format!("<b>{number}</b>"))
}

#[cors(origins = any)]
#[get("/files/<file..>")]
async fn file(file: PathBuf) -> Option<NamedFile> {
    NamedFile::open(file).await.ok()
}

#[cors(origins = ["https://app.example.com"], headers = ["content-type"], expose_headers = ["location"])]
#[post("/messages", format = "json", data = "<message>")]
fn create(
    message: Json<Message<'_>>,
    messages: &State<Messages>,
) -> Created<Json<Message<'static>>> {
    let text = message.text.clone().into_owned();
    if let Ok(mut all) = messages.0.lock() {
        all.insert(0, text.clone());
    }
    let at = uri!(read(0)).to_string();
    Created::new(at).body(Json(Message { text: text.into() }))
}

#[cors(origins = ["https://app.example.com"])]
#[get("/messages/<id>", format = "json")]
fn read(id: u32, messages: &State<Messages>) -> Option<Json<Message<'static>>> {
    let all = messages.0.lock().ok()?;
    let text = all.get(&id)?.clone();
    Some(Json(Message { text: text.into() }))
}

#[cors(origins = ["https://app.example.com"], headers = ["content-type"])]
#[put("/messages/<id>", format = "application/json", data = "<message>")]
fn update(
    id: u32,
    message: Json<Message<'_>>,
    messages: &State<Messages>,
) -> Result<NoContent, Failure> {
    let mut all = messages.0.lock().map_err(|_| Failure::NotFound("gone"))?;
    let old = all
        .get_mut(&id)
        .ok_or(Failure::NotFound("no such message"))?;
    (*message.text).clone_into(old);
    Ok(NoContent)
}

#[cors(origins = ["https://admin.example.com"], headers = ["x-api-key"])]
#[delete("/messages/<id>")]
fn remove(id: u32, _key: ApiKey<'_>, messages: &State<Messages>) -> NoContent {
    if let Ok(mut all) = messages.0.lock() {
        all.remove(&id);
    }
    NoContent
}

#[cors(origins = ["https://app.example.com"], headers = ["x-api-key"])]
#[get("/key")]
fn key(key: ApiKey<'_>) -> &str {
    key.0
}

#[cors(origins = ["https://app.example.com"], credentials, enforce)]
#[post("/submit", data = "<form>")]
fn submit(form: Form<Strict<Submission<'_>>>, jar: &CookieJar<'_>) -> Redirect {
    jar.add(("name", form.name.to_owned()));
    let cool = form.subscribe.then_some(true);
    Redirect::to(uri!(hello("you", 1, cool)))
}

#[cors(origins = ["https://app.example.com"])]
#[post("/upload", format = "multipart/form-data", data = "<upload>")]
async fn upload(mut upload: Form<Upload<'_>>) -> io::Result<String> {
    upload
        .file
        .copy_to(std::env::temp_dir().join("upload"))
        .await?;
    Ok(upload.file.len().to_string())
}

#[cors(origins = any)]
#[post("/text", data = "<text>")]
fn text(text: String, kind: Option<&ContentType>) -> String {
    format!("{kind:?} {text}")
}

#[cors(origins = any)]
#[get("/streamed")]
fn streamed() -> TextStream![&'static str] {
    TextStream! {
        yield "one";
        yield "two";
    }
}

#[cors(origins = ["https://app.example.com"])]
#[get("/events")]
fn events() -> EventStream![] {
    EventStream! {
        yield Event::data("one");
    }
}

#[catch(404)]
fn not_found(request: &Request<'_>) -> String {
    format!("nothing at {}", request.uri().path())
}

fn app() -> Rocket<Build> {
    let config = Config {
        log_level: rocket::config::LogLevel::Off,
        ..Config::debug_default()
    };
    rocket::custom(config)
        .manage(Messages::default())
        .attach(Cors::fairing())
        .mount(
            "/",
            routes![
                index, hello, number, file, create, read, update, remove, key, submit, upload,
                text, streamed, events
            ],
        )
        .register("/", catchers![not_found])
}

#[rocket::async_test]
async fn documented_forms_are_served() {
    let client = Client::untracked(app())
        .await
        .expect("a Rocket that launches");
    for (method, path, body, status) in [
        ("GET", "/", "", 200),
        ("GET", "/hello/ada/36?cool=true", "", 200),
        ("GET", "/7", "", 200),
        ("GET", "/files/none", "", 404),
        ("POST", "/messages", r#"{"text":"hi"}"#, 201),
        ("PUT", "/messages/0", r#"{"text":"ho"}"#, 204),
        ("PUT", "/messages/7", r#"{"text":"ho"}"#, 404),
        ("DELETE", "/messages/0", "", 401),
        ("GET", "/key", "", 401),
        ("POST", "/text", "…", 200),
        ("GET", "/streamed", "", 200),
        ("GET", "/events", "", 200),
    ] {
        let method = method.parse().expect("a method");
        let request = client
            .req(method, path)
            .header(ContentType::JSON)
            .body(body);
        let response = request.dispatch().await;
        assert_eq!(response.status().code, status, "{method} {path}");
    }
}
