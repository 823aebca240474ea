//! One pass over whole records: their structure is proved, their cells are checked, their keys hashed.

use crate::hash::mixed;
use crate::masks::{count, finder, parity, Find, BLOCK};
use crate::program::{Column, Program};

/// The seed of the hashes of keys.
const SEED: u64 = 0x7A1E_47DA_7A5E_7000;

/// What a scan found.
#[derive(Default)]
pub struct Scan {
    pub records: usize,
    pub lines: usize,
    /// Numbers of the suspect records, from 0.
    pub rows: Vec<u32>,
    /// These records, one behind the other, each with its line end.
    pub bytes: Vec<u8>,
    pub keys: Vec<KeyHashes>,
}

/// The hashes of one key, record by record; those with a missing part are left out.
#[derive(Default)]
pub struct KeyHashes {
    pub hashes: Vec<u64>,
    /// Whether some record has a value that is not hashed here.
    pub is_unsure: bool,
}

/// Scans whole records, the last of which ends with a line feed; `None` where their structure is not certain.
pub fn scan(program: &Program, data: &[u8], threads: usize) -> Option<Scan> {
    if data.last() != Some(&b'\n') || std::str::from_utf8(data).is_err() {
        return None;
    }
    let parts = cut(program, data, threads);
    let scanned: Vec<Option<Scan>> = std::thread::scope(|scope| {
        let (first, others) = parts.split_first()?;
        let running: Vec<_> = others
            .iter()
            .map(|part| scope.spawn(|| Pass::new(program, part).run()))
            .collect();
        let mut all = vec![Pass::new(program, first).run()];
        all.extend(running.into_iter().map(|each| each.join().ok().flatten()));
        Some(all)
    })?;
    let mut whole = Scan {
        keys: program.keys.iter().map(|_| KeyHashes::default()).collect(),
        ..Scan::default()
    };
    for part in scanned {
        whole.append(part?)?;
    }
    Some(whole)
}

impl Scan {
    fn append(&mut self, part: Self) -> Option<()> {
        let before = u32::try_from(self.records).ok()?;
        self.rows.extend(part.rows.iter().map(|row| row + before));
        self.bytes.extend_from_slice(&part.bytes);
        self.records += part.records;
        self.lines += part.lines;
        for (key, more) in self.keys.iter_mut().zip(part.keys) {
            key.hashes.extend_from_slice(&more.hashes);
            key.is_unsure |= more.is_unsure;
        }
        u32::try_from(self.records).ok().map(|_| ())
    }
}

/// Pieces that end where a record ends: at a line feed behind an even number of quotes.
fn cut<'a>(program: &Program, data: &'a [u8], threads: usize) -> Vec<&'a [u8]> {
    let mut parts = Vec::new();
    let mut rest = data;
    for left in (2..=threads.max(1)).rev() {
        let middle = rest.len() / left;
        if middle < BLOCK {
            break;
        }
        let quotes = program
            .quote
            .map_or(0, |quote| count(&rest[..middle], quote));
        let mut is_inside = quotes % 2 == 1;
        let end = rest[middle..].iter().position(|&byte| {
            is_inside ^= Some(byte) == program.quote;
            byte == b'\n' && !is_inside
        });
        let Some(end) = end else { break };
        let (part, behind) = rest.split_at(middle + end + 1);
        parts.push(part);
        rest = behind;
    }
    if !rest.is_empty() || parts.is_empty() {
        parts.push(rest);
    }
    parts
}

/// One thread's way through its records.
struct Pass<'a> {
    program: &'a Program,
    data: &'a [u8],
    find: Find,
    scan: Scan,
    /// Where the record and the cell begin, and which column the cell is of.
    record: usize,
    cell: usize,
    column: usize,
    is_suspect: bool,
    /// Whether any record is wanted for its keys alone.
    is_hunting: bool,
    /// The hash of each key so far: `None` where a part of it is missing.
    hashes: Vec<Part>,
    /// For each column the keys that it is a part of.
    parts: Vec<Vec<usize>>,
    /// Whether the cell that is read has a line feed inside.
    is_wrapped: bool,
    duties: Vec<Duty>,
    unquoted: Vec<u8>,
}

/// What has to be looked at in the cells of a column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Duty {
    None,
    /// Their first characters, and that they are not too long.
    Guard,
    /// Their text.
    Text,
    /// Their text, which is hashed too.
    Key,
}

#[derive(Clone, Copy)]
enum Part {
    Known(u64, usize),
    Missing,
    Unsure,
}

impl<'a> Pass<'a> {
    fn new(program: &'a Program, data: &'a [u8]) -> Self {
        let mut parts = vec![Vec::new(); program.columns.len()];
        for (number, key) in program.keys.iter().enumerate() {
            for &column in &key.columns {
                parts[column].push(number);
            }
        }
        let keys = program.keys.iter().map(|_| KeyHashes::default()).collect();
        let duty = |(column, keys): (&Column, &Vec<usize>)| match column {
            _ if !keys.is_empty() => Duty::Key,
            _ if column.asks() => Duty::Text,
            _ if column.is_guarded || column.longest < u64::MAX => Duty::Guard,
            _ => Duty::None,
        };
        let duties = program.columns.iter().zip(&parts).map(duty).collect();
        Self {
            program,
            data,
            find: finder(),
            scan: Scan {
                keys,
                ..Scan::default()
            },
            record: 0,
            cell: 0,
            column: 0,
            is_suspect: false,
            is_hunting: program.keys.iter().any(|key| !key.wanted.is_empty()),
            hashes: vec![Part::Known(SEED, 0); program.keys.len()],
            parts,
            is_wrapped: false,
            duties,
            unquoted: Vec::new(),
        }
    }

    /// All records; `None` where quotes or line ends stand where they may not.
    fn run(mut self) -> Option<Scan> {
        let delimiter = self.program.delimiter;
        // A byte that UTF-8 never has stands for a quote that there is not.
        let quote = self.program.quote.unwrap_or(0xFF);
        let (mut inside, mut border, mut closed, mut returned) = (0_u64, 1_u64, 0_u64, 0_u64);
        let mut padded = [0; BLOCK];
        let mut start = 0;
        while start < self.data.len() {
            let block: &[u8; BLOCK] = match self.data[start..].first_chunk() {
                Some(block) => block,
                None => {
                    let rest = &self.data[start..];
                    padded[..rest.len()].copy_from_slice(rest);
                    &padded
                }
            };
            let masks = (self.find)(block, delimiter, quote);
            let within = parity(masks.quotes) ^ inside;
            let (opening, closing) = (masks.quotes & within, masks.quotes & !within);
            let outside = !within;
            let marks = masks.delimiters | masks.feeds;
            let returns = masks.returns & outside & !closing;
            // Before an opening quote a cell begins, or a quote is doubled; behind a closing one a cell ends, or it is.
            let before = (marks & outside) | closing;
            let is_odd_opening = opening & !(before << 1 | border);
            let is_odd_closing = (closing << 1 | closed) & !(marks | masks.quotes | masks.returns);
            let is_odd_return = (returns << 1 | returned) & !masks.feeds;
            if is_odd_opening | is_odd_closing | is_odd_return != 0 {
                return None;
            }
            border = before >> 63;
            closed = closing >> 63;
            returned = returns >> 63;
            inside = 0_u64.wrapping_sub(within >> 63);
            self.scan.lines += masks.feeds.count_ones() as usize;
            self.walk(
                start,
                (marks & outside) & !masks.quotes,
                masks.feeds & within,
                masks.feeds,
            );
            start += BLOCK;
        }
        // The last record ends with a line feed outside of quotes: nothing is left over.
        (self.record == self.data.len() && inside == 0).then_some(self.scan)
    }

    /// The ends of cells in a block, one after another, with the line feeds inside of cells among them.
    fn walk(&mut self, start: usize, ends: u64, wrapped: u64, feeds: u64) {
        let mut left = ends | wrapped;
        while left != 0 {
            let bit = left & left.wrapping_neg();
            let at = start + left.trailing_zeros() as usize;
            left ^= bit;
            if wrapped & bit != 0 {
                self.is_wrapped = true;
            } else {
                let is_last = feeds & bit != 0;
                self.end_cell(at, is_last);
                if is_last {
                    self.end_record(at + 1);
                }
            }
        }
    }

    fn end_cell(&mut self, at: usize, is_last: bool) {
        let raw = &self.data[self.cell..at];
        self.cell = at + 1;
        if let Some(&duty) = self.duties.get(self.column) {
            self.is_suspect |= self.is_wrapped && self.may_hold_records(raw);
            if duty != Duty::None {
                let end = if is_last {
                    raw.strip_suffix(b"\r").unwrap_or(raw)
                } else {
                    raw
                };
                self.check(end, duty);
            }
        }
        self.is_wrapped = false;
        self.column += 1;
    }

    /// Whether a cell of several lines has as many delimiters as a record: the oracle looks at its lines.
    fn may_hold_records(&self, raw: &[u8]) -> bool {
        count(raw, self.program.delimiter) + 1 >= self.program.columns.len()
    }

    fn check(&mut self, raw: &[u8], duty: Duty) {
        let column = &self.program.columns[self.column];
        let mut text = raw;
        if let (Some(quote), Some(&first)) = (self.program.quote, raw.first()) {
            if first == quote && raw.len() > 1 {
                text = &raw[1..raw.len() - 1];
                // The first characters are the same, doubled or not; and what is not too long doubled is not too long.
                let is_seen = duty == Duty::Guard && text.len() as u64 <= column.longest;
                if !is_seen && text.contains(&quote) {
                    undouble(text, quote, &mut self.unquoted);
                    text = &self.unquoted;
                }
            }
        }
        self.is_suspect |= !column.keeps(text);
        if duty == Duty::Key {
            for &number in &self.parts[self.column] {
                if let Part::Known(hash, seen) = self.hashes[number] {
                    self.hashes[number] = match column.hash(hash, text) {
                        Ok(Some(hash)) => Part::Known(hash, seen + 1),
                        Ok(None) => Part::Missing,
                        Err(()) => Part::Unsure,
                    };
                }
            }
        }
    }

    fn end_record(&mut self, end: usize) {
        let is_blank = matches!(&self.data[self.record..end], b"\n" | b"\r\n");
        self.is_suspect |= is_blank || self.column != self.program.columns.len();
        self.end_keys();
        if self.is_suspect {
            self.scan.rows.push(self.scan.records as u32);
            self.scan
                .bytes
                .extend_from_slice(&self.data[self.record..end]);
        }
        self.scan.records += 1;
        self.record = end;
        self.column = 0;
        self.is_suspect = false;
    }

    fn end_keys(&mut self) {
        for (number, key) in self.program.keys.iter().enumerate() {
            match std::mem::replace(&mut self.hashes[number], Part::Known(SEED, 0)) {
                Part::Known(hash, seen) if seen == key.columns.len() => {
                    let hash = mixed(hash);
                    self.scan.keys[number].hashes.push(hash);
                    self.is_suspect |= self.is_hunting && key.wanted.contains(&hash);
                }
                Part::Unsure => self.scan.keys[number].is_unsure = true,
                _ => {}
            }
        }
    }
}

/// The text of a quoted cell: of each pair of quotes one is left.
fn undouble(text: &[u8], quote: u8, into: &mut Vec<u8>) {
    into.clear();
    let mut is_second = false;
    for &byte in text {
        is_second = byte == quote && !is_second;
        if byte != quote || is_second {
            into.push(byte);
        }
    }
}
