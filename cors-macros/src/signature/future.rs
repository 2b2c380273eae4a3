//! Detects return types that are futures.

use syn::{GenericArgument, PathArguments, Type, TypeParamBound};

/// True if the type is a future by its form.
pub(super) fn is_future(ty: &Type) -> bool {
    match ty {
        Type::ImplTrait(implemented) => is_future_bound(implemented.bounds.iter()),
        Type::TraitObject(object) => is_future_bound(object.bounds.iter()),
        Type::Group(group) => is_future(&group.elem),
        Type::Paren(paren) => is_future(&paren.elem),
        Type::Path(path) => path.path.segments.last().is_some_and(|last| {
            last.ident == "BoxFuture"
                || (["Pin", "Box"].iter().any(|name| last.ident == name)
                    && matches!(&last.arguments, PathArguments::AngleBracketed(arguments)
                        if arguments.args.iter().any(|argument| matches!(argument, GenericArgument::Type(ty) if is_future(ty)))))
        }),
        _ => false,
    }
}

fn is_future_bound<'b>(mut bounds: impl Iterator<Item = &'b TypeParamBound>) -> bool {
    bounds.any(|bound| {
        matches!(bound, TypeParamBound::Trait(bound) if bound.path.segments.last().is_some_and(|last| last.ident == "Future"))
    })
}
