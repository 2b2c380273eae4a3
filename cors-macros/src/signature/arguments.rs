//! Checks the types of arguments: extractors own their values.

use cors_rules::{Field, Lint};
use syn::{FnArg, GenericArgument, PathArguments, ReturnType, Type};

use super::text;
use crate::{diag::Diag, item::Function};

/// Reports arguments that cannot be extractors.
pub(super) fn check(function: &Function, diags: &mut Vec<Diag>) {
    let inputs = &function.sig.inputs;
    for argument in inputs {
        if let FnArg::Typed(argument) = argument {
            let rule = match invalid_extractor(&argument.ty) {
                None => continue,
                Some(InvalidExtractor::ImplTrait) => Lint::ImplTraitArgument,
                Some(InvalidExtractor::Borrow) => Lint::BorrowedArgument,
            };
            diags.push(Diag::lint(
                &argument.ty,
                rule,
                Field::Function,
                text(&argument.ty),
            ));
        }
    }
    if let Some(argument) = inputs.iter().nth(16) {
        diags.push(
            Diag::new(argument, "a handler has at most 16 arguments")
                .note("extractors are implemented for up to 16 of them, as in axum")
                .help("combine some of them in a tuple: `(a, b): (Query<A>, HeaderMap)`")
                .see(Lint::UnsupportedFunction),
        );
    }
}

/// The reason why a type cannot be an extractor.
enum InvalidExtractor {
    ImplTrait,
    Borrow,
}

/// The reason why no extractor can have this type.
fn invalid_extractor(ty: &Type) -> Option<InvalidExtractor> {
    match ty {
        Type::ImplTrait(_) => Some(InvalidExtractor::ImplTrait),
        Type::Reference(reference) => match &reference.lifetime {
            Some(lifetime) if lifetime.ident == "static" => invalid_extractor(&reference.elem),
            _ => Some(InvalidExtractor::Borrow),
        },
        Type::Array(array) => invalid_extractor(&array.elem),
        Type::Group(group) => invalid_extractor(&group.elem),
        Type::Paren(paren) => invalid_extractor(&paren.elem),
        Type::Slice(slice) => invalid_extractor(&slice.elem),
        Type::Tuple(tuple) => tuple.elems.iter().find_map(invalid_extractor),
        Type::Path(path) => {
            path.path
                .segments
                .iter()
                .find_map(|segment| match &segment.arguments {
                    PathArguments::AngleBracketed(arguments) => {
                        arguments.args.iter().find_map(|argument| match argument {
                            GenericArgument::Type(ty) => invalid_extractor(ty),
                            GenericArgument::Lifetime(lifetime) if lifetime.ident != "static" => {
                                Some(InvalidExtractor::Borrow)
                            }
                            _ => None,
                        })
                    }
                    _ => None,
                })
        }
        _ => None,
    }
}

/// True if the return type borrows. The compiler reports that, and would again where the type is repeated.
pub(super) fn borrows_output(function: &Function) -> bool {
    matches!(&function.sig.output, ReturnType::Type(_, ty) if matches!(invalid_extractor(ty), Some(InvalidExtractor::Borrow)))
}
