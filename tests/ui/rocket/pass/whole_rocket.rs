use cors_runtime::{cors, rocket::routes};
use rocket::{Build, Rocket, Route, get, launch};

#[get("/users")]
fn list() -> &'static str {
    "users"
}

#[cors(origins = any)]
fn ready() -> Rocket<Build> {
    rocket::build().mount("/ready", routes![list])
}

type App = Rocket<Build>;

#[cors(origins = any)]
fn alias() -> App {
    rocket::build().mount("/alias", routes![list])
}

#[cors(origins = any)]
async fn fallible_with_default() -> Result<Rocket<Build>, std::io::Error> {
    std::future::ready(Ok(alias())).await
}

async fn fallible(rocket: Rocket<Build>) -> Result<Rocket<Build>, std::io::Error> {
    std::future::ready(Ok(rocket)).await
}

#[cors(origins = ["https://app.example.com"], credentials)]
async fn application() -> Rocket<Build> {
    rocket::build().mount("/", routes![list])
}

#[cors(origins = any)]
#[launch]
async fn rocket() -> _ {
    fallible(application_of(ready())).await.expect("it works")
}

fn application_of(rocket: Rocket<Build>) -> Rocket<Build> {
    rocket.mount("/application", routes![list])
}

pub(crate) fn routes() -> Vec<Route> {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let launched = runtime.block_on(rocket());
    let application = runtime.block_on(application());
    let aliased = runtime.block_on(fallible_with_default()).expect("it works");
    let (launched, application) = (launched.routes(), application.routes());
    launched.chain(application).chain(aliased.routes()).cloned().collect()
}
