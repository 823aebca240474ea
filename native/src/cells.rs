//! One cell: whether it certainly keeps all that is asked of its column.

use crate::hash::{after, mixed};
use crate::program::{Automaton, Bound, Column, Hashed, Kind};

/// Doubles tell decimals of up to this many digits apart.
const SURE: usize = 15;

impl Column {
    /// Whether nothing is wrong with a cell, for sure.
    pub fn keeps(&self, text: &[u8]) -> bool {
        if self.is_guarded && may_be_run(text) {
            return false;
        }
        if self.missing.has(text) {
            return !self.is_required;
        }
        self.has_value(text)
            && self.is_long_enough(text)
            && self.matches(text)
            && self.lists.iter().all(|list| list.has(text))
            && self.has_number(text)
    }

    /// Whether the text of a cell matters beyond its first characters and its length.
    pub fn asks(&self) -> bool {
        self.is_required
            || !matches!(self.kind, Kind::Free)
            || self.shortest > 0
            || !self.patterns.is_empty()
            || !self.lists.is_empty()
            || !self.numbers.is_empty()
    }

    fn has_number(&self, text: &[u8]) -> bool {
        // Numbers are mixed before they are looked up: the sets take what is given for a hash.
        self.numbers.is_empty()
            || integer(text).is_some_and(|value| {
                let hash = mixed(value as u64);
                self.numbers.iter().all(|list| list.contains(&hash))
            })
    }

    fn matches(&self, text: &[u8]) -> bool {
        match self.patterns.as_slice() {
            [] => true,
            [one, other] => Automaton::match_both(one, other, text),
            all => all.iter().all(|pattern| pattern.matches(text)),
        }
    }

    fn has_value(&self, text: &[u8]) -> bool {
        match &self.kind {
            Kind::Free => true,
            Kind::Integer { least, greatest } => {
                integer(text).is_some_and(|value| (least..=greatest).contains(&&value))
            }
            Kind::Number { low, high } => is_number_within(text, low.as_ref(), high.as_ref()),
            Kind::Date { least, greatest } => {
                is_day(text) && text >= least.as_slice() && text <= greatest.as_slice()
            }
            Kind::Year { least, greatest } => {
                text.len() == 4
                    && integer(text).is_some_and(|value| {
                        text[0] != b'+' && text[0] != b'-' && (least..=greatest).contains(&&value)
                    })
            }
        }
    }

    fn is_long_enough(&self, text: &[u8]) -> bool {
        if self.shortest == 0 && self.longest >= text.len() as u64 {
            return true;
        }
        // Every byte of UTF-8 but those that continue a character begins one.
        let length = text.iter().filter(|&&byte| byte & 0xC0 != 0x80).count() as u64;
        (self.shortest..=self.longest).contains(&length)
    }

    /// The hash of a value behind that of those before it; `Err` where the cell has none that is known here.
    pub fn hash(&self, seed: u64, text: &[u8]) -> Result<Option<u64>, ()> {
        if self.missing.has(text) {
            return Ok(None);
        }
        match self.hashed {
            Hashed::Text => Ok(Some(after(seed, text))),
            Hashed::Integer => match integer(text) {
                Some(value) => Ok(Some(after(seed, &value.to_le_bytes()))),
                // What is no integer has no value; one that is too long here has.
                None if is_whole(text) => Err(()),
                None => Ok(None),
            },
            Hashed::No => Err(()),
        }
    }
}

/// A plain integer that surely fits 64 bits.
fn integer(text: &[u8]) -> Option<i64> {
    let (is_negative, digits) = match text.first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    let mut value = 0_i64;
    for &digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        value = value * 10 + i64::from(digit - b'0');
    }
    Some(if is_negative { -value } else { value })
}

/// Whether a text is an integer of any length.
fn is_whole(text: &[u8]) -> bool {
    let digits = text
        .strip_prefix(b"-")
        .or_else(|| text.strip_prefix(b"+"))
        .unwrap_or(text);
    !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)
}

/// The parts of a decimal: how many digits its mantissa has, and whether it has an exponent; `None` where it is none.
fn decimal(text: &[u8]) -> Option<(usize, bool)> {
    let unsigned = text
        .strip_prefix(b"-")
        .or_else(|| text.strip_prefix(b"+"))
        .unwrap_or(text);
    let at = unsigned.iter().position(|byte| matches!(byte, b'e' | b'E'));
    let (mantissa, exponent) = at.map_or((unsigned, None), |at| {
        (&unsigned[..at], Some(&unsigned[at + 1..]))
    });
    if let Some(exponent) = exponent {
        let digits = exponent
            .strip_prefix(b"-")
            .or_else(|| exponent.strip_prefix(b"+"))
            .unwrap_or(exponent);
        if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
    }
    let mut points = 0;
    for byte in mantissa {
        match byte {
            b'0'..=b'9' => {}
            b'.' => points += 1,
            _ => return None,
        }
    }
    let digits = mantissa.len() - points;
    (digits > 0 && points <= 1).then_some((digits, exponent.is_some()))
}

/// The double nearest to a decimal of few digits: both whole numbers are exact, and so is their quotient, but for rounding.
fn short(text: &[u8]) -> f64 {
    const TENS: [f64; SURE + 1] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ];
    let (mut whole, mut fraction, mut is_behind) = (0_u64, 0, false);
    for &byte in text {
        if byte == b'.' {
            is_behind = true;
        } else if byte.is_ascii_digit() {
            whole = whole * 10 + u64::from(byte - b'0');
            fraction += usize::from(is_behind);
        }
    }
    let value = whole as f64 / TENS[fraction];
    if text.first() == Some(&b'-') {
        -value
    } else {
        value
    }
}

fn long(text: &[u8]) -> Option<f64> {
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// Whether a text is a finite decimal that is surely within its bounds.
fn is_number_within(text: &[u8], low: Option<&Bound>, high: Option<&Bound>) -> bool {
    let Some((digits, has_exponent)) = decimal(text) else {
        return false;
    };
    let is_sure = digits <= SURE && !has_exponent;
    // Reading is exact to the nearest double, and keeps the order; only where doubles tie may decimals differ.
    let read = if is_sure {
        Some(short(text))
    } else {
        long(text)
    };
    let Some(value) = read else {
        return false;
    };
    let ties =
        |bound: &Bound| value == bound.near && is_sure && bound.is_exact && !bound.is_exclusive;
    value.is_finite()
        && low.is_none_or(|bound| value > bound.near || ties(bound))
        && high.is_none_or(|bound| value < bound.near || ties(bound))
}

/// A day of the Gregorian calendar, ``yyyy-mm-dd``, from the year 1.
fn is_day(text: &[u8]) -> bool {
    let &[a, b, c, d, b'-', e, f, b'-', g, h] = text else {
        return false;
    };
    if ![a, b, c, d, e, f, g, h].iter().all(u8::is_ascii_digit) {
        return false;
    }
    let two = |tens: u8, ones: u8| u32::from(tens - b'0') * 10 + u32::from(ones - b'0');
    let (year, month, day) = (two(a, b) * 100 + two(c, d), two(e, f), two(g, h));
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    year > 0 && (1..=days).contains(&day)
}

/// Whether a spreadsheet may take a text for a formula: it begins as one, and is not all digits and what parts them.
fn may_be_run(text: &[u8]) -> bool {
    let begins = matches!(
        text.first(),
        Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r')
    ) && text.len() > 1;
    begins && {
        let rest = if matches!(text[0], b'+' | b'-') {
            &text[1..]
        } else {
            text
        };
        !rest
            .iter()
            .all(|byte| byte.is_ascii_digit() || b".,:/() %+-".contains(byte))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        for text in [
            "2024-02-29",
            "2000-02-29",
            "0001-01-01",
            "9999-12-31",
            "2023-04-30",
        ] {
            assert!(is_day(text.as_bytes()), "{text}");
        }
        for text in [
            "2023-02-29",
            "1900-02-29",
            "0000-01-01",
            "2023-04-31",
            "2023-13-01",
            "2023-00-10",
            "2023-1-01",
            "2023-01-0x",
            "",
        ] {
            assert!(!is_day(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn integers_are_plain_and_short() {
        assert_eq!(integer(b"-42"), Some(-42));
        assert_eq!(integer(b"+007"), Some(7));
        assert_eq!(
            integer(b"999999999999999999"),
            Some(999_999_999_999_999_999)
        );
        for text in ["", "-", "+", "1.0", " 1", "1 ", "1234567890123456789", "１"] {
            assert_eq!(integer(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn a_number_on_its_bound_is_sure_only_where_its_digits_are_few() {
        let bound = |is_exact| Bound {
            near: 0.1,
            is_exact,
            is_exclusive: false,
        };
        assert!(is_number_within(b"0.1", Some(&bound(true)), None));
        assert!(!is_number_within(b"0.1", Some(&bound(false)), None));
        assert!(!is_number_within(
            b"0.1000000000000000055",
            Some(&bound(true)),
            None
        ));
        assert!(!is_number_within(b"1e-1", Some(&bound(true)), None));
        assert!(is_number_within(b"1e3", Some(&bound(true)), None));
        for text in [
            "NaN", "INF", "1e999", ".", "", "1e", "--1", "1.2.3", "0x10", "1_000",
        ] {
            assert!(!is_number_within(text.as_bytes(), None, None), "{text}");
        }
        for text in [
            ".5",
            "5.",
            "-5.25",
            "+1E-7",
            "123456789012345678901234567890",
        ] {
            assert!(is_number_within(text.as_bytes(), None, None), "{text}");
        }
    }

    #[test]
    fn short_decimals_are_read_as_the_library_reads_them() {
        let mut state = 9_u64;
        for _ in 0..20_000 {
            state = crate::hash::mixed(state.wrapping_add(3));
            let (digits, scale) = (state % 1_000_000_000_000_000, (state >> 56) as usize % 16);
            let text = format!(
                "-{:.*}",
                scale.min(14),
                digits as f64 / 10_f64.powi(scale as i32)
            );
            let few = text.bytes().filter(u8::is_ascii_digit).count() <= SURE;
            assert!(
                !few || Some(short(text.as_bytes())) == long(text.as_bytes()),
                "{text}"
            );
        }
    }

    #[test]
    fn formulas_are_suspected_and_numbers_are_not() {
        for text in ["=1", "=SUM(A1)", "+a", "-x", "@x", "\tx"] {
            assert!(may_be_run(text.as_bytes()), "{text}");
        }
        for text in ["-", "=", "-5", "+49 (30) 12/3", "a=1", ""] {
            assert!(!may_be_run(text.as_bytes()), "{text}");
        }
    }
}
