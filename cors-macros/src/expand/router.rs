//! An annotated function that returns a router or a Rocket: its policy is the default for everything
//! inside.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{ReturnType, Type};

use super::span;
use crate::{crate_path::CratePath, feature, item::Function};

/// ```text
/// // Input:
/// #[cors(…)]
/// fn api(db: Db) -> CorsRouter { … }
/// // Output, inside `::cors_runtime::__private::items! { … }`:
/// fn api(db: Db) -> CorsRouter {
///     const __CORS_DEFAULT: &Policy = …;
///     const _: () = check_default(<CorsRouter as Routes>::TELL_METHODS, __CORS_DEFAULT);
///     let __router: CorsRouter = (move || -> CorsRouter { … })();
///     <CorsRouter as Routes>::with_default(__router, __CORS_DEFAULT)
/// }
/// ```
pub(crate) fn router(
    function: &Function,
    output: &Type,
    policy: &TokenStream,
    crate_path: &CratePath,
) -> TokenStream {
    let axum = crate_path.axum();
    let check = span::over(
        output,
        quote!(#axum::check_default(<#output as #axum::Routes>::TELL_METHODS, __CORS_DEFAULT)),
    );
    let check = if function.sig.generics.params.is_empty() {
        quote!(const _: () = #check;)
    } else {
        // An item could not name the parameters of the function.
        quote!(const { #check };)
    };
    // Of the two places, the compiler complains about one if they look the same.
    let made_default = span::over(
        output,
        quote!(<#output as #axum::Routes>::with_default(__router, __CORS_DEFAULT)),
    );
    let with_default = with_default(function, output, policy, &check, &made_default, crate_path);
    feature::with_axum(&with_default, function, crate_path)
}

/// The same for a function that returns a Rocket, whose routes tell their methods:
///
/// ```text
/// // Input:
/// #[cors(…)]
/// #[launch]
/// fn rocket() -> _ { … }
/// // Output, inside `::cors_runtime::__private::items! { … }`:
/// #[launch]
/// fn rocket() -> Rocket<Build> {
///     const __CORS_DEFAULT: &Policy = …;
///     let __router: Rocket<Build> = (move || -> Rocket<Build> { … })();
///     <Rocket<Build> as Routes>::with_default(__router, __CORS_DEFAULT)
/// }
/// ```
pub(crate) fn rocket(
    function: &Function,
    output: &Type,
    policy: &TokenStream,
    crate_path: &CratePath,
) -> TokenStream {
    let rocket = crate_path.rocket();
    let output = match output {
        // `#[launch]` would write the type in its place.
        Type::Infer(_) => span::over(output, quote!(#rocket::Rocket<#rocket::Build>)),
        output => output.to_token_stream(),
    };
    // The type as it stands there: an error underlines it, and a lint says the same of it once.
    let made_default = quote!(<#output as #rocket::Routes>::with_default(__router, __CORS_DEFAULT));
    let check = TokenStream::new();
    let with_default = with_default(function, &output, policy, &check, &made_default, crate_path);
    feature::with_rocket(&with_default, function, crate_path)
}

/// The function with `Routes` of a framework between its body and whoever calls it.
fn with_default(
    function: &Function,
    output: &impl ToTokens,
    policy: &TokenStream,
    check: &TokenStream,
    made_default: &TokenStream,
    crate_path: &CratePath,
) -> TokenStream {
    let private = crate_path.private();
    let Function {
        attrs,
        vis,
        sig,
        body,
    } = function;
    let mut sig = sig.clone();
    if let ReturnType::Type(_, ty) = &mut sig.output {
        **ty = Type::Verbatim(output.to_token_stream());
    }
    // Judged where it was written, and not again.
    let again = span::again(output);
    let made = if sig.asyncness.is_some() {
        quote!(async move #body.await)
    } else {
        quote!((move || -> #again #body)())
    };
    quote! {
        #(#attrs)*
        #vis #sig {
            const __CORS_DEFAULT: &#private::Policy = #policy;
            #check
            // The user's body may return early.
            #[allow(clippy::redundant_closure_call)]
            let __router: #again = #made;
            #made_default
        }
    }
}
