//! What is asked of a table, decoded from bytes. Each length is checked: a malformed program is refused, never half read.

use crate::hash::{mixed, Hashes, Texts};

pub struct Program {
    pub delimiter: u8,
    pub quote: Option<u8>,
    pub columns: Vec<Column>,
    pub keys: Vec<Key>,
}

/// Columns whose values are hashed together.
pub struct Key {
    pub columns: Vec<usize>,
    /// Records whose hash is among these are told.
    pub wanted: Hashes,
}

/// What is asked of the cells of a column.
pub struct Column {
    pub is_required: bool,
    /// Texts that a spreadsheet would run are told.
    pub is_guarded: bool,
    pub missing: Texts,
    pub kind: Kind,
    /// How its values are hashed, where a key has it.
    pub hashed: Hashed,
    pub shortest: u64,
    pub longest: u64,
    pub patterns: Vec<Automaton>,
    /// Lists of which each must have the text.
    pub lists: Vec<Texts>,
    /// Lists of which each must have the whole number that the text is.
    pub numbers: Vec<Hashes>,
}

pub enum Kind {
    Free,
    Integer {
        least: i64,
        greatest: i64,
    },
    Number {
        low: Option<Bound>,
        high: Option<Bound>,
    },
    Date {
        least: [u8; 10],
        greatest: [u8; 10],
    },
    Year {
        least: i64,
        greatest: i64,
    },
}

/// A bound of numbers as the nearest double.
pub struct Bound {
    pub near: f64,
    /// Whether the double is the bound itself.
    pub is_exact: bool,
    /// Whether the bound itself is out of bounds.
    pub is_exclusive: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Hashed {
    No,
    Text,
    Integer,
}

/// A deterministic automaton over bytes; state 0 accepts nothing and is never left, state 1 is the first.
pub struct Automaton {
    /// The next state by state and byte: a wide table has one step of waiting a byte, where one by classes has two.
    next: Vec<u16>,
    accepts: Vec<bool>,
}

impl Automaton {
    pub fn matches(&self, text: &[u8]) -> bool {
        let mut state = 1_u16;
        for &byte in text {
            state = self.next[usize::from(state) << 8 | usize::from(byte)];
        }
        self.accepts[usize::from(state)]
    }

    /// Whether a text matches both: two that walk side by side do not wait for one another.
    pub fn match_both(one: &Self, other: &Self, text: &[u8]) -> bool {
        let (mut first, mut second) = (1_u16, 1_u16);
        for &byte in text {
            first = one.next[usize::from(first) << 8 | usize::from(byte)];
            second = other.next[usize::from(second) << 8 | usize::from(byte)];
        }
        one.accepts[usize::from(first)] && other.accepts[usize::from(second)]
    }
}

/// Reads numbers and texts one after another; `None` where there are too few bytes.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, number: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(number)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|bytes| bytes[0])
    }

    fn flag(&mut self) -> Option<bool> {
        match self.byte()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    fn whole(&mut self) -> Option<u64> {
        self.take(8)?.try_into().ok().map(u64::from_le_bytes)
    }

    fn signed(&mut self) -> Option<i64> {
        self.take(8)?.try_into().ok().map(i64::from_le_bytes)
    }

    /// A number of things that each take some bytes: more than there are would be no program.
    fn count(&mut self, least: usize) -> Option<usize> {
        let number = usize::try_from(self.whole()?).ok()?;
        (number.checked_mul(least)? <= self.0.len()).then_some(number)
    }

    fn texts(&mut self) -> Option<Texts> {
        let number = self.count(8)?;
        let texts: Option<Vec<Box<[u8]>>> = (0..number)
            .map(|_| {
                let size = self.count(1)?;
                self.take(size).map(Into::into)
            })
            .collect();
        texts.map(Texts::new)
    }

    fn several<T>(
        &mut self,
        least: usize,
        mut read: impl FnMut(&mut Self) -> Option<T>,
    ) -> Option<Vec<T>> {
        let number = self.count(least)?;
        (0..number).map(|_| read(self)).collect()
    }

    fn bound(&mut self) -> Option<Option<Bound>> {
        if !self.flag()? {
            return Some(None);
        }
        let near = f64::from_bits(self.whole()?);
        Some(Some(Bound {
            near,
            is_exact: self.flag()?,
            is_exclusive: self.flag()?,
        }))
    }

    fn day(&mut self) -> Option<[u8; 10]> {
        self.take(10)?.try_into().ok()
    }

    fn kind(&mut self) -> Option<Kind> {
        Some(match self.byte()? {
            0 => Kind::Free,
            1 => Kind::Integer {
                least: self.signed()?,
                greatest: self.signed()?,
            },
            2 => Kind::Number {
                low: self.bound()?,
                high: self.bound()?,
            },
            3 => Kind::Date {
                least: self.day()?,
                greatest: self.day()?,
            },
            4 => Kind::Year {
                least: self.signed()?,
                greatest: self.signed()?,
            },
            _ => return None,
        })
    }

    fn automaton(&mut self) -> Option<Automaton> {
        let class_of: [u8; 256] = self.take(256)?.try_into().ok()?;
        let classes = usize::from(*class_of.iter().max()?) + 1;
        let states = self.count(1)?;
        let accepts: Option<Vec<bool>> = (0..states).map(|_| self.flag()).collect();
        let table = self.take(states.checked_mul(classes)?.checked_mul(2)?)?;
        let mut next = Vec::with_capacity(states.checked_mul(256)?);
        for row in table.chunks_exact(classes * 2) {
            for class in class_of {
                let at = usize::from(class) * 2;
                next.push(u16::from_le_bytes([row[at], row[at + 1]]));
            }
        }
        let is_sound = states > 1 && next.iter().all(|&state| usize::from(state) < states);
        is_sound.then_some(Automaton {
            next,
            accepts: accepts?,
        })
    }

    fn column(&mut self) -> Option<Column> {
        Some(Column {
            is_required: self.flag()?,
            is_guarded: self.flag()?,
            missing: self.texts()?,
            kind: self.kind()?,
            hashed: match self.byte()? {
                0 => Hashed::No,
                1 => Hashed::Text,
                2 => Hashed::Integer,
                _ => return None,
            },
            shortest: self.whole()?,
            longest: self.whole()?,
            patterns: self.several(256, Self::automaton)?,
            lists: self.several(8, Self::texts)?,
            numbers: self.several(8, |reader| {
                let numbers = reader.several(8, Self::whole)?;
                Some(numbers.into_iter().map(mixed).collect())
            })?,
        })
    }

    fn key(&mut self, columns: &[Column]) -> Option<Key> {
        let places = self.several(8, |reader| {
            let place = usize::try_from(reader.whole()?).ok()?;
            (columns.get(place)?.hashed != Hashed::No).then_some(place)
        })?;
        let wanted = self.several(8, Self::whole)?;
        (!places.is_empty()).then_some(Key {
            columns: places,
            wanted: wanted.into_iter().collect(),
        })
    }
}

impl Program {
    /// The program that some bytes are; `None` where they are none.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        let delimiter = reader.byte()?;
        let quote = if reader.flag()? {
            Some(reader.byte()?)
        } else {
            None
        };
        let columns = reader.several(1, Reader::column)?;
        let keys = reader.several(1, |each| each.key(&columns))?;
        let is_plain =
            delimiter.is_ascii() && quote != Some(delimiter) && !b"\r\n".contains(&delimiter);
        let is_sound = is_plain && !columns.is_empty() && reader.0.is_empty();
        is_sound.then_some(Self {
            delimiter,
            quote,
            columns,
            keys,
        })
    }
}
