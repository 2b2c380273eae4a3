//! A browser caches granted headers per URL, not per method. After one preflight, requests with other methods may send
//! these headers without a preflight of their own. So `max_age` applies only if every policy of the path grants them.

use cors_tests::{APP, Server, preflight};

mod on_axum {
    use cors_runtime::{
        axum::{
            CorsRouter,
            routing::{get, post},
        },
        cors,
    };

    #[cors(origins = ["https://app.example.com"], headers = ["x-a"], max_age = 600)]
    async fn read() {}
    #[cors(origins = ["https://app.example.com"], headers = ["x-a"], max_age = 600)]
    async fn same() {}
    #[cors(origins = ["https://app.example.com"], headers = ["x-a", "x-b"])]
    async fn more() {}
    #[cors(origins = ["https://app.example.com"])]
    async fn less() {}
    #[cors(origins = ["https://admin.example.com"], headers = ["x-a"])]
    async fn admin() {}
    #[cors(origins = ["https://admin.example.com"], headers = ["content-type"])]
    async fn admin_headers() {}
    async fn plain() {}

    pub(super) fn apps() -> impl Iterator<Item = (&'static str, CorsRouter)> {
        let routes = [
            ("GET alone", get(read)),
            ("plain POST", get(read).post(plain)),
            ("POST for another origin", get(read).post(admin)),
            (
                "POST for another origin, other headers",
                get(read).post(admin_headers),
            ),
            ("POST, same headers", get(read).post(same)),
            ("POST, fewer headers", get(read).post(less)),
            ("plain PUT", get(read).put(plain)),
            ("PUT for another origin", get(read).put(admin)),
            (
                "PUT for another origin, other headers",
                get(read).put(admin_headers),
            ),
            ("PUT, more headers", get(read).put(more)),
            ("PUT, fewer headers", get(read).put(less)),
            ("plain fallback", get(read).fallback(plain)),
        ];
        let routes = routes.map(|(name, route)| (name, CorsRouter::new().route("/", route)));
        let elsewhere = CorsRouter::new()
            .route("/", get(read))
            .route("/elsewhere", post(less));
        routes
            .into_iter()
            .chain([("POST of another path", elsewhere)])
    }
}

mod on_rocket {
    use cors_runtime::{
        cors,
        rocket::{Cors, routes},
    };
    use rocket::{Build, Rocket, get, post, put};

    #[cors(origins = ["https://app.example.com"], headers = ["x-a"], max_age = 600)]
    #[get("/")]
    fn read() {}
    #[cors(origins = ["https://app.example.com"], headers = ["x-a"], max_age = 600)]
    #[post("/")]
    fn same() {}
    #[cors(origins = ["https://app.example.com"], headers = ["x-a", "x-b"])]
    #[put("/")]
    fn more() {}
    #[cors(origins = ["https://app.example.com"])]
    #[post("/")]
    fn post_less() {}
    #[cors(origins = ["https://app.example.com"])]
    #[put("/")]
    fn put_less() {}
    #[cors(origins = ["https://admin.example.com"], headers = ["x-a"])]
    #[post("/")]
    fn post_admin() {}
    #[cors(origins = ["https://admin.example.com"], headers = ["x-a"])]
    #[put("/")]
    fn put_admin() {}
    #[cors(origins = ["https://admin.example.com"], headers = ["content-type"])]
    #[post("/")]
    fn post_admin_headers() {}
    #[cors(origins = ["https://admin.example.com"], headers = ["content-type"])]
    #[put("/")]
    fn put_admin_headers() {}
    #[post("/")]
    fn post_plain() {}
    #[put("/")]
    fn put_plain() {}
    #[cors(origins = ["https://admin.example.com"])]
    #[post("/<_..>")]
    fn everywhere() {}
    #[cors(origins = ["https://admin.example.com"])]
    #[post("/elsewhere")]
    fn elsewhere() {}

    pub(super) fn apps() -> impl Iterator<Item = (&'static str, Rocket<Build>)> {
        let routes = [
            ("GET alone", routes![read]),
            ("plain POST", routes![read, post_plain]),
            ("POST for another origin", routes![read, post_admin]),
            (
                "POST for another origin, other headers",
                routes![read, post_admin_headers],
            ),
            ("POST, same headers", routes![read, same]),
            ("POST, fewer headers", routes![read, post_less]),
            ("POST of every path", routes![read, everywhere]),
            ("POST of another path", routes![read, elsewhere]),
            ("plain PUT", routes![read, put_plain]),
            ("PUT for another origin", routes![read, put_admin]),
            (
                "PUT for another origin, other headers",
                routes![read, put_admin_headers],
            ),
            ("PUT, more headers", routes![read, more]),
            ("PUT, fewer headers", routes![read, put_less]),
        ];
        routes.into_iter().map(|(name, routes)| {
            let rocket = rocket::build().attach(Cors::fairing());
            (name, rocket.mount("/", routes))
        })
    }
}

/// The `Access-Control-Max-Age` of the preflight response for `GET`, by the other handlers of the path.
const TABLE: [(&str, &str); 14] = [
    ("GET alone", "600"),
    // A browser sends no preflight for the method `POST`.
    ("plain POST", "0"),
    ("POST for another origin", "0"),
    ("POST for another origin, other headers", "0"),
    ("POST, same headers", "600"),
    ("POST, fewer headers", "0"),
    ("POST of every path", "0"),
    ("POST of another path", "600"),
    ("plain PUT", "600"),
    ("PUT for another origin", "600"),
    ("PUT for another origin, other headers", "600"),
    ("PUT, more headers", "600"),
    ("PUT, fewer headers", "0"),
    ("plain fallback", "0"),
];

async fn assert_max_age(server: &Server, name: &str) {
    let response = server.send(preflight("/", APP, "GET")).await;
    let row = TABLE.iter().find(|(row, _)| *row == name);
    let (_, seconds) = row.expect("a row of the table");
    assert_eq!(response.all("access-control-max-age"), [*seconds], "{name}");
}

#[rocket::async_test]
async fn header_grant_is_cached_where_every_policy_grants_it() {
    for (name, app) in on_axum::apps() {
        assert_max_age(&Server::start(app).await, name).await;
    }
    for (name, app) in on_rocket::apps() {
        assert_max_age(&Server::launch(app).await, name).await;
    }
}
