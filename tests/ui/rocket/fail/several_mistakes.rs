use cors_runtime::{cors, rocket::routes};
use rocket::{State, get};

#[cors(
    origins = [
        "https://app.example.com/",
        //~^ ERROR origin `https://app.example.com/` ends in a slash
        "localhost:3000",
        //~^ ERROR origin `localhost:3000` has no scheme
    ],
    headers = ["content type"],
    //~^ ERROR `content type` is not a header name
)]
#[get("/users/<id>?<page>")]
pub(crate) async fn user<'r>(id: &'r str, page: Option<u32>, name: &State<String>) -> &'r str {
    let _ = (page, name.len());
    id
}

fn main() {
    let _ = rocket::build().mount("/", routes![user, crate::user]);
    let _ = rocket::uri!(user("1", Some(2)));
    let _ = user("1", None, State::from(&String::new()));
    let _ = user {}.policy().allows_any_origin();
}
