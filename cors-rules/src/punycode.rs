//! Hosts written in Unicode as browsers send them (UTS #46, RFC 3492).
//!
//! Only letters, digits and marks that normalisation does not change are translated. Browsers map many more characters;
//! for those there is no correction.
//!
//! The `idna` crate and its tables would add 9.8 CPU seconds to each build.

use alloc::{string::String, vec::Vec};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark, is_nfkc};

use crate::{
    bootstring::{BASE, FIRST_BIAS, FIRST_POINT, adapt, threshold},
    origin::LONGEST_LABEL,
};

/// The ASCII form of a host; `None` if it is not certain which one a browser would send.
pub(crate) fn host_to_ascii(host: &str) -> Option<String> {
    // Browsers disagree: older ones send `ss` for the capital sharp s, newer ones what they send for the small one.
    if host.contains('\u{1e9e}') {
        return None;
    }
    // One letter at a time: a browser has no final sigma. The other full stops separate labels too (UTS #46).
    let lower = host
        .chars()
        .flat_map(char::to_lowercase)
        .map(|letter| match letter {
            '\u{3002}' | '\u{ff0e}' | '\u{ff61}' => '.',
            letter => letter,
        });
    let mapped: String = lower.nfc().collect();
    if !is_nfkc(&mapped) || !is_plainly_directed(&mapped) {
        return None;
    }
    let mut ascii = String::new();
    for (i, label) in mapped.split('.').enumerate() {
        if i > 0 {
            ascii.push('.');
        }
        if label.is_ascii() {
            ascii.push_str(label);
        } else {
            push_label(label, &mut ascii)?;
        }
    }
    Some(ascii)
}

fn push_label(label: &str, ascii: &mut String) -> Option<()> {
    let letters: Vec<char> = label.chars().collect();
    let plain = letters
        .iter()
        .all(|&letter| matches!(letter, '-' | '_') || is_plain(letter));
    let misplaced = letters.first().copied().is_none_or(is_combining_mark)
        || label.starts_with('-')
        || label.ends_with('-')
        || matches!(letters.as_slice(), [_, _, '-', '-', ..]);
    if !plain || misplaced {
        return None;
    }
    let start = ascii.len();
    ascii.push_str("xn--");
    encode(&letters, ascii)?;
    (ascii.len() - start <= LONGEST_LABEL).then_some(())
}

/// True if browsers do not map the character: it is a letter, a digit or a mark, and not one that browsers map or drop
/// although lower-casing and normalisation do not change it.
fn is_plain(letter: char) -> bool {
    let mapped = matches!(letter,
        '\u{345}' | '\u{34f}' | '\u{115f}'..='\u{1160}' | '\u{13a0}'..='\u{13ff}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{1c80}'..='\u{1c88}' | '\u{1f80}'..='\u{1faf}' | '\u{1fb2}'..='\u{1fb4}'
        | '\u{1fb7}' | '\u{1fbc}' | '\u{1fc2}'..='\u{1fc4}' | '\u{1fc7}' | '\u{1fcc}' | '\u{1ff2}'..='\u{1ff4}'
        | '\u{1ff7}' | '\u{1ffc}' | '\u{ab70}'..='\u{abbf}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}');
    (letter.is_alphanumeric() || is_combining_mark(letter)) && !mapped
}

/// True if each label certainly has one direction (RFC 5893 §2): without a letter written from right to left,
/// or made of nothing else, or ASCII from a letter to a letter or digit.
fn is_plainly_directed(host: &str) -> bool {
    if !host.chars().any(is_right_to_left) {
        return true;
    }
    host.split('.').all(|label| {
        label.is_empty()
            || label
                .chars()
                .all(|letter| is_right_to_left(letter) && letter.is_alphabetic())
            || (label.is_ascii()
                && label.starts_with(|first: char| first.is_ascii_alphabetic())
                && label.ends_with(|last: char| last.is_ascii_alphanumeric()))
    })
}

/// Blocks whose letters are written from right to left (Unicode, `DerivedBidiClass`).
fn is_right_to_left(letter: char) -> bool {
    matches!(letter,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// RFC 3492 §6.3.
fn encode(letters: &[char], output: &mut String) -> Option<()> {
    let basic = letters.iter().filter(|letter| letter.is_ascii());
    output.extend(basic.clone());
    let start = u32::try_from(basic.count()).ok()?;
    if start > 0 {
        output.push('-');
    }
    let (mut point, mut delta, mut bias, mut handled) = (FIRST_POINT, 0_u32, FIRST_BIAS, start);
    while (handled as usize) < letters.len() {
        let next = letters
            .iter()
            .map(|&letter| u32::from(letter))
            .filter(|&code| code >= point)
            .min()?;
        delta = delta.checked_add((next - point).checked_mul(handled + 1)?)?;
        point = next;
        for &letter in letters {
            let code = u32::from(letter);
            if code < point {
                delta = delta.checked_add(1)?;
            }
            if code != point {
                continue;
            }
            let (mut rest, mut position) = (delta, BASE);
            loop {
                let threshold = threshold(position, bias);
                if rest < threshold {
                    break;
                }
                output.push(digit(threshold + (rest - threshold) % (BASE - threshold))?);
                rest = (rest - threshold) / (BASE - threshold);
                position += BASE;
            }
            output.push(digit(rest)?);
            bias = adapt(delta, handled + 1, handled == start);
            delta = 0;
            handled += 1;
        }
        delta = delta.checked_add(1)?;
        point += 1;
    }
    Some(())
}

fn digit(value: u32) -> Option<char> {
    b"abcdefghijklmnopqrstuvwxyz0123456789"
        .get(value as usize)
        .copied()
        .map(char::from)
}

#[cfg(test)]
mod tests {
    use super::{encode, host_to_ascii};
    use crate::{
        OriginPattern,
        bootstring::{adapt, decode},
    };
    use std::{format, string::String, vec::Vec};

    fn encoded(text: &str) -> String {
        let mut output = String::new();
        encode(&text.chars().collect::<Vec<_>>(), &mut output).expect("short");
        output
    }

    #[test]
    fn samples_of_rfc_3492() {
        for (text, expected) in [
            ("ليهمابتكلموشعربي؟", "egbpdaj6bu4bxfgehfvwxn"),
            ("他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"),
            ("他們爲什麽不說中文", "ihqwctvzc91f659drss3x8bo0yb"),
            ("Pročprostěnemluvíčesky", "Proprostnemluvesky-uyb24dma41a"),
            ("למההםפשוטלאמדבריםעברית", "4dbcagdahymbxekheh6e0a7fei0b"),
            (
                "なぜみんな日本語を話してくれないのか",
                "n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa",
            ),
            (
                "почемужеонинеговорятпорусски",
                "b1abfaaepdrnnbgefbadotcwatmq2g4l",
            ),
            (
                "PorquénopuedensimplementehablarenEspañol",
                "PorqunopuedensimplementehablarenEspaol-fmd56a",
            ),
            (
                "TạisaohọkhôngthểchỉnóitiếngViệt",
                "TisaohkhngthchnitingVit-kjcr8268qyxafd2f1b9g",
            ),
            ("3年B組金八先生", "3B-ww4c5e180e575a65lsy2b"),
            (
                "安室奈美恵-with-SUPER-MONKEYS",
                "-with-SUPER-MONKEYS-pc58ag80a8qai00g7n9n",
            ),
            ("MajiでKoiする5秒前", "MajiKoi5-783gue6qz075azm5e"),
            ("そのスピードで", "d9juau41awczczp"),
        ] {
            assert_eq!(encoded(text), expected, "{text}");
            let mut points = [0; 63];
            // Upper case is mapped before anything is decoded.
            let length = decode(expected.to_ascii_lowercase().as_bytes(), &mut points);
            let lower = text
                .chars()
                .map(|letter| letter.to_ascii_lowercase() as u32);
            assert!(
                lower.eq(points[..length.expect("punycode")].iter().copied()),
                "{text}"
            );
        }
    }

    /// A label has one reading, and a reading has one label.
    #[test]
    fn decoded_label_is_encoded_to_the_same() {
        let letters = b"abz019-";
        let mut decoded = 0;
        for number in 0..letters.len().pow(5) {
            let mut rest = number;
            let label: Vec<u8> = core::iter::from_fn(|| {
                let place = (rest > 0).then_some(rest % letters.len())?;
                rest /= letters.len();
                Some(letters[place])
            })
            .collect();
            let mut points = [0; 63];
            let Some(length) = decode(&label, &mut points) else {
                continue;
            };
            let text = points[..length].iter().map(|&point| char::from_u32(point));
            // Surrogates are numbers of no letter.
            let Some(text) = text.collect::<Option<String>>() else {
                continue;
            };
            // ASCII alone is no punycode; `xn--a` needs a reading, too.
            if !text.is_ascii() {
                assert_eq!(encoded(&text).as_bytes(), label, "{text}");
                decoded += 1;
            }
        }
        assert!(decoded > 1000, "{decoded}");
    }

    #[test]
    fn refused_letter_is_in_no_url() {
        let (mut refused, mut accepted) = (0, 0);
        let letters = ('\u{80}'..'\u{20000}').chain(('\u{20000}'..=char::MAX).step_by(97));
        for letter in letters {
            let host = format!("xn--{}.example", encoded(&format!("a{letter}")));
            if OriginPattern::parse(&format!("https://{host}")).is_ok() {
                accepted += 1;
            } else {
                refused += 1;
                assert!(url::Host::parse(&host).is_err(), "{:x}", u32::from(letter));
            }
        }
        assert!(
            refused > 5_000 && accepted > 100_000,
            "{refused} {accepted}"
        );
    }

    /// RFC 3492 §6.1: only what is above 455 is divided again.
    #[test]
    fn bias_is_that_of_the_standard() {
        assert_eq!(adapt(2 * 455, 456, false), 36 * 455 / (455 + 38));
        assert_eq!(adapt(2 * 456, 457, false), 36 + 36 * 13 / (13 + 38));
    }

    #[test]
    fn hosts_are_encoded_as_browsers_send_them() {
        for (typed, expected) in [
            ("bücher.example", "xn--bcher-kva.example"),
            (
                "a-label-that-is-as-long-as-many-of-those-that-clouds-hand-out.bücher.example",
                "a-label-that-is-as-long-as-many-of-those-that-clouds-hand-out.xn--bcher-kva.example",
            ),
            ("BÜCHER.Example", "xn--bcher-kva.example"),
            ("bu\u{308}cher.example", "xn--bcher-kva.example"),
            ("straße.example", "xn--strae-oqa.example"),
            ("ΣΊΣΥΦΟΣ.example", "xn--kxa6akbbkh.example"),
            ("例え。テスト", "xn--r8jz45g.xn--zckzah"),
            ("пример.испытание", "xn--e1afmkfd.xn--80akhbyknj4f"),
            ("דוגמה.טעסט", "xn--6dbbec0c.xn--deba0ad"),
        ] {
            assert_eq!(host_to_ascii(typed).as_deref(), Some(expected), "{typed}");
            assert_eq!(
                url::Host::parse(typed),
                Ok(url::Host::Domain(expected.into())),
                "{typed}"
            );
        }
    }

    #[test]
    fn label_that_is_not_plain_is_left_alone() {
        for typed in [
            "ｅxample.com",
            "ﬁ.example",
            "☃.example",
            "a\u{200d}b.example",
            "\u{301}a.example",
            "a..ü b",
            "-ü.example",
            "ab--ü.example",
            "א1.example",
            "1.אב",
            "ẞ.example",
        ] {
            assert_eq!(host_to_ascii(typed), None, "{typed}");
        }
    }

    #[test]
    fn every_letter_is_translated_as_browsers_do_or_not_at_all() {
        let (mut translated, mut wrong) = (0, Vec::new());
        // Of the large blocks of ideographs, one in a hundred will do.
        let blocks = [
            '\u{3400}'..'\u{a000}',
            '\u{ac00}'..'\u{d7a0}',
            '\u{20000}'..'\u{34000}',
        ];
        for letter in ('\u{80}'..'\u{34000}').chain('\u{e0000}'..'\u{e0200}') {
            if blocks.iter().any(|block| block.contains(&letter)) && u32::from(letter) % 101 > 0 {
                continue;
            }
            for host in [format!("x{letter}y.example"), format!("{letter}.example")] {
                if let Some(ascii) = host_to_ascii(&host) {
                    translated += 1;
                    if url::Host::parse(&host)
                        .map(|host| format!("{host}"))
                        .as_deref()
                        != Ok(&*ascii)
                    {
                        wrong.push(u32::from(letter));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:x?}");
        assert!(translated > 10_000, "{translated}");
    }
}
