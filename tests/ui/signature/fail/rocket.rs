use cors_runtime::{cors, rocket::routes};
use rocket::{
    State, get, http::CookieJar, post, put,
    serde::{json::Json, msgpack::MsgPack},
};

#[cors(origins = ["https://app.example.com"])]
#[post("/", format = "json", data = "<_name>")]
//~^ ERROR `format = "json"` takes JSON, and `content-type` is not in `headers`
fn create(_name: Json<String>) {}

#[cors(origins = ["https://app.example.com"], headers = ["authorization"])]
#[put("/", format = "application/vnd.api+json; charset=utf-8", data = "<_name>")]
//~^ ERROR takes JSON, and `content-type` is not in `headers`
fn change(_name: String) {}

#[cors(origins = ["https://app.example.com"])]
#[get("/<_id>")]
fn read<'r>(_id: &'r str, _count: &State<u8>, _jar: &'r CookieJar<'_>) {}
//~^ ERROR takes cookies, and the policy has no `credentials`

type Note = Json<String>;

#[cors(origins = ["https://app.example.com"])]
#[post("/note/<_id>", data = "<_note>")]
fn note(_note: Option<Note>, _id: u8) {}
//~^ ERROR `Option<Note>` takes JSON, and `content-type` is not in `headers`

#[cors(origins = ["https://app.example.com"])]
#[post("/any", format = "application/*", data = "<_note>")]
fn any_type(_note: Json<&str>) {}
//~^ ERROR `Json<&str>` takes JSON, and `content-type` is not in `headers`

#[cors(origins = ["https://app.example.com"], allow(json_content_type))]
#[post("/packed", data = "<_packed>")]
fn packed(_packed: MsgPack<u8>) {}
//~^ ERROR `MsgPack<u8>` takes a body no form can send

#[cors(origins = ["https://app.example.com"])]
#[put("/image", format = "image/png", data = "<_image>")]
//~^ ERROR `format = "image/png"` takes a body no form can send
fn image(_image: Vec<u8>) {}

#[cors(origins = ["https://app.example.com"])]
#[post("/xml", format = "xml", data = "<_xml>")]
//~^ ERROR `format = "xml"` takes a body no form can send
fn xml(_xml: String) {}

fn main() {
    let _ = routes![create, change, read, note, any_type, packed, image, xml];
}
