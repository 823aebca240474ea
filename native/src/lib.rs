//! Proves delimited text, and tells the records that it cannot prove.
//!
//! One rule holds all of this together: a record that is not told is one in which the oracle (the exact checks in Python)
//! finds no fault. Whatever is in doubt is told: too many suspects cost time, one too few would be a lie.

mod cells;
mod hash;
mod masks;
mod program;
mod scan;

use std::panic::{catch_unwind, AssertUnwindSafe};
use std::slice;

use program::Program;
use scan::Scan;

/// Changes with every change of what crosses the border.
const ABI: u32 = 3;

const PROVEN: i32 = 0;
const UNPROVEN: i32 = 1;
const MALFORMED: i32 = -1;
const PANICKED: i32 = -2;

/// What a caller sees of a scan; it is valid until the scan is freed.
#[repr(C)]
pub struct View {
    records: u64,
    lines: u64,
    suspects: u64,
    rows: *const u32,
    bytes: *const u8,
    size: u64,
}

/// The hashes of one key.
#[repr(C)]
pub struct KeyView {
    hashes: *const u64,
    number: u64,
    is_unsure: u8,
}

/// Runs what may panic; a panic must not cross the border.
fn guarded(run: impl FnOnce() -> i32) -> i32 {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or(PANICKED)
}

#[no_mangle]
pub extern "C" fn td_abi() -> u32 {
    // The default hook would print to the standard error of a program that is not ours.
    std::panic::set_hook(Box::new(|_| {}));
    ABI
}

/// Makes a program of its bytes.
///
/// # Safety
/// `data` points to `size` bytes, `out` to a pointer that may be written.
#[no_mangle]
pub unsafe extern "C" fn td_program(data: *const u8, size: usize, out: *mut *mut Program) -> i32 {
    guarded(|| {
        // SAFETY: the caller vouches for the length.
        let bytes = unsafe { slice::from_raw_parts(data, size) };
        match Program::decode(bytes) {
            Some(program) => {
                // SAFETY: the caller vouches that it may be written.
                unsafe { *out = Box::into_raw(Box::new(program)) };
                PROVEN
            }
            None => MALFORMED,
        }
    })
}

/// # Safety
/// `program` came from `td_program`, and is not used afterwards.
#[no_mangle]
pub unsafe extern "C" fn td_program_free(program: *mut Program) {
    if !program.is_null() {
        // SAFETY: it was made by `Box::into_raw`.
        drop(unsafe { Box::from_raw(program) });
    }
}

/// Scans whole records.
///
/// # Safety
/// `program` came from `td_program`; `data` points to `size` bytes that nobody writes meanwhile; `out` may be written.
#[no_mangle]
pub unsafe extern "C" fn td_scan(
    program: *const Program,
    data: *const u8,
    size: usize,
    threads: usize,
    out: *mut *mut Scan,
) -> i32 {
    guarded(|| {
        // SAFETY: the caller vouches for both.
        let (program, bytes) = unsafe { (&*program, slice::from_raw_parts(data, size)) };
        match scan::scan(program, bytes, threads) {
            Some(scan) => {
                // SAFETY: the caller vouches that it may be written.
                unsafe { *out = Box::into_raw(Box::new(scan)) };
                PROVEN
            }
            None => UNPROVEN,
        }
    })
}

/// # Safety
/// `scan` came from `td_scan`; `out` may be written.
#[no_mangle]
pub unsafe extern "C" fn td_view(scan: *const Scan, out: *mut View) {
    // SAFETY: the caller vouches for both.
    let (scan, out) = unsafe { (&*scan, &mut *out) };
    *out = View {
        records: scan.records as u64,
        lines: scan.lines as u64,
        suspects: scan.rows.len() as u64,
        rows: scan.rows.as_ptr(),
        bytes: scan.bytes.as_ptr(),
        size: scan.bytes.len() as u64,
    };
}

/// # Safety
/// `scan` came from `td_scan`; `out` may be written.
#[no_mangle]
pub unsafe extern "C" fn td_key(scan: *const Scan, number: usize, out: *mut KeyView) -> i32 {
    // SAFETY: the caller vouches for both.
    let (scan, out) = unsafe { (&*scan, &mut *out) };
    match scan.keys.get(number) {
        Some(key) => {
            *out = KeyView {
                hashes: key.hashes.as_ptr(),
                number: key.hashes.len() as u64,
                is_unsure: u8::from(key.is_unsure),
            };
            PROVEN
        }
        None => MALFORMED,
    }
}

/// How often a byte stands in some bytes.
///
/// # Safety
/// `data` points to `size` bytes.
#[no_mangle]
pub unsafe extern "C" fn td_count(data: *const u8, size: usize, byte: u8) -> usize {
    // SAFETY: the caller vouches for the length.
    masks::count(unsafe { slice::from_raw_parts(data, size) }, byte)
}

/// # Safety
/// `scan` came from `td_scan`, and is not used afterwards.
#[no_mangle]
pub unsafe extern "C" fn td_scan_free(scan: *mut Scan) {
    if !scan.is_null() {
        // SAFETY: it was made by `Box::into_raw`.
        drop(unsafe { Box::from_raw(scan) });
    }
}
