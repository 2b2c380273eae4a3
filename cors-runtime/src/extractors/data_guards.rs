//! The data guards of Rocket that read what an HTML form can send.

use core::any::type_name;

/// Calls `each` with the name of each data guard. Generic arguments are `()`.
pub(super) fn each_data_guard_by_name(mut each: impl FnMut(&'static str)) {
    each(type_name::<rocket::form::Form<()>>());
    each(type_name::<rocket::serde::json::Json<()>>());
    #[cfg(feature = "msgpack")]
    each(type_name::<rocket::serde::msgpack::MsgPack<()>>());
    each(type_name::<rocket::Data<'_>>());
    each(type_name::<rocket::data::Capped<()>>());
}
