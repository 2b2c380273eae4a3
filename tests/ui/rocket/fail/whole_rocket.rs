use cors_runtime::{cors, rocket::routes};
use rocket::{Build, Ignite, Rocket, get, launch};

#[get("/users")]
fn list() -> &'static str {
    "users"
}

#[cors(origins = any)]
async fn ready() -> Rocket<Ignite> {
    //~^ ERROR a policy cannot be the default for `Rocket<Ignite>`
    rocket::build().mount("/", routes![list]).ignite().await.expect("it ignites")
}

#[cors(origins = any)]
async fn optional() -> Option<Rocket<Build>> {
    //~^ ERROR a policy cannot be the default for `Option<Rocket<Build>>`
    Some(rocket::build())
}

#[cors(origins = any)]
fn later() -> impl Future<Output = rocket::Rocket<rocket::Build>> {
    //~^ ERROR a policy cannot be the default for `impl Future
    async { rocket::build() }
}

#[cors(origins = ["https://app.example.com/"], credentials)]
//~^ ERROR origin `https://app.example.com/` ends in a slash
fn application() -> Rocket<Build> {
    rocket::build().mount("/", routes![list])
}

#[launch]
#[cors(origins = any)]
//~^ ERROR `#[cors]` stands below `#[launch]`
fn rocket() -> _ {
    application()
}

mod explicit {
    macro_rules! of_a_macro {
        ($launch:meta, $cors:meta) => {
            #[$launch]
            #[$cors]
            pub fn rocket() -> rocket::Rocket<rocket::Build> {
                super::application()
            }
        };
    }

    of_a_macro!(rocket::launch, cors_runtime::cors(origins = any));
    //~^ ERROR `#[cors]` stands below `#[launch]`
}

//~ HAND an attribute moves to another function
