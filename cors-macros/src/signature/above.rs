//! Detects attributes above `#[cors]` that have already expanded the function.
//!
//! Attributes expand from top to bottom, so such an attribute is no longer among the tokens. Only its
//! spans remain.

use cors_rules::{Field, Lint};
use proc_macro2::{Span, TokenStream, extra::DelimSpan};
use syn::spanned::Spanned;

use crate::{diag::Diag, feature, item::Function};

/// The error for `#[launch]` above `#[cors]`: it has generated a `main` that does not call this function.
///
/// It puts an `#[allow(dead_code)]` on the function whose span is that of the body; hand-written code cannot do so.
pub(super) fn launch(function: &Function) -> Option<Diag> {
    let body = Position::of(function.body.span())?;
    let mut attributes = function.attrs.iter();
    attributes
        .any(|attribute| Position::of(attribute.path().span()) == Some(body))
        .then(|| {
            Diag::lint(
                TokenStream::new(),
                Lint::BelowRouteAttribute,
                Field::Function,
                "launch",
            )
            .note("`#[launch]` has already generated `main`, which would launch without the policy")
        })
}

/// The error for a route attribute of Rocket above `#[cors]`, for a function that axum cannot take.
///
/// Rocket parses the function and writes it again, and so does `#[utoipa::path]`: an axum handler below one
/// of these is fine.
pub(super) fn route(function: &Function) -> Option<Diag> {
    let is_written_again = is_written_again(function.sig.paren_token.span);
    (feature::ROCKET && is_written_again).then(|| {
        Diag::lint(
            TokenStream::new(),
            Lint::BelowRouteAttribute,
            Field::Function,
            "get(\"…\")",
        )
        .headline("`#[cors]` stands below an attribute that has already expanded the function")
        .note("if it is a route attribute of Rocket, the route would respond without the policy")
        .help("write `#[cors(…)]` above the route attribute, such as `#[get(\"…\")]`")
    })
}

/// True if a macro has parsed these parentheses with `syn` and written them again: both then have the span
/// of the whole group.
fn is_written_again(parentheses: DelimSpan) -> bool {
    let [open, close] = [parentheses.open(), parentheses.close()].map(Position::of);
    open.is_some() && open == close
}

/// The place of a span in the source.
#[derive(PartialEq, Eq, Clone, Copy)]
struct Position {
    start: (usize, usize),
    end: (usize, usize),
}

impl Position {
    /// `None` outside of the compiler: unit tests have no spans, and rust-analyzer gives all of them one place.
    fn of(span: Span) -> Option<Self> {
        if !proc_macro::is_available() {
            return None;
        }
        let span = span.unwrap();
        let (start, end) = (span.start(), span.end());
        let position = Self {
            start: (start.line(), start.column()),
            end: (end.line(), end.column()),
        };
        (position.start != position.end).then_some(position)
    }
}
