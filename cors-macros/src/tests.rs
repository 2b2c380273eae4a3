//! Tests of the generated items. Their behaviour is tested where they run, and compiler errors in the UI tests.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::quote;

use crate::attribute;

const SNAPSHOTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/snapshots");

macro_rules! assert_items {
    ($items:expr $(,)?) => {
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => SNAPSHOTS }, {
            insta::assert_snapshot!($items);
        });
    };
}

mod documentation;
mod help_text;
mod names;
mod rocket;
mod router_fn;

/// Removes `…::items! { }`, since the formatter leaves arguments of macros alone.
fn opened(tokens: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut opened = Vec::new();
    let mut rest = tokens.as_slice();
    while let Some(first) = rest.first() {
        // `:: cors_runtime :: __private :: items ! { }`
        if let [.., TokenTree::Group(group)] = rest.get(..11).unwrap_or_default()
            && rest[8].to_string() == "items"
        {
            opened.extend(self::opened(group.stream()));
            rest = &rest[11..];
            continue;
        }
        opened.push(match first {
            TokenTree::Group(group) => {
                Group::new(group.delimiter(), self::opened(group.stream())).into()
            }
            token => token.clone(),
        });
        rest = &rest[1..];
    }
    opened.into_iter().collect()
}

/// The formatted items of `#[cors(args)]`.
fn cors(args: TokenStream, item: TokenStream) -> String {
    pretty(attribute::cors(args, item))
}

fn policy(args: TokenStream) -> String {
    let policy = attribute::policy(args);
    pretty(quote!(static POLICY: Policy = #policy;))
}

fn pretty(tokens: TokenStream) -> String {
    let file: syn::File = syn::parse2(opened(tokens)).expect("items");
    prettyplease::unparse(&file).replace(
        ":: cors_runtime :: __private ::",
        "::cors_runtime::__private::",
    )
}

#[test]
fn handler() {
    assert_items!(cors(
        quote!(
            origins = ["https://app.example.com", "https://*.example.org"],
            credentials,
            max_age = "24h"
        ),
        quote! {
            pub(crate) async fn create(State(db): State<Db>, Json(user): Json<NewUser>) -> Result<StatusCode, AppError> {
                db.insert(user).await
            }
        },
    ));
}

#[test]
fn handler_without_arguments() {
    assert_items!(cors(
        quote!(origins = any),
        quote!(
            async fn r#type() {}
        )
    ));
}

#[test]
fn attributes_go_to_their_items() {
    assert_items!(cors(
        quote!(origins = any),
        quote! {
            /// Documented.
            #[cfg(feature = "users")]
            #[deprecated]
            #[allow(unused)]
            #[expect(clippy::unused_async)]
            #[tracing::instrument]
            pub async fn list() {}
        },
    ));
}

#[test]
fn handler_returning_a_future() {
    assert_items!(cors(
        quote!(origins = any),
        quote! {
            fn list(check: State<fn(&str) -> bool>) -> impl Future<Output = String> {
                ready(String::new())
            }
        },
    ));
}

#[test]
fn wrong_policy_keeps_the_handler() {
    assert_items!(cors(
        quote!(origins = ["https://app.example.com/"]),
        quote!(
            async fn list() -> String {
                String::new()
            }
        ),
    ));
}

#[test]
fn wrong_signature_expands_to_the_fallback() {
    assert_items!(cors(
        quote!(origins = any),
        quote!(
            #[axum::debug_handler]
            #[allow(unused)]
            async fn list<T>(body: T) {}
        ),
    ));
}

#[test]
fn struct_stays_unchanged() {
    assert_items!(cors(
        quote!(origins = any),
        quote!(
            #[derive(Debug)]
            struct Users {
                count: u8,
            }
        )
    ));
}

#[test]
fn incomplete_body_is_kept() {
    let expanded =
        attribute::cors(quote!(origins = any), quote!(async fn list() { db. })).to_string();
    assert!(expanded.contains("{ db . }"), "{expanded}");
}

#[test]
fn policy_of_literals() {
    assert_items!(policy(quote!(
        origins = [
            "https://b.example.org",
            "https://*.example.com",
            "https://a.example.org",
            "ionic://localhost"
        ],
        methods = [GET, "POST"],
        headers = ["Content-Type", "x-request-id"],
        expose_headers = any,
        max_age = 600,
        enforce,
    )));
}

#[test]
fn policy_with_a_warning_is_deprecated() {
    assert_items!(policy(quote!(
        origins = ["https://*.example.com", "https://a.example.com"]
    )));
}

#[test]
fn dev_origins_stay_out_of_release_builds() {
    assert_items!(policy(quote!(
        origins = ["https://app.example.com"],
        dev_origins = ["http://localhost:*"],
        crate = ::cors
    )));
}

#[test]
fn wrong_policy_expression_allows_no_origin() {
    assert_items!(policy(quote!(origins = ["localhost:3000"], max_age = -1)));
}

/// The number of errors of `policy!(args)`.
fn errors(args: &str) -> usize {
    let args: TokenStream = args.parse().expect("balanced brackets");
    attribute::policy(args)
        .to_string()
        .matches("compile_error")
        .count()
}

#[test]
fn each_syntax_mistake_is_one_error() {
    for args in [
        "",
        "=",
        ",",
        "= 5",
        "#",
        "origins",
        "origins =",
        "origins = =",
        "origins == [\"https://a.example\"]",
        "origins: [\"https://a.example\"]",
        "origins::list = any",
        "origins = [,]",
        "origins = [any]",
        "origins = [5]",
        "origins = 5",
        "origins = {}",
        "origins = &[\"https://a.example\"]",
        "origins = [b\"https://a.example\"]",
        "origins = [concat!(\"https://\", \"a.example\")]",
        "origins = [\"https://a.example\" \"https://b.example\"]",
        "origins = [\"https://a.example\"][\"https://b.example\"]",
        "origins = any any",
        "origins = [\"https://a.example\"], credentials credentials",
        "origins = any, credentials = ",
        "origins = any, credentials = yes",
        "origins = any, credentials(true)",
        "origins = any, allow",
        "origins = any, allow(a)",
        "origins = any, allow(null_origin public_suffixes)",
        "origins = any, allow(null_origin = true)",
        "origins = any, crate",
        "origins = any, crate = 5",
        "origins = any, crate = self",
        "origins = any, max_age = -",
        "origins = any, max_age = --1",
        "origins = any, max_age = 1u8",
        "origins = any, max_age = 1.5",
        "origins = any, max_age = 99999999999999999999999999",
        "origins = any, max_age = 5 minutes",
        "origins = any, methods = [GET POST]",
        "origins = any, methods = [http::Method::GET]",
        "origins = any, methods(GET)",
        "origins = any, methods = GET, POST",
        "origins = any, methods = [GET]; credentials = false",
        "origins = any; methods = GET; PUT, credentials = false",
        "origins = any;",
        "origins = \"https://a.example\", \"https://b.example\", methods = [GET]",
        "origins = \"https://a.example\"; \"https://b.example\"",
        "origin = \"https://a.example\"",
        "allow_origin = \"https://a.example\", \"https://b.example\"",
        "origin(\"https://a.example\")",
        "origins = any, no_credentials",
        "origins = any, no_credentials = true, methods = [GET]",
        "origins = any no_credentials = true",
        "origins = *",
        "origins = [*]",
        "origins = (\"https://a.example\", \"https://b.example\")",
        "origins = vec![\"https://a.example\"]",
        "origins = env!(\"ORIGIN\")",
        "origins = config::origins",
        "origins = |origin| true",
        "origins = [Regex::new(\".*\")]",
        "origins = any, max_age = max_age",
        "origins = any, ttl = 5",
        "origins = any, enforced = cfg!(debug_assertions)",
        "origins = any, headers = [content-type]",
        "origins = any, headers = \"content-type\"",
        "r#origins = any",
        "\"https://a.example\"",
        "\"https://a.example\", \"https://b.example\" = 5, origins = any, max_age =",
        "https",
        "any",
        "disabled, disabled",
        "disabled = false",
        "disabled, max_age = 5",
        "policy",
        "base = \"OTHER\", max_age = 5",
        "base, max_age = 5",
        "policy = OTHER, base = ANOTHER, max_age = 5",
        "polcy = OTHER",
    ] {
        let mistakes = match args {
            "origins = [\"https://a.example\"], credentials credentials"
            | "origins = any; methods = GET; PUT, credentials = false"
            | "origins = any no_credentials = true"
            | "origins = any, enforced = cfg!(debug_assertions)" => 2,
            "\"https://a.example\", \"https://b.example\" = 5, origins = any, max_age =" => 3,
            _ => 1,
        };
        assert_eq!(errors(args), mistakes, "{args}");
    }
}

#[test]
fn router() {
    assert_items!(cors(
        quote!(origins = any),
        quote! {
            /// The routes.
            pub(crate) fn api(db: Db) -> CorsRouter {
                CorsRouter::new().with_state(db)
            }
        },
    ));
}

#[test]
fn trailing_comma_and_macro_groups_are_accepted() {
    assert_eq!(
        errors("origins = [\"https://a.example\",], credentials,"),
        0
    );
    assert_eq!(errors("origins = any, max_age = 86_400, crate = a::b"), 0);
    let origin = Group::new(proc_macro2::Delimiter::None, quote!("https://a.example"));
    let list = attribute::policy(quote!(origins = [#origin])).to_string();
    assert!(!list.contains("compile_error"), "{list}");
}

#[test]
fn any_mistake_makes_the_policy_allow_no_origin() {
    for mistake in [
        "sites = []",
        "max_age = yes",
        "origins = any",
        "allow(all)",
        "base = \"A\"",
        "policy = A",
        "5",
    ] {
        let args = format!("origins = any, {mistake}");
        let policy = attribute::policy(args.parse().expect("tokens")).to_string();
        assert!(policy.contains("deny_all"), "{args}");
        assert!(!policy.contains("Any"), "{args}");
    }
}
