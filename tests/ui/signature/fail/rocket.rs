use cors_runtime::{cors, rocket::routes};
use rocket::{State, get, http::CookieJar, post, put, serde::json::Json};

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

fn main() {
    let _ = routes![create, change, read];
}
