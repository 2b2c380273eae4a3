//! Generates an annotated function that returns a router or a `Rocket`, with its policy as the default.

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
///     const _: () = check_default(<CorsRouter as WithDefaultPolicy>::REPORTS_METHODS, __CORS_DEFAULT);
///     let __router: CorsRouter = (move || -> CorsRouter { … })();
///     <CorsRouter as WithDefaultPolicy>::with_default(__router, __CORS_DEFAULT)
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
        quote!(#axum::check_default(<#output as #axum::WithDefaultPolicy>::REPORTS_METHODS, __CORS_DEFAULT)),
    );
    let check = if function.sig.generics.params.is_empty() {
        quote!(const _: () = #check;)
    } else {
        // An item could not name the parameters of the function.
        quote!(const { #check };)
    };
    // With the same span as the check, so that the compiler reports a wrong type once.
    let made_default = span::over(
        output,
        quote!(<#output as #axum::WithDefaultPolicy>::with_default(__router, __CORS_DEFAULT)),
    );
    let with_default = with_default(function, output, policy, &check, &made_default, crate_path);
    feature::with_axum(&with_default, function, crate_path)
}

/// The same for a function that returns a `Rocket`, whose routes report their methods:
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
        // `#[launch]` infers this type.
        Type::Infer(_) => span::over(output, quote!(#rocket::Rocket<#rocket::Build>)),
        output => output.to_token_stream(),
    };
    // With the spans of the return type: an error underlines it, and a lint reports it once.
    let made_default = quote!(<#output as #rocket::Routes>::with_default(__router, __CORS_DEFAULT));
    let check = TokenStream::new();
    let with_default = with_default(function, &output, policy, &check, &made_default, crate_path);
    feature::with_rocket(&with_default, function, crate_path)
}

/// The function with its result passed through `Routes::with_default`.
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
    // Lints check the type in the signature only.
    let output_again = span::generated_at(output);
    let made = if sig.asyncness.is_some() {
        quote!(async move #body.await)
    } else {
        quote!((move || -> #output_again #body)())
    };
    quote! {
        #(#attrs)*
        #vis #sig {
            const __CORS_DEFAULT: &#private::Policy = #policy;
            #check
            // A closure, since the user's body may return early.
            #[allow(clippy::redundant_closure_call)]
            let __router: #output_again = #made;
            #made_default
        }
    }
}
