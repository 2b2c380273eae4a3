//! Decodes punycode (RFC 3492). No crate does so in const evaluation.

pub(crate) const BASE: u32 = 36;
const SMALLEST: u32 = 1;
const LARGEST: u32 = 26;
pub(crate) const FIRST_BIAS: u32 = 72;
pub(crate) const FIRST_POINT: u32 = 128;

/// Below it a digit is the last one of its number.
pub(crate) const fn threshold(position: u32, bias: u32) -> u32 {
    let threshold = position.saturating_sub(bias);
    if threshold < SMALLEST {
        SMALLEST
    } else if threshold > LARGEST {
        LARGEST
    } else {
        threshold
    }
}

/// RFC 3492 §6.1.
pub(crate) const fn adapt(delta: u32, points: u32, first: bool) -> u32 {
    let mut delta = if first { delta / 700 } else { delta / 2 };
    delta += delta / points;
    let mut steps = 0;
    while delta > 455 {
        delta /= 35;
        steps += 36;
    }
    steps + 36 * delta / (delta + 38)
}

/// RFC 3492 §6.2: the code points of a label in lower case, and how many there are. `None` if it is no punycode, or
/// longer than `points`.
pub(crate) const fn decode<const N: usize>(text: &[u8], points: &mut [u32; N]) -> Option<usize> {
    let (basic, mut rest) = match crate::bytes::find_last(text, b'-') {
        // A delimiter without letters before it is none.
        None | Some(0) => text.split_at(0),
        Some(place) => (text.split_at(place).0, text.split_at(place + 1).1),
    };
    if basic.len() > N {
        return None;
    }
    let mut length = 0;
    while length < basic.len() {
        points[length] = basic[length] as u32;
        length += 1;
    }
    let (mut point, mut place, mut bias) = (FIRST_POINT, 0, FIRST_BIAS);
    while !rest.is_empty() {
        let Some((delta, tail)) = number(rest, bias) else {
            return None;
        };
        rest = tail;
        if length == N {
            return None;
        }
        #[allow(clippy::cast_possible_truncation)] // at most N
        let count = length as u32 + 1;
        bias = adapt(delta, count, place == 0 && length == basic.len());
        let Some(next) = delta.checked_add(place) else {
            return None;
        };
        point = point.saturating_add(next / count);
        if point > char::MAX as u32 {
            return None;
        }
        place = next % count;
        let mut i = length;
        while i > place as usize {
            points[i] = points[i - 1];
            i -= 1;
        }
        points[i] = point;
        length += 1;
        place += 1;
    }
    Some(length)
}

/// A number of variable length, and the text after it.
const fn number(text: &[u8], bias: u32) -> Option<(u32, &[u8])> {
    let (mut value, mut weight, mut position) = (0_u32, 1_u32, BASE);
    let mut rest = text;
    while let [first, tail @ ..] = rest {
        rest = tail;
        let digit = match *first {
            letter @ b'a'..=b'z' => (letter - b'a') as u32,
            digit @ b'0'..=b'9' => (digit - b'0') as u32 + 26,
            _ => return None,
        };
        let Some(part) = digit.checked_mul(weight) else {
            return None;
        };
        let Some(sum) = value.checked_add(part) else {
            return None;
        };
        value = sum;
        let threshold = threshold(position, bias);
        if digit < threshold {
            return Some((value, rest));
        }
        let Some(heavier) = weight.checked_mul(BASE - threshold) else {
            return None;
        };
        weight = heavier;
        position += BASE;
    }
    // The last digit must be followed by another.
    None
}
