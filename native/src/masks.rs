//! Where certain bytes stand in a block of 64: one bit a byte.

/// Bytes looked at together.
pub const BLOCK: usize = 64;

/// The bytes that make the structure of a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Masks {
    pub quotes: u64,
    pub delimiters: u64,
    pub feeds: u64,
    pub returns: u64,
}

/// Finds the masks of a block, by what the machine has.
pub type Find = fn(&[u8; BLOCK], u8, u8) -> Masks;

/// The fastest that runs here; without `quote` a byte that is no quote is given, and its mask left unused.
pub fn finder() -> Find {
    #[cfg(target_arch = "x86_64")]
    if std::is_x86_feature_detected!("avx2") {
        return x86::with_avx2;
    }
    portable
}

/// One comparison a byte; compilers make of it what the target has (SSE2, NEON).
pub fn portable(block: &[u8; BLOCK], delimiter: u8, quote: u8) -> Masks {
    let of = |byte: u8| {
        let mut mask = 0;
        for (place, &each) in block.iter().enumerate() {
            mask |= u64::from(each == byte) << place;
        }
        mask
    };
    Masks {
        quotes: of(quote),
        delimiters: of(delimiter),
        feeds: of(b'\n'),
        returns: of(b'\r'),
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{Masks, BLOCK};
    use std::arch::x86_64::{
        _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_movemask_epi8, _mm256_set1_epi8,
    };

    pub fn with_avx2(block: &[u8; BLOCK], delimiter: u8, quote: u8) -> Masks {
        // SAFETY: `finder` hands this out only where the machine has AVX2.
        unsafe { found(block, delimiter, quote) }
    }

    #[target_feature(enable = "avx2")]
    unsafe fn found(block: &[u8; BLOCK], delimiter: u8, quote: u8) -> Masks {
        // SAFETY: a block has 64 bytes; loads need no alignment.
        let (low, high) = unsafe {
            (
                _mm256_loadu_si256(block.as_ptr().cast()),
                _mm256_loadu_si256(block.as_ptr().add(32).cast()),
            )
        };
        let of = |byte: u8| {
            let wanted = _mm256_set1_epi8(byte as i8);
            let first = _mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted)) as u32;
            let second = _mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted)) as u32;
            u64::from(first) | u64::from(second) << 32
        };
        Masks {
            quotes: of(quote),
            delimiters: of(delimiter),
            feeds: of(b'\n'),
            returns: of(b'\r'),
        }
    }
}

/// How often a byte stands in some bytes; compilers make wide comparisons of sums that cannot overflow.
pub fn count(bytes: &[u8], byte: u8) -> usize {
    let of = |piece: &[u8]| {
        piece
            .iter()
            .fold(0_u8, |sum, &each| sum.wrapping_add(u8::from(each == byte)))
    };
    bytes.chunks(255).map(|piece| usize::from(of(piece))).sum()
}

/// For each bit whether the number of bits up to it, itself included, is odd.
pub fn parity(mut mask: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        mask ^= mask << shift;
    }
    mask
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_finds_the_same() {
        let mut state = 1_u64;
        for _ in 0..2_000 {
            let mut block = [0; BLOCK];
            for byte in &mut block {
                state = crate::hash::mixed(state.wrapping_add(1));
                *byte = b"\",\n\rax;\t"[(state % 8) as usize];
            }
            assert_eq!(finder()(&block, b',', b'"'), portable(&block, b',', b'"'));
        }
    }

    #[test]
    fn bytes_are_counted() {
        for size in [0, 1, 254, 255, 256, 1_000] {
            assert_eq!(count(&vec![7; size], 7), size);
            assert_eq!(count(&vec![7; size], 8), 0);
        }
    }

    #[test]
    fn parity_counts_bits() {
        for mask in [
            0_u64,
            1,
            0b1010_0110,
            u64::MAX,
            1 << 63,
            0x0123_4567_89AB_CDEF,
        ] {
            let counted =
                (0..64).filter(|at| (mask & (u64::MAX >> (63 - at))).count_ones() % 2 == 1);
            assert_eq!(parity(mask), counted.fold(0, |all, at| all | 1 << at));
        }
    }
}
