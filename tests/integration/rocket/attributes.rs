//! Attributes and docs around a route with a policy.

use cors_runtime::{cors, rocket::routes};
use rocket::get;

use cors_tests::{APP, Server, get as get_, readable_by};

use crate::handlers::{Agent, launched};

/// Docs above.
#[allow(clippy::doc_markdown)]
#[cors(origins = ["https://app.example.com"])]
/// Docs between.
#[allow(dead_code)]
#[get("/noted")]
/// Docs below.
#[tracing::instrument(skip_all)]
#[cfg(not(any()))]
async fn noted(_agent: Option<Agent<'_>>) -> &'static str {
    "noted"
}

#[cors(origins = ["https://app.example.com"])]
#[get("/noted")]
#[cfg(any())]
async fn noted(missing: Missing) -> Missing {
    missing
}

#[cors(origins = ["https://app.example.com"])]
#[deprecated = "use /noted"]
#[get("/old")]
fn old() -> &'static str {
    "old"
}

#[rocket::async_test]
async fn other_attributes_keep_their_meaning() {
    #[allow(deprecated)]
    let routes = routes![noted, old];
    let server = Server::launch(launched(routes)).await;
    for text in ["noted", "old"] {
        let response = server.send(get_(&format!("/{text}")).origin(APP)).await;
        assert_eq!((response.status, response.text()), (200, text));
        assert_eq!(response.cors(), readable_by(APP));
    }
}

#[rocket::async_test]
async fn route_may_stand_inside_a_function() {
    #[get("/plain")]
    fn plain() -> &'static str {
        "plain"
    }

    #[cors(origins = ["https://app.example.com"])]
    #[get("/local/<id>")]
    fn local(id: u8) -> String {
        id.to_string()
    }

    let server = Server::launch(launched(routes![plain, local])).await;
    let response = server.send(get_("/local/7").origin(APP)).await;
    assert_eq!((response.status, response.text()), (200, "7"));
    assert_eq!(response.cors(), readable_by(APP));
}
