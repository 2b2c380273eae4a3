use cors_runtime::cors;
use rocket::{Request, catch, catchers};

#[cors(origins = any)]
#[catch(404)]
//~^ ERROR a catcher has no policy of its own
fn not_found() -> &'static str {
    "not found"
}

#[catch(default)]
/// Whatever else fails.
#[cors(origins = any)]
//~^ ERROR `#[cors]` stands below an attribute that has already expanded the function
async fn failed(request: &Request<'_>) -> String {
    request.uri().to_string()
}

fn main() {
    let _ = rocket::build().register("/", catchers![not_found, failed]);
}

//~ HAND an attribute moves to other functions
