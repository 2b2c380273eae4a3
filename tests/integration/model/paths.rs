//! The URLs of a composition that are worth a request.

use crate::composition::{Router, Service, Step};

/// One for each route, and some that no route has.
pub(crate) fn paths(router: &Router) -> Vec<String> {
    let mut paths = vec!["/zzz".to_owned()];
    collect(router, "", &mut paths);
    paths.sort();
    paths.dedup();
    paths
}

fn collect(router: &Router, prefix: &str, paths: &mut Vec<String>) {
    for step in &router.steps {
        match step {
            Step::Route(path, _) => paths.push(format!("{prefix}{}", sample(path))),
            Step::RouteService(path, service) => {
                paths.push(format!("{prefix}{}", sample(path)));
                of_service(service, prefix, paths);
            }
            Step::Nest(inner, router) => {
                let prefix = format!("{prefix}{inner}");
                collect(router, &prefix, paths);
                paths.push(format!("{prefix}/zzz"));
                paths.push(prefix);
            }
            Step::NestService(inner, service) => {
                let prefix = format!("{prefix}{inner}");
                of_service(service, &prefix, paths);
                paths.push(format!("{prefix}/zzz"));
            }
            Step::Merge(router) => collect(router, prefix, paths),
            Step::FallbackService(service) => of_service(service, prefix, paths),
            _ => {}
        }
    }
}

fn of_service(service: &Service, prefix: &str, paths: &mut Vec<String>) {
    if let Service::Router(router) = service {
        collect(router, prefix, paths);
    }
}

fn sample(path: &str) -> String {
    path.replace("{id}", "7").replace("{*rest}", "deep")
}
