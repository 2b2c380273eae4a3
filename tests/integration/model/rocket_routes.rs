//! Routes of Rocket for the model: the same shapes under each of some policies, and without one.

use rocket::{
    Build, Rocket, Route,
    http::Status,
    request::{FromRequest, Outcome, Request},
};

use crate::{
    handlers::note_ran,
    policies::{POLICIES, PolicyId},
};

/// Forwards a request of a user who is not known by a cookie.
pub(crate) struct KnownUser;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for KnownUser {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        if request.headers().contains("cookie") {
            Outcome::Success(Self)
        } else {
            Outcome::Forward(Status::Unauthorized)
        }
    }
}

#[derive(rocket::Responder)]
pub(crate) struct HandlerResponse {
    body: &'static str,
    secret: rocket::http::Header<'static>,
}

fn response(id: usize) -> HandlerResponse {
    note_ran(id);
    HandlerResponse {
        body: "a response",
        secret: rocket::http::Header::new("x-secret", "a secret"),
    }
}

/// A route as someone reads it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    pub(crate) method: &'static str,
    /// The text between the brackets of Rocket's attribute.
    pub(crate) text: &'static str,
}

impl Shape {
    pub(crate) fn uri(self) -> &'static str {
        self.text.split('"').nth(1).unwrap_or_default()
    }
}

macro_rules! shapes {
    // The first token is a dollar, for the macro that this one makes.
    ($d:tt $($place:literal $name:ident $method:ident ($($text:tt)*) ($($argument:ident: $type:ty),*);)*) => {
        pub(crate) const SHAPES: &[Shape] = &[$(Shape {
            name: stringify!($name),
            method: stringify!($method),
            text: stringify!($($text)*),
        }),*];

        macro_rules! under {
            ($d base:literal $d module:ident { $d($d policy:tt)* }) => {
                mod $d module {
                    use cors_runtime::{cors, rocket::routes};

                    use super::{HandlerResponse, KnownUser, Route, SHAPES, response};

                    $(
                        #[cors($d($d policy)*)]
                        #[rocket::$method($($text)*)]
                        fn $name($($argument: $type),*) -> HandlerResponse {
                            $(let _ = $argument;)*
                            response($d base * SHAPES.len() + $place)
                        }
                    )*

                    pub(super) fn routes() -> Vec<Route> {
                        routes![$($name),*]
                    }
                }
            };
            ($d base:literal $d module:ident) => {
                mod $d module {
                    use cors_runtime::rocket::routes;

                    use super::{HandlerResponse, KnownUser, Route, SHAPES, response};

                    $(
                        #[rocket::$method($($text)*)]
                        fn $name($($argument: $type),*) -> HandlerResponse {
                            $(let _ = $argument;)*
                            response($d base * SHAPES.len() + $place)
                        }
                    )*

                    pub(super) fn routes() -> Vec<Route> {
                        routes![$($name),*]
                    }
                }
            };
        }
    };
}

shapes! {
    $
    0 get_x get ("/x", rank = 1) ();
    1 get_one get ("/<_one>") (_one: &str);
    2 get_rest get ("/<_rest..>", rank = 20) (_rest: std::path::PathBuf);
    3 get_known get ("/x") (user: KnownUser);
    4 head_x head ("/x") ();
    5 put_x put ("/x") ();
    6 put_one put ("/<_one>") (_one: &str);
    7 put_number put ("/x/<_number>") (_number: u8);
    8 put_word put ("/x/<_word>", rank = 3) (_word: &str);
    9 post_x post ("/x", rank = 1) ();
    10 post_json post ("/x", format = "json") ();
    11 post_rest post ("/<_rest..>", rank = 20) (_rest: std::path::PathBuf);
    12 delete_x delete ("/x") ();
    13 delete_rest delete ("/<_rest..>", rank = 20) (_rest: std::path::PathBuf);
    14 options_x options ("/x") ();
}

// Each has to name `content-type` or say that it is not needed, since one of the routes takes JSON.
under!(0 admin { origins = ["https://admin.example.com"], credentials, allow(json_content_type) });
under!(1 partner_json {
    origins = ["https://partner.example"], headers = ["content-type"], max_age = "1h"
});
under!(2 admin_x {
    origins = ["https://admin.example.com"], credentials, headers = ["x-a"], expose_headers = ["x-secret"],
    allow(json_content_type)
});
under!(3 partner_x {
    origins = ["https://partner.example"], credentials, headers = ["x-a", "authorization"], max_age = 600,
    allow(json_content_type)
});
under!(4 public { origins = any, methods = any, headers = any, max_age = 600 });
under!(5 disabled { disabled });
under!(6 plain);

/// The policies of the routes, by name, in the order of their numbers. The last have none.
const OF_ROUTES: [&str; 7] = [
    "admin",
    "partner_json",
    "admin_x",
    "partner_x",
    "public",
    "disabled",
    "plain",
];
pub(crate) const NUMBER: usize = OF_ROUTES.len() * SHAPES.len();

/// Every route, by its number.
pub(crate) fn all() -> Vec<Route> {
    let all = [
        admin::routes(),
        partner_json::routes(),
        admin_x::routes(),
        partner_x::routes(),
        public::routes(),
        disabled::routes(),
        plain::routes(),
    ];
    all.into_iter().flatten().collect()
}

pub(crate) fn shape(id: usize) -> Shape {
    SHAPES[id % SHAPES.len()]
}

pub(crate) fn policy_of(id: usize) -> Option<PolicyId> {
    let name = OF_ROUTES[id / SHAPES.len()];
    POLICIES.iter().position(|policy| policy.name == name)
}

type Around = fn(Rocket<Build>) -> Rocket<Build>;

macro_rules! defaults {
    ($($name:ident { $($policy:tt)* })*) => {
        mod default {
            $(
                #[cors_runtime::cors($($policy)*)]
                pub(super) fn $name(rocket: super::Rocket<super::Build>) -> super::Rocket<super::Build> {
                    rocket
                }
            )*
        }

        const DEFAULTS: &[(&str, Around)] =
            &[$((stringify!($name), default::$name)),*];
    };
}

defaults! {
    partner { origins = ["https://partner.example"], credentials }
    partner_writes {
        origins = ["https://partner.example"], credentials, methods = [GET, PUT], headers = ["content-type"],
        expose_headers = ["x-secret"], max_age = 600
    }
    partner_json { origins = ["https://partner.example"], headers = ["content-type"], max_age = "1h" }
    team {
        origins = ["https://admin.example.com", "https://partner.example"], credentials,
        methods = [GET, POST, PUT, DELETE], headers = ["content-type", "x-a"], max_age = 600
    }
    public { origins = any, methods = any, headers = any, max_age = 600 }
    fonts { origins = any, methods = [GET], expose_headers = any }
    tokens {
        origins = any, methods = [GET, POST, DELETE], headers = ["*", "authorization"], max_age = 600
    }
    forgetful {
        origins = ["https://partner.example"], credentials, methods = [GET, POST, PUT],
        headers = ["content-type", "x-a"], max_age = 0
    }
    enforced { origins = ["https://admin.example.com"], credentials, methods = [GET, POST, PUT], enforce }
    disabled { disabled }
}

pub(crate) fn number_of_defaults() -> usize {
    DEFAULTS.len()
}

/// A default, by its place in the list of them.
pub(crate) fn default(place: usize) -> (PolicyId, Around) {
    let (name, around) = DEFAULTS[place];
    let policy = POLICIES.iter().position(|policy| policy.name == name);
    (policy.expect("it is one of the model"), around)
}
