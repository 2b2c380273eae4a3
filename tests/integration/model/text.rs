//! Prints a composition as code.

use core::fmt::{self, Display, Formatter};

use crate::{
    annotated::COPIES,
    composition::{Handler, Kind, Route, RouteStep, Router, Service, Step},
    policies::{POLICIES, PolicyId},
};

fn name(policy: PolicyId) -> &'static str {
    POLICIES[policy].name
}

impl Display for Handler {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Annotated(id) => write!(f, "{}_{}", name(id / COPIES), id % COPIES),
            Self::Plain(id) => write!(f, "plain_{id}"),
            Self::Service(id) => write!(f, "service_{id}"),
        }
    }
}

fn into(f: &mut Formatter<'_>, text: &str, to: &str) -> fmt::Result {
    write!(f, "{to}::from({text})")
}

fn verbs(methods: &[&str], handler: Handler) -> (String, String) {
    let service = if matches!(handler, Handler::Service(_)) {
        "_service"
    } else {
        ""
    };
    match methods {
        [method] => (
            format!("{}{service}", method.to_lowercase()),
            handler.to_string(),
        ),
        methods => (
            format!("on{service}"),
            format!("{}, {handler}", methods.join(" | ")),
        ),
    }
}

impl Display for Route {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut kind = self.begins;
        let mut text = String::new();
        for step in &self.steps {
            let module = match kind {
                Kind::Cors => "routing",
                Kind::Axum => "axum::routing",
            };
            let is_first = text.is_empty();
            text = match step {
                RouteStep::On(methods, handler) => {
                    let (verb, arguments) = verbs(methods, *handler);
                    if is_first {
                        format!("{module}::{verb}({arguments})")
                    } else {
                        format!("{text}.{verb}({arguments})")
                    }
                }
                RouteStep::Any(handler) if is_first => format!("{module}::any({handler})"),
                step => {
                    if is_first {
                        empty_route(kind).clone_into(&mut text);
                    }
                    match step {
                        RouteStep::Default(_) | RouteStep::Into(_) => shown(step, module, &text),
                        step => format!("{text}{}", shown(step, module, "")),
                    }
                }
            };
            if let RouteStep::Into(to) = step {
                kind = *to;
            }
        }
        if text.is_empty() {
            empty_route(kind).clone_into(&mut text);
        }
        f.write_str(&text)
    }
}

fn empty_route(kind: Kind) -> &'static str {
    match kind {
        Kind::Cors => "CorsMethodRouter::new()",
        Kind::Axum => "MethodRouter::new()",
    }
}

fn shown(step: &RouteStep, module: &str, before: &str) -> String {
    match step {
        RouteStep::On(methods, handler) => {
            let (verb, arguments) = verbs(methods, *handler);
            format!(".{verb}({arguments})")
        }
        RouteStep::Any(handler) => format!(".merge({module}::any({handler}))"),
        RouteStep::Merge(route) => format!(".merge({route})"),
        RouteStep::Fallback(handler) => format!(".fallback({handler})"),
        RouteStep::Layer(layer) => format!(".layer({})", layer.name()),
        RouteStep::RouteLayer(layer) => format!(".route_layer({})", layer.name()),
        RouteStep::Default(policy) => format!("#[cors({})] {{ {before} }}", name(*policy)),
        RouteStep::WithState => ".with_state(())".to_owned(),
        RouteStep::Into(Kind::Cors) => format!("CorsMethodRouter::from({before})"),
        RouteStep::Into(Kind::Axum) => format!("MethodRouter::from({before})"),
    }
}

impl Display for Router {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut text = match self.begins {
            Kind::Cors => "CorsRouter::new()",
            Kind::Axum => "Router::new()",
        }
        .to_owned();
        for step in &self.steps {
            let line = match step {
                Step::Route(path, route) => format!(".route({path:?}, {route})"),
                Step::RouteService(path, service) => format!(".route_service({path:?}, {service})"),
                Step::Nest(path, router) => format!(".nest({path:?}, {router})"),
                Step::NestService(path, service) => format!(".nest_service({path:?}, {service})"),
                Step::Merge(router) => format!(".merge({router})"),
                Step::Layer(layer) => format!(".layer({})", layer.name()),
                Step::RouteLayer(layer) => format!(".route_layer({})", layer.name()),
                Step::Fallback(handler) => format!(".fallback({handler})"),
                Step::FallbackService(service) => format!(".fallback_service({service})"),
                Step::MethodNotAllowedFallback(handler) => {
                    format!(".method_not_allowed_fallback({handler})")
                }
                Step::ResetFallback => ".reset_fallback()".to_owned(),
                Step::WithState => ".with_state(())".to_owned(),
                Step::Default(policy) => {
                    text = format!("#[cors({})] {{\n{}\n}}", name(*policy), indented(&text));
                    continue;
                }
                Step::Into(Kind::Cors) => {
                    text = format!("CorsRouter::from({text})");
                    continue;
                }
                Step::Into(Kind::Axum) => {
                    text = format!("{text}.into_router()");
                    continue;
                }
            };
            text = format!("{text}\n{}", indented(&line));
        }
        f.write_str(&text)
    }
}

impl Display for Service {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Handler(handler) => write!(f, "{handler}"),
            Self::Layered(policy, handler) => {
                write!(
                    f,
                    "CorsLayer::new(&{}).layer({handler})",
                    name(*policy).to_uppercase()
                )
            }
            Self::Route(route) => into(f, &route.to_string(), "MethodRouter"),
            Self::Router(router) => write!(f, "{router}"),
        }
    }
}

fn indented(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(|line| format!("    {line}")).collect();
    lines.join("\n")
}
