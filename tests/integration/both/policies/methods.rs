//! The methods that a preflight response grants.

use cors_tests::{APP, preflight, readable_by, request};

use crate::servers;

mod on_axum {
    use axum::extract::Path;
    use cors_runtime::{
        axum::{CorsRouter, routing::get},
        cors,
    };

    #[cors(origins = ["https://app.example.com"])]
    async fn read(Path(_): Path<u8>) {}
    #[cors(origins = ["https://app.example.com"])]
    async fn write(Path(_): Path<String>) {}
    #[cors(origins = ["https://app.example.com", "https://admin.example.com"])]
    async fn remove(Path(_): Path<u8>) {}

    #[cors(origins = ["https://app.example.com"], methods = [GET, PUT])]
    async fn listed_read() {}
    #[cors(origins = ["https://app.example.com"], methods = [GET, PUT])]
    async fn listed_write() {}
    #[cors(origins = ["https://app.example.com"], methods = any)]
    async fn any_remove() {}

    pub(super) fn app() -> CorsRouter {
        let listed = get(listed_read).put(listed_write).delete(any_remove);
        CorsRouter::new()
            .route("/equal/{id}", get(read).put(write).delete(remove))
            .route("/listed", listed)
    }
}

mod on_rocket {
    use cors_runtime::{
        cors,
        rocket::{Cors, routes},
    };
    use rocket::{Build, Rocket, delete, get, put};

    #[cors(origins = ["https://app.example.com"])]
    #[get("/equal/<_id>")]
    fn read(_id: u8) {}
    #[cors(origins = ["https://app.example.com"])]
    #[put("/equal/<_name>")]
    fn write(_name: &str) {}
    #[cors(origins = ["https://app.example.com", "https://admin.example.com"])]
    #[delete("/equal/<_id>")]
    fn remove(_id: u8) {}

    #[cors(origins = ["https://app.example.com"], methods = [GET, PUT])]
    #[get("/listed")]
    fn listed_read() {}
    #[cors(origins = ["https://app.example.com"], methods = [GET, PUT])]
    #[put("/listed")]
    fn listed_write() {}
    #[cors(origins = ["https://app.example.com"], methods = any)]
    #[delete("/listed")]
    fn any_remove() {}

    pub(super) fn app() -> Rocket<Build> {
        rocket::build().attach(Cors::fairing()).mount(
            "/",
            routes![read, write, remove, listed_read, listed_write, any_remove],
        )
    }
}

/// The status of the preflight response and its `Access-Control-Allow-Methods`.
const TABLE: [(&str, &str, u16, &str); 7] = [
    ("/equal/1", "PUT", 204, "GET,HEAD,PUT"),
    ("/equal/1", "GET", 204, "GET,HEAD,PUT"),
    ("/equal/1", "DELETE", 204, "DELETE"),
    ("/listed", "PUT", 204, "GET,HEAD,PUT"),
    ("/listed", "HEAD", 204, "GET,HEAD,PUT"),
    ("/listed", "DELETE", 204, "DELETE"),
    ("/listed", "POST", 403, ""),
];

#[rocket::async_test]
async fn methods_with_equal_policies_share_a_preflight_response() {
    for (framework, server) in servers(on_axum::app(), on_rocket::app()).await {
        for (path, method, status, methods) in TABLE {
            let what = format!("{method} {path} on {framework}");
            let response = server.send(preflight(path, APP, method)).await;
            assert_eq!(response.status, status, "{what}");
            let granted = response.all("access-control-allow-methods");
            assert_eq!(granted.concat(), methods, "{what}");
        }
    }
}

#[rocket::async_test]
async fn listed_methods_are_readable_where_served() {
    for (framework, server) in servers(on_axum::app(), on_rocket::app()).await {
        for method in ["GET", "HEAD", "PUT", "DELETE"] {
            let response = server.send(request(method, "/listed").origin(APP)).await;
            assert_eq!(response.status, 200, "{method} on {framework}");
            assert_eq!(response.cors(), readable_by(APP), "{method} on {framework}");
        }
    }
}
