//! Nothing a stranger sends breaks the server, and nothing opens an answer but a listed origin.

use cors_runtime::{
    cors,
    rocket::{Cors, routes},
};
use rocket::{Build, Rocket};

use crate::support::{Server, noise};

/// A module with a `route`: Rocket takes no name for a route from the caller of a macro.
macro_rules! modules {
    ($($name:ident: $method:ident $path:literal ($($policy:tt)*);)*) => {$(
        mod $name {
            use super::cors;
            use rocket::$method;

            #[cors($($policy)*)]
            #[$method($path)]
            pub(super) fn route() {}
        }
    )*};
}

modules! {
    read: get "/listed" (origins = ["https://app.example.com", "https://*.example.com"], credentials, allow(covered_origins));
    write: put "/listed" (origins = ["https://app.example.com", "https://*.example.com"], credentials, allow(covered_origins));
    remove: delete "/listed" (origins = ["http://localhost:*"], enforce, allow(loopback_origins));
    enforced_get: get "/enforced" (origins = ["http://localhost:*"], enforce, allow(loopback_origins));
    enforced_put: put "/enforced" (origins = ["http://localhost:*"], enforce, allow(loopback_origins));
    open_get: get "/open" (origins = any, methods = any, headers = any);
    open_put: put "/open" (origins = any, methods = any, headers = any);
    open_delete: delete "/open" (origins = any, methods = any, headers = any);
    open_options: options "/open" (origins = any, methods = any, headers = any);
}

fn app() -> Rocket<Build> {
    let listed = routes![read::route, write::route, remove::route];
    let enforced = routes![enforced_get::route, enforced_put::route];
    let open = routes![
        open_get::route,
        open_put::route,
        open_delete::route,
        open_options::route
    ];
    rocket::build()
        .attach(Cors::fairing())
        .mount("/", [listed, enforced, open].concat())
}

#[rocket::async_test]
async fn random_headers_break_nothing_and_open_nothing() {
    let server = Server::launch(app()).await;
    let paths: [&[u8]; 5] = [b"/listed", b"/listed", b"/enforced", b"/open", b"/unknown"];
    noise::random_headers_break_nothing_and_open_nothing(&server, &paths).await;
}
