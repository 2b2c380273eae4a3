//! Parses the type names of [`core::any::type_name`].
//!
//! A generic function can learn the types in a tuple only from its name. Both sides of each comparison are names from
//! the same program, so the result does not depend on how the compiler formats them.

/// Returns the name without generic arguments: `axum::json::Json` for `axum::json::Json<u32>`.
pub(super) fn path(name: &str) -> &str {
    name.split('<').next().unwrap_or_default()
}

/// Returns the names of the types in a tuple, or an empty list for any other type.
pub(super) fn elements(tuple: &str) -> Vec<&str> {
    let inside = tuple
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    inside.map(split).unwrap_or_default()
}

/// Returns the names of the generic arguments of a type.
pub(super) fn arguments(name: &str) -> Vec<&str> {
    let inside = name
        .strip_prefix(path(name))
        .and_then(|rest| rest.strip_prefix('<'))
        .and_then(|rest| rest.strip_suffix('>'));
    inside.map(split).unwrap_or_default()
}

/// Returns the name without module paths, such as `Json<NewUser>`.
pub(crate) fn short(name: &str) -> String {
    let mut short = String::with_capacity(name.len());
    let mut segment = String::new();
    let mut rest = name.chars().peekable();
    while let Some(ch) = rest.next() {
        match ch {
            ':' if rest.peek() == Some(&':') => {
                rest.next();
                segment.clear();
            }
            ch if ch.is_alphanumeric() || ch == '_' => segment.push(ch),
            ch => {
                short.push_str(&core::mem::take(&mut segment));
                short.push(ch);
            }
        }
    }
    short + &segment
}

/// Splits a list at the commas outside of brackets. Returns an empty list if the brackets do not match.
fn split(list: &str) -> Vec<&str> {
    let mut entries = Vec::new();
    let mut open = Vec::new();
    let mut start = 0;
    let mut chars = list.char_indices().peekable();
    while let Some((at, ch)) = chars.next() {
        match ch {
            '(' | '[' | '{' | '<' => open.push(ch),
            '-' if chars.next_if(|(_, next)| *next == '>').is_some() => {}
            ')' | ']' | '}' | '>' => {
                let opened = match ch {
                    ')' => '(',
                    ']' => '[',
                    '}' => '{',
                    _ => '<',
                };
                if open.pop() != Some(opened) {
                    return Vec::new();
                }
            }
            ',' if open.is_empty() => {
                entries.push(list[start..at].trim());
                start = at + 1;
            }
            '\'' => {
                // A character literal as a generic argument, such as `','`, or a lifetime.
                for _ in 0..character(&list[at..]) {
                    chars.next();
                }
            }
            _ => {}
        }
    }
    if !open.is_empty() {
        return Vec::new();
    }
    entries.push(list[start..].trim());
    entries.retain(|entry| !entry.is_empty());
    entries
}

/// Returns the number of characters after the first quote of a character literal, or 0 for a lifetime.
fn character(text: &str) -> usize {
    let mut chars = text.chars().skip(1);
    match (chars.next(), chars.next()) {
        (Some('\\'), Some(_)) => chars.position(|ch| ch == '\'').map_or(0, |place| place + 3),
        (Some(_), Some('\'')) => 2,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use core::any::type_name;

    use super::*;

    struct Generic<T: ?Sized>(core::marker::PhantomData<T>);
    struct CharParam<const CHAR: char>;
    struct Borrowed<'a>(#[allow(dead_code)] &'a str);

    trait Trait<'a, T> {
        type Name;
    }

    #[test]
    fn elements_of_tuple_with_nested_types_are_split() {
        type Tuple = (
            u8,
            Generic<CharParam<','>>,
            Generic<CharParam<'>'>>,
            Generic<CharParam<'\''>>,
            Generic<CharParam<'\u{7f}'>>,
            Generic<dyn for<'a> Trait<'a, u8, Name = Vec<(u8, u8)>> + Send>,
            Generic<dyn Fn(u8, &str) -> Vec<u8>>,
            Generic<for<'a> fn(&'a Borrowed<'a>, [u8; 2]) -> Option<&'a u8>>,
            (Option<u8>, ()),
            Result<Generic<[u8]>, Borrowed<'static>>,
        );
        let expected = [
            type_name::<u8>(),
            type_name::<Generic<CharParam<','>>>(),
            type_name::<Generic<CharParam<'>'>>>(),
            type_name::<Generic<CharParam<'\''>>>(),
            type_name::<Generic<CharParam<'\u{7f}'>>>(),
            type_name::<Generic<dyn for<'a> Trait<'a, u8, Name = Vec<(u8, u8)>> + Send>>(),
            type_name::<Generic<dyn Fn(u8, &str) -> Vec<u8>>>(),
            type_name::<Generic<for<'a> fn(&'a Borrowed<'a>, [u8; 2]) -> Option<&'a u8>>>(),
            type_name::<(Option<u8>, ())>(),
            type_name::<Result<Generic<[u8]>, Borrowed<'static>>>(),
        ];
        assert_eq!(elements(type_name::<Tuple>()), expected);
        let result = expected[9];
        let inside = [
            type_name::<Generic<[u8]>>(),
            type_name::<Borrowed<'static>>(),
        ];
        assert_eq!(arguments(result), inside);
    }

    #[test]
    fn elements_of_other_types_are_empty() {
        assert_eq!(elements(type_name::<((),)>()), ["()"]);
        for name in [
            type_name::<()>(),
            type_name::<u8>(),
            type_name::<Generic<(u8, u8)>>(),
        ] {
            assert!(elements(name).is_empty(), "{name}");
        }
        assert!(arguments(type_name::<u8>()).is_empty());
    }

    #[test]
    fn malformed_names_do_not_panic() {
        for name in [
            "(a<b)", "(a>)", "((a)", "('", "(a, 'b)>", "(\\)", ",", "<>", "", "(",
        ] {
            let _ = (elements(name), arguments(name), path(name), short(name));
        }
        assert!(elements("(a<b, c)").is_empty());
        assert!(elements("(a(b>, c)").is_empty());
    }

    #[test]
    fn short_name_has_no_module_paths() {
        let names = [
            (
                type_name::<Option<Result<Vec<u8>, ()>>>(),
                "Option<Result<Vec<u8>, ()>>",
            ),
            (type_name::<&Borrowed<'_>>(), "&Borrowed<'_>"),
            (type_name::<(String, [u8; 2])>(), "(String, [u8; 2])"),
        ];
        for (name, written) in names {
            assert_eq!(short(name), written);
        }
    }
}
