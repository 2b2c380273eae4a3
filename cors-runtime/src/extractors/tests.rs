//! Tests with the real types of each crate, so that a type that was moved to another module fails a test.

use core::any::type_name;

use super::*;

#[cfg(feature = "axum")]
#[allow(dead_code)]
struct Json<T>(T);

fn need<T: ?Sized>() -> Need {
    match KnownTypes::new().needs(type_name::<T>()) {
        [] => Need::Nothing,
        [need] => *need,
        needs => panic!("{needs:?}"),
    }
}

fn is_form<T: ?Sized>() -> bool {
    KnownTypes::new().is_form(type_name::<T>())
}

/// Checks the need of a type, alone and inside each wrapper.
#[cfg(feature = "axum")]
fn check<T>(expected: Need) {
    assert_eq!(need::<T>(), expected, "{}", type_name::<T>());
    assert_eq!(need::<Option<T>>(), expected, "{}", type_name::<T>());
    assert_eq!(need::<Result<T, String>>(), expected);
    #[cfg(feature = "with-rejection")]
    assert_eq!(
        need::<axum_extra::extract::WithRejection<T, String>>(),
        expected
    );
    assert_eq!(need::<Vec<T>>(), Need::Nothing);
}

#[cfg(feature = "axum")]
#[test]
fn axum_extractors_have_expected_needs() {
    check::<axum::Json<u32>>(Need::ContentType);
    check::<axum::Json<Option<axum::Json<(u8, ())>>>>(Need::ContentType);
    check::<Json<u32>>(Need::Nothing);
    check::<Json<axum::Json<u32>>>(Need::Nothing);
    check::<axum::extract::Query<axum::Json<u32>>>(Need::Nothing);
    check::<axum::Form<u32>>(Need::Nothing);
    check::<()>(Need::Nothing);
    #[cfg(feature = "ws")]
    check::<axum::extract::WebSocketUpgrade>(Need::Enforce);
    #[cfg(feature = "cookie")]
    check::<axum_extra::extract::CookieJar>(Need::Credentials);
    #[cfg(feature = "cookie-signed")]
    check::<axum_extra::extract::SignedCookieJar>(Need::Credentials);
    #[cfg(feature = "cookie-private")]
    check::<axum_extra::extract::PrivateCookieJar<u8>>(Need::Credentials);
    #[cfg(feature = "typed-header")]
    {
        use axum_extra::{
            TypedHeader,
            headers::{
                Authorization, Host,
                authorization::{Basic, Bearer},
            },
        };
        check::<TypedHeader<Authorization<Bearer>>>(Need::Authorization);
        check::<TypedHeader<Authorization<Basic>>>(Need::Nothing);
        check::<TypedHeader<Host>>(Need::Nothing);
    }
    #[cfg(feature = "json-deserializer")]
    check::<axum_extra::extract::JsonDeserializer<u32>>(Need::ContentType);
    #[cfg(feature = "json-lines")]
    {
        use axum_extra::json_lines::{AsExtractor, AsResponse, JsonLines};
        check::<JsonLines<u32, AsExtractor>>(Need::ContentType);
        check::<JsonLines<u32, AsResponse>>(Need::Nothing);
    }
    #[cfg(feature = "protobuf")]
    check::<axum_extra::protobuf::Protobuf<u32>>(Need::BodyContentType);
}

#[cfg(feature = "axum")]
#[test]
fn axum_form_bodies_are_detected() {
    assert!(is_form::<axum::Form<u32>>());
    assert!(is_form::<Option<axum::extract::RawForm>>());
    assert!(is_form::<Result<axum::body::Bytes, ()>>());
    assert!(is_form::<String>());
    #[cfg(feature = "multipart")]
    assert!(is_form::<axum::extract::Multipart>());
    #[cfg(feature = "form")]
    assert!(is_form::<axum_extra::extract::Form<u32>>());
    assert!(!is_form::<axum::Json<u32>>());
    assert!(!is_form::<axum::extract::Query<String>>());
    assert!(!is_form::<Vec<String>>());
}

#[cfg(feature = "axum")]
#[test]
fn handler_extractors_are_its_argument_types() {
    use axum::{
        Json,
        extract::{Path, State},
        handler::{Handler, Layered},
    };

    fn needs<H: Handler<T, ()>, T>(_: H) -> Vec<Need> {
        let types = KnownTypes::new();
        let names = Extractors::of::<T>().names().into_iter();
        names.flat_map(|name| types.needs(name)).copied().collect()
    }

    assert_eq!(needs(async || ()), []);
    assert_eq!(needs(async |_: Path<(u8, u8)>, _: State<()>| ()), []);
    assert_eq!(needs(async |_: Json<u8>| ()), [Need::ContentType]);
    assert_eq!(
        needs(async |_: Path<Vec<(u8, u8)>>, _: Option<Json<(u8, u8)>>| ()),
        [Need::ContentType]
    );
    let layered: Layered<_, _, _, ()> =
        Handler::layer(async |_: Json<u8>| (), tower::layer::util::Identity::new());
    assert_eq!(needs(layered), [Need::ContentType]);
    assert_eq!(needs("no function"), []);
}

#[cfg(feature = "rocket")]
#[test]
fn rocket_guards_have_expected_needs() {
    use rocket::{Data, form::Form, http::CookieJar, serde::json::Json};

    assert_eq!(need::<Json<u32>>(), Need::ContentType);
    assert_eq!(need::<Result<Json<u32>, u8>>(), Need::ContentType);
    assert_eq!(need::<&CookieJar<'_>>(), Need::Credentials);
    #[cfg(feature = "msgpack")]
    assert_eq!(
        need::<rocket::serde::msgpack::MsgPack<u32>>(),
        Need::BodyContentType
    );
    assert!(is_form::<Form<u32>>() && is_form::<Json<u32>>() && is_form::<Data<'_>>());
    assert!(!is_form::<&CookieJar<'_>>());
}
