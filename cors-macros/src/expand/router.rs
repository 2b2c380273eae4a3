//! An annotated function that returns a router: its policy is the default for everything inside.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Type;

use super::{handler::gate, place};
use crate::{item::Function, krate::Krate};

/// ```text
/// // Input:
/// #[cors(…)]
/// fn api(db: Db) -> CorsRouter { … }
/// // Output, inside `::cors_runtime::__private::if_axum! { { … } else { the function } }`:
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
    krate: &Krate,
) -> TokenStream {
    let (private, axum) = (krate.private(), krate.axum());
    let Function {
        attrs,
        vis,
        sig,
        body,
    } = function;
    // Judged where it was written, and not again.
    let again = place::again(output);
    let made = if sig.asyncness.is_some() {
        quote!(async move #body.await)
    } else {
        quote!((move || -> #again #body)())
    };
    let check = place::over(
        output,
        quote!(#axum::check_default(<#output as #axum::Routes>::TELL_METHODS, __CORS_DEFAULT)),
    );
    let made_default = place::over(
        output,
        quote!(<#output as #axum::Routes>::with_default(__router, __CORS_DEFAULT)),
    );
    let check = if sig.generics.params.is_empty() {
        quote!(const _: () = #check;)
    } else {
        // An item could not name the parameters of the function.
        quote!(const { #check };)
    };
    gate(
        &quote!(#private::if_axum),
        &quote! {
            #(#attrs)*
            #vis #sig {
                const __CORS_DEFAULT: &#private::Policy = &#policy;
                #check
                // The user's body may return early.
                #[allow(clippy::redundant_closure_call)]
                let __router: #again = #made;
                #made_default
            }
        },
        function,
    )
}
