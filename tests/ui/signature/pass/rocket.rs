use cors_runtime::{cors, rocket::routes};
use rocket::{
    Route, get, http::CookieJar, post, put,
    serde::{json::Json, msgpack::MsgPack},
};

#[cors(origins = ["https://app.example.com"], headers = ["content-type"])]
#[post("/", format = "json", data = "<_name>")]
fn create(_name: Json<String>) {}

#[cors(origins = ["https://app.example.com"], allow(json_content_type))]
#[put("/", format = "json", data = "<_name>")]
fn change(_name: Json<String>) {}

/// Forms need no permission.
#[cors(origins = ["https://app.example.com"])]
#[post("/form", format = "form", data = "<_name>")]
fn form(_name: String) {}

/// Here it is the format of the response.
#[cors(origins = any)]
#[get("/", format = "json")]
fn list() {}

#[cors(origins = ["https://app.example.com"], credentials)]
#[get("/account")]
fn account(_jar: &CookieJar<'_>) {}

#[cors(origins = ["https://app.example.com"], headers = ["content-type"])]
#[post("/note", data = "<_note>")]
fn note(_note: Json<String>) {}

#[cors(origins = ["https://app.example.com"], headers = ["content-type"])]
#[put("/image", format = "image/png", data = "<_image>")]
fn image(_image: Vec<u8>) {}

#[cors(origins = ["https://app.example.com"], allow(body_content_type))]
#[post("/packed", data = "<_packed>")]
fn packed(_packed: MsgPack<u8>) {}

/// A page may send that without permission.
#[cors(origins = ["https://app.example.com"])]
#[post("/text", format = "plain", data = "<_note>")]
fn text(_note: Json<String>) {}

/// Here `Json` is a part of the query.
#[cors(origins = ["https://app.example.com"])]
#[post("/search?<_filter>", data = "<_note>")]
fn search(_filter: Json<u8>, _note: String) {}

pub(crate) fn routes() -> Vec<Route> {
    routes![
        create, change, form, list, account, note, image, packed, text, search
    ]
}
