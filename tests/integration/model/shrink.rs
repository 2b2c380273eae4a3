//! Reduces a failing case as long as it fails in the same way.

use cors_runtime::testing::Engine;

use crate::{
    composition::{Kind, Route, RouteStep, Router, Service, Step},
    handlers::Middleware,
    sequence::Sequence,
};

/// The smallest case that is found by taking parts away.
pub(crate) fn shrink<A: Clone + PartialEq>(
    mut router: A,
    mut sequence: Sequence,
    routers: impl Fn(&A) -> Vec<A>,
    fails: impl Fn(&A, &Sequence) -> bool,
) -> (A, Sequence) {
    loop {
        let before = (router.clone(), sequence.clone());
        while let Some(smaller) = sequences(&sequence)
            .into_iter()
            .find(|smaller| fails(&router, smaller))
        {
            sequence = smaller;
        }
        while let Some(smaller) = routers(&router)
            .into_iter()
            .find(|smaller| fails(smaller, &sequence))
        {
            router = smaller;
        }
        if before == (router.clone(), sequence.clone()) {
            return (router, sequence);
        }
    }
}

fn sequences(sequence: &Sequence) -> Vec<Sequence> {
    let mut smaller = Vec::new();
    let requests = &sequence.requests;
    for i in 0..requests.len() {
        if requests.len() > 1 {
            smaller.push(without(sequence, |sequence| {
                sequence.requests.remove(i);
            }));
        }
        for j in 0..requests[i].headers.len() {
            smaller.push(without(sequence, |sequence| {
                sequence.requests[i].headers.remove(j);
            }));
        }
        if requests[i].upload {
            smaller.push(without(sequence, |sequence| {
                sequence.requests[i].upload = false;
            }));
        }
        if requests[i].credentials {
            smaller.push(without(sequence, |sequence| {
                sequence.requests[i].credentials = false;
            }));
        }
    }
    if sequence.engine != Engine::Standard {
        smaller.push(without(sequence, |sequence| {
            sequence.engine = Engine::Standard;
        }));
    }
    smaller
}

fn without(sequence: &Sequence, change: impl FnOnce(&mut Sequence)) -> Sequence {
    let mut sequence = sequence.clone();
    change(&mut sequence);
    sequence
}

/// Every router that this one becomes by one removal.
pub(crate) fn routers(router: &Router) -> Vec<Router> {
    let mut smaller = Vec::new();
    for (i, step) in router.steps.iter().enumerate() {
        let mut removed = router.clone();
        removed.steps.remove(i);
        smaller.push(removed);
        if let Step::Nest(_, inner) | Step::Merge(inner) = step
            && inner.begins == router.begins
        {
            let mut flat = router.clone();
            flat.steps.splice(i..=i, inner.steps.iter().cloned());
            smaller.push(flat);
        }
        for step in steps(step) {
            let mut changed = router.clone();
            changed.steps[i] = step;
            smaller.push(changed);
        }
    }
    if router.begins == Kind::Axum {
        smaller.push(Router {
            begins: Kind::Cors,
            ..router.clone()
        });
    }
    smaller
}

fn steps(step: &Step) -> Vec<Step> {
    let routers_of = |inner: &Router| routers(inner).into_iter();
    match step {
        Step::Route(path, route) => routes(route)
            .into_iter()
            .map(|route| Step::Route(path, route))
            .collect(),
        Step::Nest(path, inner) => routers_of(inner)
            .map(|inner| Step::Nest(path, inner))
            .collect(),
        Step::Merge(inner) => routers_of(inner).map(Step::Merge).collect(),
        Step::RouteService(path, service) => services(service)
            .into_iter()
            .map(|service| Step::RouteService(path, service))
            .collect(),
        Step::NestService(path, service) => services(service)
            .into_iter()
            .map(|service| Step::NestService(path, service))
            .collect(),
        Step::FallbackService(service) => services(service)
            .into_iter()
            .map(Step::FallbackService)
            .collect(),
        Step::Layer(layer) if *layer != Middleware::Passes => vec![Step::Layer(Middleware::Passes)],
        Step::RouteLayer(layer) => vec![Step::Layer(*layer)],
        _ => Vec::new(),
    }
}

fn services(service: &Service) -> Vec<Service> {
    match service {
        Service::Route(route) => routes(route).into_iter().map(Service::Route).collect(),
        Service::Router(router) => routers(router).into_iter().map(Service::Router).collect(),
        Service::Handler(_) | Service::Layered(..) => Vec::new(),
    }
}

fn routes(route: &Route) -> Vec<Route> {
    let mut smaller = Vec::new();
    for (i, step) in route.steps.iter().enumerate() {
        if route.steps.len() > 1 {
            let mut removed = route.clone();
            removed.steps.remove(i);
            smaller.push(removed);
        }
        let mut change = |step: RouteStep| {
            let mut changed = route.clone();
            changed.steps[i] = step;
            smaller.push(changed);
        };
        match step {
            RouteStep::Merge(inner) => {
                for inner in routes(inner) {
                    change(RouteStep::Merge(inner));
                }
                if inner.begins == route.begins {
                    let mut flat = route.clone();
                    flat.steps.splice(i..=i, inner.steps.iter().cloned());
                    smaller.push(flat);
                }
            }
            RouteStep::On(methods, handler) if methods.len() > 1 => {
                for method in methods {
                    change(RouteStep::On(vec![method], *handler));
                }
            }
            RouteStep::Layer(layer) if *layer != Middleware::Passes => {
                change(RouteStep::Layer(Middleware::Passes));
            }
            RouteStep::RouteLayer(layer) => change(RouteStep::Layer(*layer)),
            _ => {}
        }
    }
    if route.begins == Kind::Axum {
        smaller.push(Route {
            begins: Kind::Cors,
            ..route.clone()
        });
    }
    smaller
}
