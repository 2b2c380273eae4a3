//! Compositions that violated their policies once.

use crate::{
    composition::{
        Handler,
        Kind::{Axum as Plain, Cors},
        Route, RouteStep, Router, Service, Step,
    },
    generate::FIRST_PLAIN,
    handlers::Middleware,
    shorthand::{around, at_x, on, own, plain, policy, route, router},
};

/// A composition, and what was wrong.
type Once = (&'static str, Router);

pub(crate) fn compositions() -> Vec<Once> {
    [
        beside_plain_routes(),
        behind_layers(),
        grants_that_reach_others(),
        disabled_routers(),
        added_by_axum(),
        of_routers(),
    ]
    .concat()
}

fn beside_plain_routes() -> Vec<Once> {
    let strict_and_plain = |strict: &'static str, method: &'static str| {
        let plain = route(Plain, &[on(method, plain(0))]);
        at_x(
            Cors,
            &[on(strict, own("admin", 0)), RouteStep::Merge(plain)],
        )
    };
    let strict_delete_and_post = [
        on("GET", plain(0)),
        on("PUT", plain(1)),
        on("DELETE", own("admin", 0)),
        on("POST", own("admin", 1)),
        RouteStep::Into(Plain),
    ];
    let options_of_its_own = [
        RouteStep::Any(own("admin", 0)),
        RouteStep::Into(Plain),
        on("OPTIONS", plain(0)),
    ];
    let strict_get = at_x(Cors, &[on("GET", own("admin", 0)), on("PUT", plain(0))]);
    vec![
        (
            "HEAD of a strict GET beside a plain route",
            router(
                Cors,
                &[strict_and_plain("GET", "PUT"), around("partner_writes")],
            ),
        ),
        (
            "HEAD of a strict GET in a plain router",
            router(Plain, &[strict_get, around("partner_writes")]),
        ),
        (
            "a PUT that opens DELETE and POST",
            router(
                Plain,
                &[at_x(Cors, &strict_delete_and_post), around("team")],
            ),
        ),
        (
            "a strict PUT beside a plain route and a 405 handler",
            router(
                Cors,
                &[
                    strict_and_plain("PUT", "GET"),
                    Step::MethodNotAllowedFallback(plain(1)),
                    around("partner_writes"),
                ],
            ),
        ),
        (
            "a strict handler for any method, and an OPTIONS beside it",
            router(
                Cors,
                &[at_x(Cors, &options_of_its_own), around("partner_writes")],
            ),
        ),
    ]
}

fn behind_layers() -> Vec<Once> {
    let strict = || at_x(Cors, &[on("PUT", own("admin", 0)), RouteStep::Into(Plain)]);
    let service = Service::Layered(policy("admin"), Handler::Service(FIRST_PLAIN));
    vec![
        (
            "a layer that makes the request anew",
            router(
                Plain,
                &[
                    strict(),
                    Step::Layer(Middleware::RemakesRequest),
                    around("partner_writes"),
                ],
            ),
        ),
        (
            "a layer that refuses before the policy inside decides",
            router(
                Plain,
                &[
                    strict(),
                    Step::Layer(Middleware::Authenticates),
                    around("partner_writes"),
                ],
            ),
        ),
        (
            "a service with a policy below a layer that refuses",
            router(
                Cors,
                &[
                    Step::RouteService("/x", service),
                    Step::Layer(Middleware::Authenticates),
                    around("team"),
                ],
            ),
        ),
    ]
}

fn grants_that_reach_others() -> Vec<Once> {
    let json = || on("GET", own("partner_json", 0));
    let three = [
        on("PUT", own("admin_x", 0)),
        on("GET", own("admin", 0)),
        on("DELETE", own("admin", 1)),
    ];
    let head_and_get = [on("HEAD", own("partner_writes", 0)), on("GET", plain(0))];
    let get_and_post = [on("GET", plain(0)), on("POST", plain(1))];
    vec![
        (
            "a fallback that a grant for GET reaches",
            router(
                Cors,
                &[at_x(Cors, &[json(), RouteStep::Fallback(plain(0))])],
            ),
        ),
        (
            "a 405 handler that a grant for GET reaches",
            router(
                Cors,
                &[
                    at_x(Cors, &[json()]),
                    Step::MethodNotAllowedFallback(plain(0)),
                ],
            ),
        ),
        (
            "a header that PUT grants, and GET and DELETE do not",
            router(Cors, &[at_x(Cors, &three)]),
        ),
        (
            "a header that HEAD grants, and GET does not",
            router(Cors, &[at_x(Cors, &head_and_get)]),
        ),
        (
            "a header that a default grants for what nothing serves",
            router(
                Cors,
                &[at_x(Cors, &[on("GET", own("admin", 0))]), around("team")],
            ),
        ),
        (
            "a header of a policy that leaves POST out",
            router(Cors, &[at_x(Cors, &get_and_post), around("partner_writes")]),
        ),
        (
            "a header of a policy that leaves POST out, of a handler for any method",
            router(
                Cors,
                &[at_x(Cors, &[RouteStep::Any(own("partner_writes", 0))])],
            ),
        ),
    ]
}

fn disabled_routers() -> Vec<Once> {
    let plain_put = || at_x(Plain, &[on("PUT", plain(0))]);
    let put = [on("PUT", plain(0)), RouteStep::Default(policy("disabled"))];
    vec![
        (
            "a disabled router",
            router(
                Cors,
                &[
                    at_x(Cors, &[on("PUT", plain(0))]),
                    around("disabled"),
                    around("team"),
                ],
            ),
        ),
        (
            "a disabled route",
            router(Cors, &[at_x(Cors, &put), around("team")]),
        ),
        (
            "a disabled plain router",
            router(
                Cors,
                &[
                    Step::Merge(router(Plain, &[plain_put(), around("disabled")])),
                    around("team"),
                ],
            ),
        ),
    ]
}

fn added_by_axum() -> Vec<Once> {
    let to_any = [
        RouteStep::Any(own("team", 0)),
        RouteStep::Into(Plain),
        on("PUT", plain(0)),
    ];
    let to_covered = [
        on("GET", plain(0)),
        RouteStep::Default(policy("team")),
        RouteStep::Into(Plain),
        on("PUT", plain(1)),
    ];
    let head = [
        on("GET", own("tokens", 0)),
        RouteStep::Into(Plain),
        on("HEAD", plain(0)),
    ];
    let empty = route(Plain, &[RouteStep::Default(policy("team"))]);
    let beside_empty = [on("PUT", own("admin", 0)), RouteStep::Merge(empty.clone())];
    vec![
        (
            "a method added to a finished route",
            router(Cors, &[at_x(Cors, &to_any)]),
        ),
        (
            "a method added to a covered route",
            router(Plain, &[at_x(Cors, &to_covered)]),
        ),
        (
            "a HEAD added to a finished GET",
            router(Cors, &[at_x(Cors, &head)]),
        ),
        (
            "a 405 handler added to a finished route",
            router(
                Plain,
                &[
                    at_x(
                        Cors,
                        &[on("POST", own("tokens", 0)), RouteStep::Into(Plain)],
                    ),
                    Step::MethodNotAllowedFallback(plain(0)),
                ],
            ),
        ),
        (
            "a covered route without handlers beside a disabled one",
            router(
                Cors,
                &[
                    Step::Route("/x", empty.clone()),
                    at_x(Cors, &[on("PUT", own("disabled", 0))]),
                ],
            ),
        ),
        (
            "a covered route without handlers beside a strict one",
            router(Cors, &[at_x(Cors, &beside_empty)]),
        ),
    ]
}

fn of_routers() -> Vec<Once> {
    let plain_at_x = |method| Step::Merge(router(Plain, &[at_x(Plain, &[on(method, plain(1))])]));
    vec![
        (
            "a default 404 below a fallback",
            router(
                Cors,
                &[
                    Step::Nest("/n", router(Cors, &[around("team")])),
                    Step::Fallback(plain(0)),
                ],
            ),
        ),
        (
            "a 405 handler over two routes of one path",
            router(
                Cors,
                &[
                    at_x(Cors, &[on("GET", plain(0))]),
                    plain_at_x("PUT"),
                    Step::MethodNotAllowedFallback(plain(2)),
                ],
            ),
        ),
        (
            "a handler for any method beside a 405 handler",
            router(
                Cors,
                &[
                    at_x(Cors, &[on("GET", plain(0))]),
                    Step::MethodNotAllowedFallback(plain(1)),
                    at_x(Cors, &[RouteStep::Any(plain(2))]),
                ],
            ),
        ),
        (
            "an OPTIONS of a plain router below a default",
            router(
                Cors,
                &[
                    at_x(Cors, &[on("PUT", plain(0))]),
                    plain_at_x("OPTIONS"),
                    around("team"),
                ],
            ),
        ),
        (
            "a default that a 405 handler makes another one forget",
            router(
                Cors,
                &[
                    at_x(Plain, &[RouteStep::Any(plain(0))]),
                    around("tokens"),
                    Step::MethodNotAllowedFallback(plain(1)),
                    around("team"),
                ],
            ),
        ),
        (
            "a fallback in the place of a merged one",
            router(
                Cors,
                &[
                    Step::Merge(router(Plain, &[Step::Fallback(plain(0))])),
                    Step::FallbackService(Service::Handler(Handler::Service(FIRST_PLAIN + 1))),
                ],
            ),
        ),
        (
            "a method of no RFC beside another policy",
            router(
                Cors,
                &[at_x(Cors, &[on("GET", own("admin", 0))]), around("public")],
            ),
        ),
    ]
}

/// A plain router below a default, as it is after a migration.
pub(crate) fn migrated() -> Router {
    let methods = ["GET", "POST", "PUT", "DELETE"].into_iter().enumerate();
    let steps = methods.map(|(number, method)| on(method, plain(number)));
    let route = Route {
        begins: Plain,
        steps: steps.collect(),
    };
    router(Plain, &[Step::Route("/x", route), around("team")])
}
