//! Layers in front of a finished router.

use super::*;

#[tokio::test]
async fn auth_layer_in_front_is_reported_per_preflight() {
    let app = app("auth").into_router().layer(middleware::from_fn(auth));
    let (preflights, text) = obstructed(verify(&app).await);
    assert_eq!(preflights.len(), PREFLIGHTS);
    for preflight in &preflights {
        assert_eq!(
            preflight.obstacle(),
            &Obstacle::Authentication(StatusCode::UNAUTHORIZED)
        );
    }
    let post = preflights
        .iter()
        .find(|preflight| preflight.method() == "POST")
        .expect("POST");
    assert_eq!(post.path(), "/auth/users");
    assert!(post.origin().ends_with(".example.com"), "{}", post.origin());

    assert!(text.starts_with("4 preflights failed:\n"), "{text}");
    let line = "GET /auth/users from https://app.example.com: a layer in front responds with 401 \
                Unauthorized; a preflight carries no credentials, so it fails in every browser: add \
                the layer to the `CorsRouter` instead";
    assert!(text.contains(line), "{text}");
    assert!(
        text.contains("PUT /auth/users/{id}/{*rest}")
            || text.contains("GET /auth/users/{id}/{*rest}"),
        "{text}"
    );
    assert!(
        text.contains("GET /auth/public from https://any.example"),
        "{text}"
    );
}

#[tokio::test]
async fn redirect_outside_is_reported_with_its_target() {
    async fn to_https(request: Request, _: Next) -> impl IntoResponse {
        Redirect::permanent(&format!("https://api.example.com{}", request.uri()))
    }
    let app = app("redirect")
        .into_router()
        .layer(middleware::from_fn(to_https));
    let (preflights, text) = obstructed(verify(&app).await);
    assert_eq!(preflights.len(), PREFLIGHTS);
    let line = "GET /redirect/users from https://app.example.com: a layer in front responds with 308 \
                Permanent Redirect to `https://api.example.com/redirect/users`; browsers do not \
                follow redirects of a preflight: call the final URL in the page, or exclude `OPTIONS` \
                from the redirect";
    assert!(text.contains(line), "{text}");
}

#[tokio::test]
async fn path_normalizing_layer_forwards_every_preflight() {
    let app = NormalizePathLayer::trim_trailing_slash().layer(app("normalised").into_router());
    assert_eq!(
        verify(&app).await.expect("no obstacle").preflights(),
        PREFLIGHTS
    );
}

#[tokio::test]
async fn layer_that_appends_slashes_hides_the_routes() {
    let app = NormalizePathLayer::append_trailing_slash().layer(app("slashes").into_router());
    // Only the path with a wildcard at its end is still found.
    let (preflights, text) = obstructed(verify(&app).await);
    assert_eq!(preflights.len(), PREFLIGHTS - 1);
    let line = "GET /slashes/users from https://app.example.com: the service responds with 404 Not Found, \
                and the preflight does not reach the route: change the layer in front";
    assert!(text.contains(line), "{text}");

    let route = CorsRouter::new()
        .route("/slash", get(list_users))
        .into_router();
    let app = NormalizePathLayer::append_trailing_slash().layer(route);
    let error = verify(&app).await.expect_err("every request is redirected");
    assert!(matches!(error, VerifyError::NoRoutes), "{error}");
}

#[tokio::test]
async fn another_cors_layer_outside_is_reported() {
    let app = app("second").into_router().layer(CorsLayer::permissive());
    // It handles the preflights itself.
    let (preflights, text) = obstructed(verify(&app).await);
    assert_eq!(preflights.len(), PREFLIGHTS);
    assert!(
        text.contains("a layer in front responds with 200 OK"),
        "{text}"
    );
}

#[tokio::test]
async fn doubled_header_is_reported() {
    let app = app("doubled").into_router().layer(middleware::map_response(
        async |mut response: Response<Body>| {
            let star = HeaderValue::from_static("*");
            response
                .headers_mut()
                .append(header::ACCESS_CONTROL_ALLOW_ORIGIN, star);
            response
        },
    ));
    let (preflights, text) = obstructed(verify(&app).await);
    assert_eq!(preflights.len(), PREFLIGHTS);
    for preflight in &preflights {
        let doubled = Obstacle::Doubled(header::ACCESS_CONTROL_ALLOW_ORIGIN);
        assert_eq!(preflight.obstacle(), &doubled);
    }
    let line = "`access-control-allow-origin` appears twice, which every browser rejects: remove \
                the other CORS layer or fairing";
    assert!(text.contains(line), "{text}");
}

#[tokio::test]
async fn changed_and_removed_headers_are_reported() {
    let changed = app("changed").into_router().layer(middleware::map_response(
        async |mut response: Response<Body>| {
            let star = HeaderValue::from_static("*");
            response
                .headers_mut()
                .insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, star);
            response
        },
    ));
    let (preflights, text) = obstructed(verify(&changed).await);
    // The public path has `*` anyway.
    assert_eq!(preflights.len(), PREFLIGHTS - 1);
    assert!(
        text.contains("`access-control-allow-origin` has the value `*`"),
        "{text}"
    );

    let removed = app("removed").into_router().layer(middleware::map_response(
        async |mut response: Response<Body>| {
            response
                .headers_mut()
                .remove(header::ACCESS_CONTROL_ALLOW_HEADERS);
            response
        },
    ));
    let (preflights, text) = obstructed(verify(&removed).await);
    // Two policies have a list of headers.
    assert_eq!(preflights.len(), 2);
    let line = "`access-control-allow-headers` is missing: a layer or fairing in front removes it";
    assert!(text.contains(line), "{text}");
}

#[tokio::test]
async fn header_that_the_policy_does_not_send_is_reported() {
    let app = app("added").into_router().layer(middleware::map_response(
        async |mut response: Response<Body>| {
            let network = "access-control-allow-private-network";
            response
                .headers_mut()
                .insert(network, HeaderValue::from_static("true"));
            response
        },
    ));
    let (preflights, text) = obstructed(verify(&app).await);
    assert_eq!(preflights.len(), PREFLIGHTS);
    let line = "`access-control-allow-private-network` appears, but the policy does not send it";
    assert!(text.contains(line), "{text}");
}

#[tokio::test]
async fn changed_status_is_reported() {
    let app = app("status").into_router().layer(middleware::map_response(
        async |mut response: Response<Body>| {
            *response.status_mut() = StatusCode::BAD_GATEWAY;
            response
        },
    ));
    let (preflights, text) = obstructed(verify(&app).await);
    assert_eq!(preflights.len(), PREFLIGHTS);
    assert!(
        text.contains("the response has status 502 Bad Gateway instead of 204"),
        "{text}"
    );
}

#[tokio::test]
async fn layer_that_responds_for_the_routes_is_reported() {
    let app =
        app("limited")
            .into_router()
            .layer(middleware::from_fn(async |_: Request, _: Next| {
                StatusCode::TOO_MANY_REQUESTS
            }));
    let (preflights, text) = obstructed(verify(&app).await);
    assert_eq!(preflights.len(), PREFLIGHTS);
    assert!(
        text.contains("a layer in front responds with 429 Too Many Requests in place of the route"),
        "{text}"
    );
}

#[tokio::test]
async fn layer_around_one_route_of_many_is_found() {
    let guarded = app("guarded").into_router().layer(middleware::from_fn(
        async |request: Request, next: Next| {
            if request.uri().path().ends_with("/public") {
                StatusCode::FORBIDDEN.into_response()
            } else {
                next.run(request).await
            }
        },
    ));
    let (preflights, text) = obstructed(verify(&guarded).await);
    assert_eq!(preflights.len(), 1);
    assert_eq!(preflights[0].path(), "/guarded/public");
    let forbidden = Obstacle::Authentication(StatusCode::FORBIDDEN);
    assert_eq!(preflights[0].obstacle(), &forbidden, "{text}");
}

#[tokio::test]
async fn layer_that_reads_the_requested_headers_is_found() {
    let picky = app("picky").into_router().layer(middleware::from_fn(
        async |request: Request, next: Next| {
            let requested = request
                .headers()
                .get(header::ACCESS_CONTROL_REQUEST_HEADERS);
            if requested.is_some_and(|names| names == "authorization") {
                StatusCode::BAD_REQUEST.into_response()
            } else {
                next.run(request).await
            }
        },
    ));
    // Two policies let `authorization` be sent.
    let (preflights, text) = obstructed(verify(&picky).await);
    assert_eq!(preflights.len(), 2, "{text}");
}

#[tokio::test]
async fn route_hidden_by_a_rewrite_is_reported() {
    #[cors(origins = ["https://app.example.com"])]
    fn api() -> CorsRouter {
        let route = || get(async || ());
        CorsRouter::new()
            .route("/rewritten/found", route())
            .route("/rewritten/lost", route())
    }
    let app = MapRequest::new(api().into_router(), |mut request: Request| {
        if request.uri().path() == "/rewritten/lost" {
            *request.uri_mut() = Uri::from_static("/rewritten/nowhere");
        }
        request
    });
    let (preflights, text) = obstructed(verify(&app).await);
    let [lost] = &preflights[..] else {
        panic!("{text}");
    };
    assert_eq!(lost.path(), "/rewritten/lost");
}

/// A service that was polled but not called holds its permit.
#[tokio::test]
async fn service_with_one_place_at_a_time_is_verified() {
    let app = || {
        CorsRouter::new()
            .route("/users", get(list_users))
            .into_router()
    };
    let limited = ServiceBuilder::new().concurrency_limit(1).service(app());
    let buffered = ServiceBuilder::new().buffer(1).service(app());
    let both = async { (verify(&limited).await, verify(&buffered).await) };
    let both = tokio::time::timeout(core::time::Duration::from_secs(10), both).await;
    let (limited, buffered) = both.expect("neither waits forever");
    limited.expect("the limit lets one preflight through at a time");
    buffered.expect("the buffer takes one preflight at a time");
}
