//! Compositions that did what their policies do not say, at some time.

use crate::{
    annotated::COPIES,
    composition::{
        Handler,
        Kind::{self, Axum as Plain, Cors},
        Route, RouteStep, Router, Service, Step,
    },
    generate::FIRST_PLAIN,
    handlers::Middleware,
    policies::POLICIES,
};

fn policy(name: &str) -> usize {
    let place = POLICIES.iter().position(|policy| policy.name == name);
    place.expect("it is one of the model")
}

/// A handler under this policy.
fn own(name: &str, copy: usize) -> Handler {
    Handler::Annotated(policy(name) * COPIES + copy)
}

fn plain(number: usize) -> Handler {
    Handler::Plain(FIRST_PLAIN + number)
}

fn on(method: &'static str, handler: Handler) -> RouteStep {
    RouteStep::On(vec![method], handler)
}

fn route<const N: usize>(begins: Kind, steps: [RouteStep; N]) -> Route {
    Route {
        begins,
        steps: steps.to_vec(),
    }
}

fn router<const N: usize>(begins: Kind, steps: [Step; N]) -> Router {
    Router {
        begins,
        steps: steps.to_vec(),
    }
}

fn around(name: &str) -> Step {
    Step::Default(policy(name))
}

/// The one route of most of them.
fn at_x<const N: usize>(begins: Kind, steps: [RouteStep; N]) -> Step {
    Step::Route("/x", route(begins, steps))
}

pub(crate) fn compositions() -> Vec<(&'static str, Router)> {
    let strict_get_and_plain_put = || {
        let put = route(Plain, [on("PUT", plain(0))]);
        at_x(Cors, [on("GET", own("admin", 0)), RouteStep::Merge(put)])
    };
    let writes_with_strict_ones = || {
        at_x(
            Cors,
            [
                on("GET", plain(0)),
                on("PUT", plain(1)),
                on("DELETE", own("admin", 0)),
                on("POST", own("admin", 1)),
                RouteStep::Into(Plain),
            ],
        )
    };
    let strict_put_and_plain_get = || {
        let get = route(Plain, [on("GET", plain(0))]);
        at_x(Cors, [on("PUT", own("admin", 0)), RouteStep::Merge(get)])
    };
    vec![
        (
            "HEAD of a strict GET beside a plain route",
            router(Cors, [strict_get_and_plain_put(), around("partner_writes")]),
        ),
        (
            "HEAD of a strict GET in a plain router",
            router(
                Plain,
                [
                    at_x(Cors, [on("GET", own("admin", 0)), on("PUT", plain(0))]),
                    around("partner_writes"),
                ],
            ),
        ),
        (
            "a PUT that opens DELETE and POST",
            router(Plain, [writes_with_strict_ones(), around("team")]),
        ),
        (
            "a fallback that a grant for GET reaches",
            router(
                Cors,
                [at_x(
                    Cors,
                    [
                        on("GET", own("partner_json", 0)),
                        RouteStep::Fallback(plain(0)),
                    ],
                )],
            ),
        ),
        (
            "a 405 handler that a grant for GET reaches",
            router(
                Cors,
                [
                    at_x(Cors, [on("GET", own("partner_json", 0))]),
                    Step::MethodNotAllowedFallback(plain(0)),
                ],
            ),
        ),
        (
            "a strict PUT beside a plain route and a 405 handler",
            router(
                Cors,
                [
                    strict_put_and_plain_get(),
                    Step::MethodNotAllowedFallback(plain(1)),
                    around("partner_writes"),
                ],
            ),
        ),
        (
            "a strict handler for any method, and OPTIONS of its own",
            router(
                Cors,
                [
                    at_x(
                        Cors,
                        [
                            RouteStep::Any(own("admin", 0)),
                            RouteStep::Into(Plain),
                            on("OPTIONS", plain(0)),
                        ],
                    ),
                    around("partner_writes"),
                ],
            ),
        ),
        (
            "a layer that makes the request anew",
            router(
                Plain,
                [
                    at_x(Cors, [on("PUT", own("admin", 0)), RouteStep::Into(Plain)]),
                    Step::Layer(Middleware::RemakesRequest),
                    around("partner_writes"),
                ],
            ),
        ),
        (
            "a layer that refuses before the policy inside is asked",
            router(
                Plain,
                [
                    at_x(Cors, [on("PUT", own("admin", 0)), RouteStep::Into(Plain)]),
                    Step::Layer(Middleware::Authenticates),
                    around("partner_writes"),
                ],
            ),
        ),
        (
            "a header that PUT grants, and GET and DELETE do not",
            router(
                Cors,
                [at_x(
                    Cors,
                    [
                        on("PUT", own("admin_x", 0)),
                        on("GET", own("admin", 0)),
                        on("DELETE", own("admin", 1)),
                    ],
                )],
            ),
        ),
        (
            "a header that a default grants for what nothing serves",
            router(
                Cors,
                [at_x(Cors, [on("GET", own("admin", 0))]), around("team")],
            ),
        ),
        (
            "a header of a policy that leaves POST out",
            router(
                Cors,
                [
                    at_x(Cors, [on("GET", plain(0)), on("POST", plain(1))]),
                    around("partner_writes"),
                ],
            ),
        ),
        (
            "a header that HEAD grants and GET does not",
            router(
                Cors,
                [at_x(
                    Cors,
                    [on("HEAD", own("partner_writes", 0)), on("GET", plain(0))],
                )],
            ),
        ),
        (
            "a disabled router",
            router(
                Cors,
                [
                    at_x(Cors, [on("PUT", plain(0))]),
                    around("disabled"),
                    around("team"),
                ],
            ),
        ),
        (
            "a disabled route",
            router(
                Cors,
                [
                    at_x(
                        Cors,
                        [on("PUT", plain(0)), RouteStep::Default(policy("disabled"))],
                    ),
                    around("team"),
                ],
            ),
        ),
        (
            "a disabled plain router",
            router(
                Cors,
                [
                    Step::Merge(router(
                        Plain,
                        [at_x(Plain, [on("PUT", plain(0))]), around("disabled")],
                    )),
                    around("team"),
                ],
            ),
        ),
        (
            "a method that axum adds to a finished route",
            router(
                Cors,
                [at_x(
                    Cors,
                    [
                        RouteStep::Any(own("team", 0)),
                        RouteStep::Into(Plain),
                        on("PUT", plain(0)),
                    ],
                )],
            ),
        ),
        (
            "a method that axum adds to a covered route",
            router(
                Plain,
                [at_x(
                    Cors,
                    [
                        on("GET", plain(0)),
                        RouteStep::Default(policy("team")),
                        RouteStep::Into(Plain),
                        on("PUT", plain(1)),
                    ],
                )],
            ),
        ),
        (
            "a default 404 below a fallback",
            router(
                Cors,
                [
                    Step::Nest("/n", router(Cors, [around("team")])),
                    Step::Fallback(plain(0)),
                ],
            ),
        ),
        (
            "a 405 handler over two routes of one path",
            router(
                Cors,
                [
                    at_x(Cors, [on("GET", plain(0))]),
                    Step::Merge(router(Plain, [at_x(Plain, [on("PUT", plain(1))])])),
                    Step::MethodNotAllowedFallback(plain(2)),
                ],
            ),
        ),
        (
            "a method of no RFC beside another policy",
            router(
                Cors,
                [at_x(Cors, [on("GET", own("admin", 0))]), around("public")],
            ),
        ),
        (
            "a service below a layer that refuses",
            router(
                Cors,
                [
                    Step::RouteService(
                        "/x",
                        Service::Layered(policy("admin"), Handler::Service(FIRST_PLAIN)),
                    ),
                    Step::Layer(Middleware::Authenticates),
                    around("team"),
                ],
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
    router(Plain, [Step::Route("/x", route), around("team")])
}
