//! Run it with `cargo run -p rocket-quickstart`, then try the `curl` lines of the README.

use rocket::launch;

#[launch]
fn rocket() -> _ {
    rocket_quickstart::app()
}
