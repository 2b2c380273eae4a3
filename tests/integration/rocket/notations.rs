//! Route attributes in each notation, with a policy.

use cors_runtime::{cors, rocket::routes};
use rocket::{Route, delete, get, head, options, patch, post, put, route};

use cors_tests::{APP, EVIL, Server, preflight, readable_by, request};

use crate::handlers::launched;

/// The handlers of each method, with attributes by name, by path and in full.
pub(crate) mod methods {
    use super::*;

    macro_rules! handlers {
        ($(#[$attribute:meta] $name:ident;)*) => {
            $(
                #[cors(origins = ["https://app.example.com"])]
                #[$attribute]
                pub(crate) fn $name() -> &'static str {
                    stringify!($name)
                }
            )*
            pub(super) fn all() -> Vec<Route> {
                routes![$($name),*]
            }
        };
    }

    handlers! {
        #[get("/short")] short_get;
        #[post("/short")] short_post;
        #[put("/short")] short_put;
        #[patch("/short")] short_patch;
        #[delete("/short")] short_delete;
        #[head("/short")] short_head;
        #[options("/short")] short_options;
        #[rocket::get("/path")] path_get;
        #[rocket::post("/path")] path_post;
        #[rocket::put("/path")] path_put;
        #[rocket::patch("/path")] path_patch;
        #[rocket::delete("/path")] path_delete;
        #[rocket::head("/path")] path_head;
        #[rocket::options("/path")] path_options;
        #[route(GET, uri = "/full")] full_get;
        #[route(POST, uri = "/full", rank = 3)] full_post;
        #[rocket::route(PUT, uri = "/full")] full_put;
        #[route(patch, uri = "/full")] full_patch;
        #[route(Delete, uri = "/full")] full_delete;
        #[route(HEAD, uri = "/full", format = "text/plain")] full_head;
        #[route(OPTIONS, uri = "/full")] full_options;
    }
}

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

#[rocket::async_test]
async fn every_method_in_every_notation_has_its_policy() {
    let server = Server::launch(launched(methods::all())).await;
    for form in ["short", "path", "full"] {
        for method in METHODS {
            let target = format!("/{form}");
            let response = server.send(request(method, &target).origin(APP)).await;
            assert_eq!(response.status, 200, "{method} {target}");
            let name = format!("{form}_{}", method.to_lowercase());
            let body = if method == "HEAD" { "" } else { &name };
            assert_eq!(response.text(), body);
            assert_eq!(response.cors(), readable_by(APP), "{method} {target}");
            for (origin, status) in [(APP, 204), (EVIL, 403)] {
                let response = server.send(preflight(&target, origin, method)).await;
                assert_eq!(response.status, status, "{method} {target} from {origin}");
            }
        }
    }
}
