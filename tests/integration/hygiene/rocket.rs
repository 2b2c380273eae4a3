//! The items of an annotated Rocket route trigger no lint that Rocket's own items do not, and need no more names around
//! them: Rocket itself needs `Some`, `None`, `std`, `vec!` and `rocket`.

#![forbid(unsafe_code)]
#![deny(
    warnings,
    missing_docs,
    missing_debug_implementations,
    nonstandard_style,
    rust_2018_idioms,
    unnameable_types,
    unreachable_pub,
    unused,
    unused_qualifications,
    clippy::all,
    clippy::pedantic
)]

extern crate cors_runtime as renamed;

use ::cors_runtime::{cors, rocket::routes};
use ::rocket::{State, get, post, route};

// Names the macros could trip over.
#[allow(dead_code)]
mod core {}
#[allow(dead_code)]
mod cors_rules {}
#[allow(dead_code)]
mod cors_runtime {}
#[allow(dead_code)]
struct Box;
#[allow(dead_code)]
struct Ok;
#[allow(dead_code)]
struct Option;
#[allow(dead_code)]
struct Route;
#[allow(dead_code)]
struct String;
#[allow(dead_code)]
struct Vec;
#[allow(dead_code)]
struct CorsSentinel;
#[allow(dead_code)]
trait Annotated {}
#[allow(dead_code)]
trait Clone {}
#[allow(dead_code)]
trait From {}
#[allow(dead_code)]
trait Into {}
#[allow(dead_code)]
trait Sized {}

type Text = ::std::string::String;

/// Out of reach of the names above, which `async_trait` trips over.
pub mod guard {
    use ::rocket::request::{FromRequest, Outcome, Request};

    /// The guard of a route.
    #[derive(Clone, Copy, Debug)]
    pub struct Session;

    #[::rocket::async_trait]
    impl<'r> FromRequest<'r> for Session {
        type Error = ();

        async fn from_request(_: &'r Request<'_>) -> Outcome<Self, ()> {
            Outcome::Success(Self)
        }
    }
}

use self::guard::Session;

/// Documented.
#[cors(origins = ["https://app.example.com"], credentials, max_age = "24h", enforce)]
#[get("/full/<id>?<page>")]
#[must_use]
pub fn full(id: u32, page: ::std::option::Option<u8>, session: Session) -> Text {
    let Session = session;
    format!("{id} {page:?}")
}

/// Documented.
#[cors(origins = any, headers = any)]
#[post("/borrowed/<name>", data = "<body>", format = "json", rank = 2)]
pub async fn borrowed<'r>(name: &'r str, body: Text, state: &State<Text>) -> &'r str {
    ::rocket::tokio::task::yield_now().await;
    let _ = (body, state);
    name
}

#[cors(origins = any)]
#[get("/nothing")]
async fn nothing() {}

#[renamed::cors(origins = any, crate = ::renamed)]
#[get("/renamed")]
fn of_a_renamed_crate() {}

#[cors(origins = any)]
#[get("/self/<of_its_own_name>")]
fn of_its_own_name(of_its_own_name: &str) -> &str {
    of_its_own_name
}

#[cors(origins = any)]
#[get("/type/<type>")]
fn r#type(r#type: u32) -> Text {
    r#type.to_string()
}

#[cors(origins = any)]
#[get("/changed/<list>")]
fn changed(mut list: Text) -> Text {
    list.push('.');
    list
}

#[cors(origins = any)]
#[get("/bound/<ref_text>/<_id>")]
#[allow(clippy::needless_pass_by_value, clippy::toplevel_ref_arg)]
fn bound(ref ref_text: Text, _id @ 0..: u32) -> Text {
    ref_text.clone()
}

#[cors(origins = any)]
#[get("/cut_out")]
#[cfg(any())]
fn cut_out(unknown: Unknown) -> Unknown {
    unknown
}

#[cfg(not(any()))]
#[cors(origins = any)]
#[get("/left")]
fn left() {}

#[cors(origins = any)]
#[get("/expected/<id>")]
#[expect(clippy::needless_pass_by_value, unused_variables, reason = "each once")]
fn expected(id: Text) {}

#[cors(origins = any)]
#[route(PUT, uri = "/instrumented")]
#[::tracing::instrument(skip_all)]
pub(crate) async fn instrumented() {}

/// Deprecated items.
mod old {
    #![allow(deprecated)]

    use super::{Text, cors, get, routes};

    #[deprecated]
    #[derive(Debug)]
    pub(super) struct Old(Text);

    #[cors(origins = any)]
    #[get("/old/<id>")]
    #[deprecated = "take `full`"]
    pub(super) fn old(id: Text) -> Text {
        Old(id).0
    }

    pub(super) fn routes() -> ::std::vec::Vec<::rocket::Route> {
        routes![old]
    }
}

/// Long signatures are Rocket's way.
#[cors(origins = any)]
#[get("/<a>/<b>/<c>/<d>/<e>/<f>/<g>/<h>")]
#[allow(clippy::many_single_char_names, clippy::too_many_arguments)]
fn eight(a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8) -> Text {
    (a ^ b ^ c ^ d ^ e ^ f ^ g ^ h).to_string()
}

macro_rules! made {
    ($($vis:vis $name:ident($argument:ident: $type:ty) at $uri:literal for $origin:literal;)*) => {
        $(
            #[cors(origins = [$origin])]
            #[get($uri)]
            $vis fn $name($argument: $type) -> $type {
                $argument
            }
        )*
    };
}

made! {
    made(text: Text) at "/made/<text>" for "https://app.example.com";
    pub(crate) made_too(text: &str) at "/made_too/<text>" for "https://app.example.com";
}

mod module {
    use super::{cors, get};

    #[cors(origins = any)]
    #[get("/inside")]
    pub(super) fn inside() -> &'static str {
        "inside"
    }

    pub(crate) mod deeper {
        use super::{cors, get};

        #[cors(origins = any)]
        #[get("/deeper/<id>")]
        pub(in super::super) fn list(id: u32) {
            let _ = id;
        }
    }
}

use self::nothing as empty;

const METHODS: &[&str] = &["GET", "PUT"];
static NAMED: ::cors_runtime::Policy = ::cors_runtime::policy!(origins = any, methods = METHODS);

#[cors(policy = NAMED)]
#[get("/named")]
fn named() {}

#[cors(base = NAMED, max_age = 60)]
#[get("/based")]
fn based() {}

#[cors(origins = any, methods = METHODS)]
#[get("/constant")]
fn constant() {}

#[cors(disabled)]
#[get("/disabled")]
fn disabled() {}

#[test]
fn every_form_of_route_can_be_collected() {
    #[cors(origins = any)]
    #[get("/local/<id>")]
    fn local(id: u32) -> Text {
        id.to_string()
    }
    let routes = routes![
        full,
        borrowed,
        empty,
        of_a_renamed_crate,
        of_its_own_name,
        r#type,
        changed,
        bound,
        left,
        expected,
        instrumented,
        eight,
        made,
        made_too,
        module::inside,
        module::deeper::list,
        local,
        named,
        based,
        constant,
        disabled,
    ];
    assert_eq!(routes.len(), 21);
    assert_eq!(old::routes().len(), 1);
    assert_eq!(::rocket::uri!(local(1)), "/local/1");
    assert_eq!(::rocket::uri!(r#type(1)), "/type/1");
    assert_eq!(::rocket::uri!(module::deeper::list(1)), "/deeper/1");
    assert_eq!(
        ::rocket::uri!(full(1, Some(2_u8))),
        ::rocket::uri!("/full/1?page=2")
    );
}

/// A whole Rocket.
#[cors(origins = any)]
#[must_use]
pub fn whole() -> ::rocket::Rocket<::rocket::Build> {
    ::rocket::build().mount("/", routes![named])
}

#[cors(crate = renamed, base = NAMED)]
async fn whole_of<T: ToString>(value: T) -> ::rocket::Rocket<::rocket::Build> {
    ::rocket::build().manage(value.to_string())
}

mod launched {
    use super::{cors, routes};

    #[cors(origins = any)]
    #[::rocket::launch]
    pub(super) fn rocket() -> _ {
        let __router = ::rocket::build();
        __router.mount("/", routes![super::named])
    }
}

macro_rules! made_whole {
    ($($name:ident($argument:ident: $type:ty) -> $output:ty;)*) => {
        $(
            #[cors(origins = any)]
            fn $name($argument: $type) -> $output {
                $argument
            }
        )*
    };
}

made_whole! {
    made_whole(rocket: ::rocket::Rocket<::rocket::Build>) -> ::rocket::Rocket<::rocket::Build>;
}

#[::rocket::async_test]
async fn rocket_function_of_every_form_compiles() {
    assert_eq!(whole().routes().count(), 1);
    assert_eq!(launched::rocket().routes().count(), 1);
    let made = made_whole(whole_of("text").await);
    assert!(made.state::<Text>().is_some());
    let _: fn() = launched::main;
}

#[test]
fn function_itself_can_be_called() {
    assert_eq!(full(1, None, Session), "1 None");
    assert_eq!(of_its_own_name("a"), "a");
    assert!(full {}.policy().allows_origin(b"https://app.example.com"));
}
