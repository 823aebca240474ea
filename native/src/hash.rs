//! Hashes of keys and of texts: 64 bits, well mixed, the same in every run.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

/// Spreads every bit over all others (the finisher of MurmurHash3).
pub fn mixed(mut h: u64) -> u64 {
    h = (h ^ (h >> 33)).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    h = (h ^ (h >> 33)).wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    h ^ (h >> 33)
}

/// The hash of some bytes behind another hash.
pub fn after(seed: u64, bytes: &[u8]) -> u64 {
    let mut h = seed ^ (bytes.len() as u64).wrapping_mul(MIX);
    let mut words = bytes.chunks_exact(8);
    for word in words.by_ref() {
        h = (h ^ word_of(word)).wrapping_mul(MIX);
        h ^= h >> 29;
    }
    mixed((h ^ word_of(words.remainder())).wrapping_mul(MIX))
}

/// Up to eight bytes as a number; zeros fill it up.
fn word_of(bytes: &[u8]) -> u64 {
    let mut word = [0; 8];
    word[..bytes.len()].copy_from_slice(bytes);
    u64::from_le_bytes(word)
}

/// Hashes by `after`, for sets of texts.
#[derive(Default)]
pub struct TextHasher(u64);

impl Hasher for TextHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = after(self.0, bytes);
    }

    fn write_usize(&mut self, length: usize) {
        self.0 ^= length as u64;
    }
}

/// Hashes what is a hash already.
#[derive(Default)]
pub struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("only whole numbers of 64 bits are looked up")
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

pub type Hashes = HashSet<u64, BuildHasherDefault<AsItIs>>;

/// Texts, asked whether one is among them. Most lists hold the empty text and nothing else.
pub struct Texts {
    has_empty: bool,
    others: Others,
}

enum Others {
    Few(Vec<Box<[u8]>>),
    Many(HashSet<Box<[u8]>, BuildHasherDefault<TextHasher>>),
}

/// So many are compared one by one.
const FEW: usize = 6;

impl Texts {
    pub fn new(mut texts: Vec<Box<[u8]>>) -> Self {
        let number = texts.len();
        texts.retain(|text| !text.is_empty());
        let has_empty = texts.len() < number;
        let others = if texts.len() <= FEW {
            Others::Few(texts)
        } else {
            Others::Many(texts.into_iter().collect())
        };
        Self { has_empty, others }
    }

    pub fn has(&self, text: &[u8]) -> bool {
        if text.is_empty() {
            return self.has_empty;
        }
        match &self.others {
            Others::Few(texts) => texts
                .iter()
                .any(|each| each.len() == text.len() && &**each == text),
            Others::Many(texts) => texts.contains(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_few_or_many() {
        for number in [0, 3, 50] {
            let texts: Vec<Box<[u8]>> = (0..number)
                .map(|n| format!("text {n}").into_bytes().into())
                .collect();
            let set = Texts::new(texts.clone());
            assert!(texts.iter().all(|each| set.has(each)));
            assert!(!set.has(b"text") && !set.has(b""));
        }
    }

    #[test]
    fn a_hash_tells_bytes_from_their_beginnings_and_zeros() {
        let all: Vec<u64> = (0..40).map(|n| after(7, &vec![0; n])).collect();
        let different: std::collections::HashSet<_> = all.iter().collect();
        assert_eq!(different.len(), all.len());
    }
}
