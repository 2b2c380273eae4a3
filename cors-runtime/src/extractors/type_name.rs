//! Parses the names that [`core::any::type_name`] gives to types.
//!
//! The name of a tuple is the one thing a generic function learns of the types in it. Both sides of each
//! comparison are names of this one program, so nothing depends on how the compiler spells them.

/// The name without its generic arguments: `axum::json::Json` of `axum::json::Json<u32>`.
pub(super) fn path(name: &str) -> &str {
    name.split('<').next().unwrap_or_default()
}

/// The names of the types in a tuple; none if it is no tuple.
pub(super) fn elements(tuple: &str) -> Vec<&str> {
    let inside = tuple
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    inside.map(split).unwrap_or_default()
}

/// The names of the generic arguments of a type.
pub(super) fn arguments(name: &str) -> Vec<&str> {
    let inside = name
        .strip_prefix(path(name))
        .and_then(|rest| rest.strip_prefix('<'))
        .and_then(|rest| rest.strip_suffix('>'));
    inside.map(split).unwrap_or_default()
}

/// The name as a user writes it, without the paths of modules: `Json<NewUser>`.
pub(super) fn short(name: &str) -> String {
    let mut short = String::with_capacity(name.len());
    let mut segment = String::new();
    let mut rest = name.chars().peekable();
    while let Some(sign) = rest.next() {
        match sign {
            ':' if rest.peek() == Some(&':') => {
                rest.next();
                segment.clear();
            }
            sign if sign.is_alphanumeric() || sign == '_' => segment.push(sign),
            sign => {
                short.push_str(&core::mem::take(&mut segment));
                short.push(sign);
            }
        }
    }
    short + &segment
}

/// A list as its entries: at the commas that no bracket surrounds. None, if its brackets do not match.
fn split(list: &str) -> Vec<&str> {
    let mut entries = Vec::new();
    let mut open = Vec::new();
    let mut start = 0;
    let mut signs = list.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        match sign {
            '(' | '[' | '{' | '<' => open.push(sign),
            '-' if signs.next_if(|(_, next)| *next == '>').is_some() => {}
            ')' | ']' | '}' | '>' => {
                let opened = match sign {
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
                // A character as a generic argument, `','` or `'\''`; else it is a lifetime.
                for _ in 0..character(&list[at..]) {
                    signs.next();
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

/// How many signs follow the first quote of a character literal, the last quote included.
fn character(text: &str) -> usize {
    let mut signs = text.chars().skip(1);
    match (signs.next(), signs.next()) {
        (Some('\\'), Some(_)) => signs
            .position(|sign| sign == '\'')
            .map_or(0, |place| place + 3),
        (Some(_), Some('\'')) => 2,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use core::any::type_name;

    use super::*;

    struct Of<T: ?Sized>(core::marker::PhantomData<T>);
    struct Sign<const SIGN: char>;
    struct Borrowed<'a>(#[allow(dead_code)] &'a str);

    trait Named<'a, T> {
        type Name;
    }

    #[test]
    fn a_tuple_is_read_whatever_its_types_are() {
        type Tuple = (
            u8,
            Of<Sign<','>>,
            Of<Sign<'>'>>,
            Of<Sign<'\''>>,
            Of<Sign<'\u{7f}'>>,
            Of<dyn for<'a> Named<'a, u8, Name = Vec<(u8, u8)>> + Send>,
            Of<dyn Fn(u8, &str) -> Vec<u8>>,
            Of<for<'a> fn(&'a Borrowed<'a>, [u8; 2]) -> Option<&'a u8>>,
            (Option<u8>, ()),
            Result<Of<[u8]>, Borrowed<'static>>,
        );
        let expected = [
            type_name::<u8>(),
            type_name::<Of<Sign<','>>>(),
            type_name::<Of<Sign<'>'>>>(),
            type_name::<Of<Sign<'\''>>>(),
            type_name::<Of<Sign<'\u{7f}'>>>(),
            type_name::<Of<dyn for<'a> Named<'a, u8, Name = Vec<(u8, u8)>> + Send>>(),
            type_name::<Of<dyn Fn(u8, &str) -> Vec<u8>>>(),
            type_name::<Of<for<'a> fn(&'a Borrowed<'a>, [u8; 2]) -> Option<&'a u8>>>(),
            type_name::<(Option<u8>, ())>(),
            type_name::<Result<Of<[u8]>, Borrowed<'static>>>(),
        ];
        assert_eq!(elements(type_name::<Tuple>()), expected);
        let result = expected[9];
        let inside = [type_name::<Of<[u8]>>(), type_name::<Borrowed<'static>>()];
        assert_eq!(arguments(result), inside);
    }

    #[test]
    fn what_is_no_tuple_has_no_elements() {
        assert_eq!(elements(type_name::<((),)>()), ["()"]);
        for name in [
            type_name::<()>(),
            type_name::<u8>(),
            type_name::<Of<(u8, u8)>>(),
        ] {
            assert!(elements(name).is_empty(), "{name}");
        }
        assert!(arguments(type_name::<u8>()).is_empty());
    }

    #[test]
    fn a_name_that_nothing_is_known_of_is_left_alone() {
        for name in [
            "(a<b)", "(a>)", "((a)", "('", "(a, 'b)>", "(\\)", ",", "<>", "", "(",
        ] {
            let _ = (elements(name), arguments(name), path(name), short(name));
        }
        assert!(elements("(a<b, c)").is_empty());
        assert!(elements("(a(b>, c)").is_empty());
    }

    #[test]
    fn a_short_name_is_as_it_is_written() {
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
