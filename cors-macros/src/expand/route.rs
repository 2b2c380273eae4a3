//! Generates the items of an annotated Rocket route.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::{
    Attribute, FnArg, GenericParam, Pat, PatType, ReturnType, Safety, Signature, Type,
    ext::IdentExt,
};

use super::{Attributes, Policy, PolicyFacts, annotated, extractor_checks, span};
use crate::{crate_path::CratePath, feature, item::Function, rocket::RouteAttribute, signature};

/// ```text
/// // Input:
/// #[cors(…)]
/// #[get("/users/<id>")]
/// pub async fn user(id: u32) -> Json<User> { … }
/// // Output, inside `::cors_runtime::__private::items! { … }`:
/// pub async fn user(id: u32) -> Json<User> { … }
/// pub struct user {}                                   // used by `routes![user]`
/// const _: () = {
///     impl Annotation for user { … ENCODED … }
///     impl Annotated for user { … NAME … }
///     impl user { pub fn into_route<…>(self) -> … { … __cors_user {}.into_route() … } }
/// };
/// #[get("/users/<id>")]
/// #[beside(pub use rocket_uri_macro___cors_user as rocket_uri_macro_user;)]   // used by `uri!(user(1))`
/// pub async fn __cors_user(__cors: CorsSentinel, id: u32) -> Json<User> { user(id).await }
/// ```
///
/// `#[beside]` expands after Rocket's attribute, and only if Rocket accepts the route. Otherwise its `use` would name a
/// missing macro.
pub(crate) fn route(
    function: &Function,
    route: &RouteAttribute,
    policy: &Policy,
    facts: &PolicyFacts,
    crate_path: &CratePath,
) -> TokenStream {
    if signature::of_an_impl_block(function) {
        return without_attributes(function, route);
    }
    if is_no_route(&function.sig) {
        // The compiler reports it, and would report it again for a second function.
        return function.to_token_stream();
    }
    let Some(arguments) = arguments(&function.sig) else {
        return rejected(function);
    };
    let own = without_attributes(function, route);
    let proxy = proxy(function, route, &arguments, (policy, facts), crate_path);
    let inner = inner(
        function,
        &function.attrs[route.index],
        &arguments,
        crate_path,
    );
    let items = quote! {
        #own
        #proxy
        #inner
    };
    feature::with_rocket(&items, function, crate_path)
}

/// The user's function without its route attribute and any further `#[cors]`.
fn without_attributes(function: &Function, route: &RouteAttribute) -> TokenStream {
    let Function {
        attrs,
        vis,
        sig,
        body,
    } = function;
    let attrs = attrs
        .iter()
        .enumerate()
        .filter(|(index, attribute)| *index != route.index && !signature::is_cors(attribute))
        .map(|(_, attribute)| attribute);
    quote!(#(#attrs)* #vis #sig #body)
}

/// A function with arguments that Rocket rejects with an error of its own.
///
/// If another version of Rocket accepts them, the route would have no policy. So this takes the name of the `uri!` macro,
/// and a route that Rocket does generate is a name conflict.
fn rejected(function: &Function) -> TokenStream {
    let Attributes { every, .. } = Attributes::of(&function.attrs);
    let taken = uri_macro(&function.sig.ident);
    quote! {
        #function

        #(#every)*
        #[allow(unused_imports)]
        use ::core::stringify as #taken;
    }
}

/// The arguments by name; `None` if Rocket rejects one of them.
fn arguments(sig: &Signature) -> Option<Vec<(&Ident, &PatType)>> {
    let inputs = sig.inputs.iter();
    inputs
        .map(|input| match input {
            FnArg::Typed(argument) => match &*argument.pat {
                Pat::Ident(name) => Some((&name.ident, argument)),
                _ => None,
            },
            FnArg::Receiver(_) => None,
        })
        .collect()
}

/// True if no route can have this signature: its type parameters could not be inferred.
fn is_no_route(sig: &Signature) -> bool {
    let parameters = &sig.generics.params;
    let generic = parameters
        .iter()
        .any(|parameter| !matches!(parameter, GenericParam::Lifetime(_)));
    generic || borrows_from_nothing(sig)
}

/// True for `fn index() -> &str`. The argument that is added would change the compiler's help.
fn borrows_from_nothing(sig: &Signature) -> bool {
    sig.inputs.is_empty()
        && matches!(&sig.output, ReturnType::Type(_, ty)
            if matches!(&**ty, Type::Reference(reference) if reference.lifetime.is_none()))
}

/// The type that carries the policy. It has the name of the function, as Rocket's own proxy would.
fn proxy(
    function: &Function,
    route: &RouteAttribute,
    arguments: &[(&Ident, &PatType)],
    (policy, facts): (&Policy, &PolicyFacts),
    crate_path: &CratePath,
) -> TokenStream {
    let Attributes {
        every, repeated, ..
    } = Attributes::of(&function.attrs);
    let deprecated = function
        .attrs
        .iter()
        .filter(|attribute| attribute.path().is_ident("deprecated"));
    let imports = crate_path.imports();
    let crate_path = &CratePath::imported();
    let (private, rocket) = (crate_path.private(), crate_path.rocket());
    let name = &function.sig.ident;
    let text = name.unraw().to_string();
    let inner = annotated(name);
    let vis = span::generated_at(&function.vis);
    let (items, carried) = (policy.items(name, crate_path), Policy::of(name, crate_path));
    let types: Vec<_> = arguments
        .iter()
        .map(|(_, argument)| &*argument.ty)
        .collect();
    let body = route.body.as_ref().and_then(|body| {
        let mut names = arguments.iter().map(|(name, _)| name.unraw());
        names.position(|name| name == body)
    });
    let format = route.format.as_ref();
    let format = format.map(|(format, need)| (format.to_token_stream(), *need));
    let needs = extractor_checks::of_arguments(
        &types,
        body,
        format.as_ref().map(|(format, need)| (format, *need)),
        facts,
        &carried,
        &private,
    );
    let form = route.form.as_ref().and_then(|data| {
        let data = data.to_token_stream();
        extractor_checks::of_data(&data, facts, &carried, &private)
    });
    // In a block of its own, since the other one allows `deprecated`.
    let form = form.map(|form| quote!(#(#every)* #(#repeated)* const _: () = { #imports #form };));
    quote! {
        #form

        #(#every)*
        #(#deprecated)*
        #[doc(hidden)]
        #[allow(nonstandard_style)]
        #vis struct #name {}

        #(#every)*
        #(#repeated)*
        #[allow(deprecated)]
        const _: () = {
            #imports
            #items

            impl #rocket::Annotated for #name {
                const NAME: &'static str = #text;
            }

            impl #name {
                /// The policy of the route.
                #[doc(hidden)]
                pub fn policy(&self) -> &'static #private::Policy {
                    <Self as #private::Annotation>::POLICY
                }

                #[doc(hidden)]
                pub fn into_route<__Route: #rocket::UseRoutesOfCorsRuntime<Self>>(self) -> __Route {
                    __Route::from_route(#inner {}.into_route())
                }
            }

            #needs
        };
    }
}

/// The route for Rocket. Its first argument has the Sentinel that requires the fairing.
fn inner(
    function: &Function,
    route: &Attribute,
    arguments: &[(&Ident, &PatType)],
    crate_path: &CratePath,
) -> TokenStream {
    let Attributes {
        every, repeated, ..
    } = Attributes::of(&function.attrs);
    let rocket = crate_path.rocket();
    let Signature {
        asyncness,
        fn_token,
        ident: name,
        generics,
        output,
        paren_token,
        ..
    } = &function.sig;
    // With the span of the user's name, so that errors about both signatures are identical and appear once.
    let inner = Ident::new(&annotated(name).to_string(), name.span());
    let typed = arguments.iter().map(|(name, argument)| {
        let (colon, ty) = (&argument.colon_token, ungrouped(&argument.ty));
        quote!(#name #colon #ty)
    });
    let mut inputs = TokenStream::new();
    paren_token.surround(&mut inputs, |inputs| {
        inputs.extend(quote!(__cors: #rocket::CorsSentinel, #(#typed),*));
    });
    let output = match output {
        ReturnType::Default => TokenStream::new(),
        ReturnType::Type(arrow, ty) => {
            let ty = ungrouped(ty);
            quote!(#arrow #ty)
        }
    };
    let call = call(&function.sig, arguments);
    let (parameters, _, clause) = generics.split_for_impl();
    let parameters = (!generics.params.is_empty()).then_some(parameters);
    let vis = span::generated_at(&function.vis);
    let private = crate_path.private();
    let uri = uri(function);
    quote! {
        #(#every)*
        #(#repeated)*
        #route
        #[#private::beside(#uri)]
        #[doc(hidden)]
        #[allow(deprecated, nonstandard_style, unused_variables, clippy::all, clippy::pedantic)]
        #vis #asyncness #fn_token #inner #parameters #inputs #output #clause {
            #call
        }
    }
}

/// The call of the user's function.
fn call(sig: &Signature, arguments: &[(&Ident, &PatType)]) -> TokenStream {
    if let Safety::Unsafe(_) = sig.safety {
        // Reported already, and a call would be reported again.
        return quote!(loop {});
    }
    let names = arguments.iter().map(|(name, _)| name);
    let wait = sig.asyncness.map(|_| quote!(.await));
    // `mixed_site`, since an argument may have the name of the function.
    let mut function = sig.ident.clone();
    function.set_span(Span::mixed_site().located_at(function.span()));
    quote!(#function(#(#names),*) #wait)
}

/// A type without its invisible group, with the hygiene of that group.
///
/// Rocket gives its own names the hygiene of the type's first token. An argument of a `macro_rules!` is in a group with
/// the hygiene of that macro, and `items!` removes the group.
fn ungrouped(ty: &Type) -> TokenStream {
    let Type::Group(group) = ty else {
        return ty.to_token_stream();
    };
    let mut tokens: Vec<TokenTree> = ungrouped(&group.elem).into_iter().collect();
    match tokens.first_mut() {
        Some(TokenTree::Ident(crate_path)) if crate_path == "$crate" => {}
        Some(first) => first.set_span(first.span().resolved_at(group.group_token.span)),
        None => {}
    }
    tokens.into_iter().collect()
}

fn uri(function: &Function) -> TokenStream {
    let name = &function.sig.ident;
    let (inner, outer) = (uri_macro(&annotated(name)), uri_macro(name));
    quote! {
        #[doc(hidden)]
        #[allow(unused_imports)]
        pub use #inner as #outer;
    }
}

/// The name under which `uri!` looks for a route.
fn uri_macro(name: &Ident) -> Ident {
    format_ident!(
        "rocket_uri_macro_{}",
        name.unraw(),
        span = Span::call_site()
    )
}
