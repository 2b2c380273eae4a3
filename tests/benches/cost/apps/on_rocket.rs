//! Rocket: bare, ours and `rocket_cors`.

use cors_runtime::{LiveOrigins, WithCredentials, cors, rocket::Cors};
use rocket::{
    Build, Config, Rocket, config::LogLevel, delete, get, http::Header, http::Method,
    local::asynchronous::Client, post, put,
};
use rocket_cors::{AllowedHeaders, AllowedOrigins, CorsOptions};
use tokio::runtime::Runtime;

use super::{Driver, on_axum::TEN};
use crate::request::{BenchRequest, RawResponse, origin};

struct InProcess {
    runtime: Runtime,
    client: &'static Client,
}

/// A launched Rocket.
pub(crate) fn launched(rocket: Rocket<Build>) -> Box<dyn Driver> {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.expect("a runtime");
    let client = runtime.block_on(Client::untracked(rocket));
    // Requests borrow it.
    let client = Box::leak(Box::new(client.expect("it launches")));
    Box::new(InProcess { runtime, client })
}

impl InProcess {
    fn request(&self, asked: &BenchRequest) -> rocket::local::asynchronous::LocalRequest<'static> {
        let method: Method = asked.method.parse().expect("a method");
        let mut request = self.client.req(method, asked.path);
        for (name, value) in &asked.headers {
            request.add_header(Header::new(*name, value.clone()));
        }
        request
    }
}

impl Driver for InProcess {
    fn response(&mut self, asked: &BenchRequest) -> RawResponse {
        let response = self.runtime.block_on(self.request(asked).dispatch());
        let allowed = response.headers().get_one("access-control-allow-origin");
        RawResponse {
            status: response.status().code,
            allow_origin: allowed.map(ToOwned::to_owned),
        }
    }

    fn run(
        &mut self,
        asked: &BenchRequest,
        requests: usize,
        around: &mut dyn FnMut(&mut dyn FnMut()),
    ) {
        let mut requests: Vec<_> = (0..requests).map(|_| self.request(asked)).collect();
        around(&mut || {
            self.runtime.block_on(async {
                for request in requests.drain(..) {
                    drop(request.dispatch().await);
                }
            });
        });
    }
}

/// A Rocket that logs nothing.
pub(crate) fn quiet() -> Rocket<Build> {
    rocket::custom(Config {
        log_level: LogLevel::Off,
        ..Config::default()
    })
}

mod plain {
    use super::{delete, get, post, put};

    #[get("/items")]
    pub(super) fn read() -> &'static str {
        "ok"
    }

    #[post("/items")]
    pub(super) fn create() -> &'static str {
        "ok"
    }

    #[put("/items")]
    pub(super) fn replace() -> &'static str {
        "ok"
    }

    #[delete("/items")]
    pub(super) fn remove() -> &'static str {
        "ok"
    }
}

pub(crate) fn plain_routes() -> Vec<rocket::Route> {
    use plain::{create, read, remove, replace};
    rocket::routes![read, create, replace, remove]
}

pub(crate) fn bare(_: usize) -> Box<dyn Driver> {
    launched(quiet().mount("/", plain_routes()))
}

mod annotated {
    use super::{TEN, cors, delete, get, post, put};

    #[cors(policy = TEN)]
    #[get("/items")]
    pub(super) fn read() -> &'static str {
        "ok"
    }

    #[cors(policy = TEN)]
    #[post("/items")]
    pub(super) fn create() -> &'static str {
        "ok"
    }

    #[cors(policy = TEN)]
    #[put("/items")]
    pub(super) fn replace() -> &'static str {
        "ok"
    }

    #[cors(policy = TEN)]
    #[delete("/items")]
    pub(super) fn remove() -> &'static str {
        "ok"
    }
}

pub(crate) fn ours(_: usize) -> Box<dyn Driver> {
    use annotated::{create, read, remove, replace};
    let routes = cors_runtime::rocket::routes![read, create, replace, remove];
    launched(quiet().attach(Cors::fairing()).mount("/", routes))
}

static LIVE: LiveOrigins<WithCredentials> = LiveOrigins::with_credentials();

#[cors(origins = LIVE, credentials)]
#[get("/items")]
fn live() -> &'static str {
    "ok"
}

pub(crate) fn ours_live(entries: usize) -> Box<dyn Driver> {
    LIVE.replace((0..entries).map(origin)).expect("origins");
    let routes = cors_runtime::rocket::routes![live];
    launched(quiet().attach(Cors::fairing()).mount("/", routes))
}

pub(crate) fn rocket_cors(entries: usize) -> Box<dyn Driver> {
    let origins: Vec<_> = (0..entries).map(origin).collect();
    let methods = ["Get", "Post", "Put", "Delete"];
    let cors = CorsOptions {
        allowed_origins: AllowedOrigins::some_exact(&origins),
        allowed_methods: methods.map(|name| name.parse().expect("a method")).into(),
        allowed_headers: AllowedHeaders::some(&["content-type", "x-one", "x-two"]),
        allow_credentials: true,
        max_age: Some(600),
        ..CorsOptions::default()
    };
    let cors = cors.to_cors().expect("a policy");
    launched(quiet().attach(cors).mount("/", plain_routes()))
}
