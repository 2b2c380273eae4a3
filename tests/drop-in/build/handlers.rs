//! Puts `#[cors(…)]` on the handlers of a test.

use std::collections::HashSet;

use syn::{
    Expr, ExprCall, ExprMethodCall, ExprPath, ItemFn, parse_quote,
    visit::{self, Visit},
    visit_mut::{self, VisitMut},
};

/// The routing functions, and the methods of a `MethodRouter`.
const ROUTING: [&str; 11] = [
    "any", "connect", "delete", "get", "head", "on", "options", "patch", "post", "put", "trace",
];

/// Annotates the functions that are given to routing functions and to nothing else.
pub(crate) fn annotate(test: &mut ItemFn) {
    let mut uses = Uses::default();
    uses.visit_item_fn(test);
    let handlers = uses.routed.difference(&uses.otherwise).cloned().collect();
    visit_mut::visit_item_fn_mut(&mut Annotate(handlers), test);
}

#[derive(Default)]
struct Uses {
    routed: HashSet<String>,
    otherwise: HashSet<String>,
}

impl Uses {
    fn arguments<'a>(&mut self, arguments: impl Iterator<Item = &'a Expr>) {
        for argument in arguments {
            match name_of(argument) {
                Some(name) => drop(self.routed.insert(name)),
                None => self.visit_expr(argument),
            }
        }
    }
}

impl<'a> Visit<'a> for Uses {
    fn visit_expr_call(&mut self, call: &'a ExprCall) {
        match name_of(&call.func) {
            Some(name) if ROUTING.contains(&name.as_str()) => self.arguments(call.args.iter()),
            _ => visit::visit_expr_call(self, call),
        }
    }

    fn visit_expr_method_call(&mut self, call: &'a ExprMethodCall) {
        self.visit_expr(&call.receiver);
        if ROUTING.contains(&call.method.to_string().as_str()) {
            self.arguments(call.args.iter());
        } else {
            call.args
                .iter()
                .for_each(|argument| self.visit_expr(argument));
        }
    }

    fn visit_expr_path(&mut self, path: &'a ExprPath) {
        if let Some(name) = path.path.get_ident() {
            self.otherwise.insert(name.to_string());
        }
    }
}

fn name_of(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
        _ => None,
    }
}

struct Annotate(HashSet<String>);

impl VisitMut for Annotate {
    fn visit_item_fn_mut(&mut self, function: &mut ItemFn) {
        let signature = &function.sig;
        if signature.asyncness.is_some()
            && signature.generics.params.is_empty()
            && self.0.contains(&signature.ident.to_string())
        {
            function
                .attrs
                .push(parse_quote!(#[::cors_runtime::cors(origins = any, headers = any)]));
        }
        visit_mut::visit_item_fn_mut(self, function);
    }
}
