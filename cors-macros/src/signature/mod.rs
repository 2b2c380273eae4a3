//! Checks that a function can be a handler with a policy.

mod above;
mod arguments;
mod future;
mod router_fn;

use cors_rules::{Field, Lint};
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{
    Attribute, FnArg, GenericArgument, PathArguments, ReceiverKind, ReturnType, Safety, Type,
    TypePath,
};

use self::{arguments::borrows_output, future::is_future, router_fn::wrapped_rocket};
use crate::{diag::Diag, feature, item::Function, rocket};

/// The errors of a function, and the kind of its expansion.
pub(crate) struct CheckedFunction {
    pub(crate) diags: Vec<Diag>,
    pub(crate) expansion: Expansion,
}

/// The kind of expansion of a function.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expansion {
    /// As a handler or a route with its policy.
    Handler,
    /// As a function that returns a router.
    Router,
    /// As a function that returns a `Rocket`.
    Rocket,
    /// As a fallback of the same name, after an error.
    Fallback,
    /// Not at all.
    Unchanged,
}

/// Checks a Rocket route. Its arguments are checked by Rocket.
pub(crate) fn check_route(function: &Function) -> CheckedFunction {
    let mut diags = Vec::new();
    let receiver = receiver(function).map(|diag| {
        diag.help("move it out of the `impl` block and take `app: &State<App>` as an argument")
    });
    diags.extend(receiver.or_else(|| associated(function)));
    repeated(&function.attrs, &mut diags);
    // Rocket accepts `const` and `extern` functions.
    unsafe_or_variadic(function, &mut diags);
    CheckedFunction {
        diags,
        // Unchanged, it would be checked by Rocket, too.
        expansion: Expansion::Handler,
    }
}

/// True if the function is in an `impl` block, where no items can be added.
pub(crate) fn of_an_impl_block(function: &Function) -> bool {
    receiver(function).is_some() || associated(function).is_some()
}

/// True if this is `#[cors]`, by whatever path.
pub(crate) fn is_cors(attribute: &Attribute) -> bool {
    let last = attribute.path().segments.last();
    last.is_some_and(|last| last.ident == "cors")
}

/// The first of these errors, which prevent any expansion.
fn first_error(
    function: &Function,
    checks: &[fn(&Function) -> Option<Diag>],
) -> Option<CheckedFunction> {
    let diag = checks.iter().find_map(|check| check(function))?;
    Some(CheckedFunction {
        diags: vec![diag],
        expansion: Expansion::Unchanged,
    })
}

/// The error for `main` with `#[tokio::main]` or the like.
fn main(function: &Function) -> Option<Diag> {
    let makes_main = |attribute: &Attribute| {
        let last = attribute.path().segments.last();
        last.is_some_and(|last| last.ident == "main")
    };
    let name = &function.sig.ident;
    (name == "main" && function.attrs.iter().any(makes_main)).then(|| {
        Diag::new(name, "`main` is not a handler")
            .note("a policy is for a handler, or for the function that makes the router")
            .help(format!(
                "put `#[cors]` on a function that returns {}, and call that in `main`",
                feature::RETURN_TYPES
            ))
            .see(Lint::NotAHandler)
    })
}

/// Checks a handler of axum, or a function that returns a router.
pub(crate) fn check_handler(function: &Function) -> CheckedFunction {
    if let Some(verdict) = first_error(function, &[above::launch, wrapped_rocket, main]) {
        return verdict;
    }
    if let Some(expansion) = router_fn::expansion(function) {
        let mut diags = Vec::new();
        repeated(&function.attrs, &mut diags);
        return CheckedFunction { diags, expansion };
    }
    let checks = [receiver, associated, catcher];
    if let Some(verdict) = first_error(function, &checks) {
        return verdict;
    }
    // Without axum, any other function is a route without its attribute.
    if !feature::AXUM
        && let Some(verdict) = first_error(function, &[above::route, no_route_attribute])
    {
        return verdict;
    }
    let mut diags = Vec::new();
    repeated(&function.attrs, &mut diags);
    qualifiers(function, &mut diags);
    let generics = &function.sig.generics;
    if !generics.params.is_empty() {
        let (_, written, _) = generics.split_for_impl();
        let span = written.to_token_stream();
        let diag = Diag::lint(span, Lint::GenericHandler, Field::Function, "");
        diags.push(
            if generics.type_params().next().is_none() && generics.const_params().next().is_none() {
                diag.help("use owned types such as `String`, or the lifetime `'static`")
            } else {
                diag
            },
        );
    }
    arguments::check(function, &mut diags);
    not_async(function, &mut diags);
    if !diags.is_empty()
        && let Some(verdict) = first_error(function, &[above::route])
    {
        return verdict;
    }
    let expansion = if diags.is_empty() && !borrows_output(function) {
        Expansion::Handler
    } else {
        Expansion::Fallback
    };
    CheckedFunction { diags, expansion }
}

/// Formats tokens without the spaces of `to_string`.
pub(crate) fn text(tokens: impl ToTokens) -> String {
    let text = tokens.to_token_stream().to_string();
    [
        (" :: ", "::"),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        ("& ", "&"),
        (" ,", ","),
    ]
    .into_iter()
    .fold(text, |text, (from, to)| text.replace(from, to))
}

fn receiver(function: &Function) -> Option<Diag> {
    let Some(FnArg::Receiver(receiver)) = function.sig.inputs.first() else {
        return None;
    };
    let entry = match &receiver.kind {
        ReceiverKind::Reference(..) => "&self",
        _ => "self",
    };
    Some(Diag::lint(
        receiver,
        Lint::MethodReceiver,
        Field::Function,
        entry,
    ))
}

/// The error for `Self`. Without a receiver, nothing else distinguishes a function of an `impl` block.
fn associated(function: &Function) -> Option<Diag> {
    let sig = &function.sig;
    let arguments = sig.inputs.iter().filter_map(|argument| match argument {
        FnArg::Typed(argument) => Some(&*argument.ty),
        FnArg::Receiver(_) => None,
    });
    let output = match &sig.output {
        ReturnType::Type(_, ty) => Some(&**ty),
        ReturnType::Default => None,
    };
    let self_type = arguments.chain(output).find_map(self_type).or_else(|| {
        let generics = &sig.generics;
        self_among(quote!(#generics))
            .or_else(|| self_among(generics.where_clause.to_token_stream()))
    })?;
    Some(
        Diag::new(
            self_type,
            "a handler with a policy cannot be in an `impl` block",
        )
        .note("the macro adds items next to the handler, which an `impl` block cannot contain")
        .help("move the function out of the `impl` block, and write the type in place of `Self`")
        .see(Lint::MethodReceiver),
    )
}

/// Finds `Self` in a type, without the cost of converting common types to tokens.
fn self_type(ty: &Type) -> Option<Ident> {
    let Type::Path(TypePath {
        qself: None, path, ..
    }) = ty
    else {
        return self_among(ty.to_token_stream());
    };
    path.segments.iter().find_map(|segment| {
        if segment.ident == "Self" {
            return Some(segment.ident.clone());
        }
        match &segment.arguments {
            PathArguments::None => None,
            PathArguments::AngleBracketed(arguments) => {
                arguments.args.iter().find_map(|argument| match argument {
                    GenericArgument::Type(ty) => self_type(ty),
                    argument => self_among(argument.to_token_stream()),
                })
            }
            arguments @ PathArguments::Parenthesized(_) => self_among(arguments.to_token_stream()),
        }
    })
}

fn self_among(tokens: TokenStream) -> Option<Ident> {
    tokens.into_iter().find_map(|token| match token {
        TokenTree::Ident(ident) if ident == "Self" => Some(ident),
        TokenTree::Group(group) => self_among(group.stream()),
        _ => None,
    })
}

/// The error for a function on which a build for Rocket alone expects a route attribute.
fn no_route_attribute(_: &Function) -> Option<Diag> {
    feature::no_route_attribute()
}

/// The error for a catcher: its responses have the policy of the route that failed.
fn catcher(function: &Function) -> Option<Diag> {
    let below = rocket::catcher(&function.attrs)?;
    Some(
        Diag::lint(below, Lint::NotAHandler, Field::Function, "")
            .headline("a catcher has no policy of its own")
            .note("its responses have the policy of the route that failed")
            .help("remove `#[cors]` here, and put it on the routes"),
    )
}

fn repeated(attributes: &[Attribute], diags: &mut Vec<Diag>) {
    let again = attributes.iter().filter(|attribute| is_cors(attribute));
    diags.extend(again.map(|attribute| {
        Diag::lint(attribute, Lint::DuplicateKey, Field::Attribute, "cors")
            .help("keep one of them, with the keys of both")
    }));
}

fn qualifiers(function: &Function, diags: &mut Vec<Diag>) {
    let sig = &function.sig;
    if let Some(word) = &sig.constness {
        diags.push(unsupported(word.to_token_stream(), "const"));
    }
    if let Some(word) = &sig.abi {
        diags.push(unsupported(word.to_token_stream(), "extern"));
    }
    unsafe_or_variadic(function, diags);
}

fn unsafe_or_variadic(function: &Function, diags: &mut Vec<Diag>) {
    let sig = &function.sig;
    if let Safety::Unsafe(word) = &sig.safety {
        diags.push(unsupported(word.to_token_stream(), "unsafe"));
    }
    if let Some(word) = &sig.variadic {
        diags.push(unsupported(word.to_token_stream(), "variadic"));
    }
}

fn unsupported(span: TokenStream, word: &str) -> Diag {
    Diag::lint(span, Lint::UnsupportedFunction, Field::Function, word)
}

fn not_async(function: &Function, diags: &mut Vec<Diag>) {
    let sig = &function.sig;
    let future = matches!(&sig.output, ReturnType::Type(_, ty) if is_future(ty));
    if sig.asyncness.is_none() && !future && sig.constness.is_none() {
        let diag = Diag::lint(sig.fn_token, Lint::NotAsync, Field::Function, "");
        diags.push(if feature::ROCKET {
            diag
        } else {
            diag.help("write `async fn`")
        });
    }
}
