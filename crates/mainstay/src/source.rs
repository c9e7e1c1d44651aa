//! A source of records: a folder or a file. Reads files side by side, document by document, under
//! limits, and gathers every complaint with its file.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use exchange::import::mainstay::{self, Reading};
use exchange::read::document::{Cutter, Format, Piece};
use exchange::read::{FILE_BYTES_MAX, fault};
use rayon::prelude::*;
use record::complaint::Complaint;
use record::kinds::{Record, Registers};
use record::node::Place;

/// How many bytes of documents are held before they are read side by side.
const BATCH_BYTES: usize = 16_000_000;
/// Longest part of a line that is taken at once.
const LINE_PART_MAX: u64 = 1_000_000;
/// How many files a folder may hold.
const FILES_MAX: usize = 100_000;

/// Everything read from a source.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The files, by the index that records' origins name.
    pub files: Vec<PathBuf>,
    /// The records.
    pub registers: Registers,
    /// What is wrong, with the index of its file.
    pub complaints: Vec<(usize, Complaint)>,
    /// JSON files that hold something else, passed by.
    pub foreign: Vec<PathBuf>,
}

/// Why a source cannot be read at all.
#[derive(Debug)]
pub enum Broken {
    /// What was asked for cannot be meant.
    Input(String),
    /// The outside world failed.
    World(String),
}

/// Loads a folder or a file. `tick` is called with the number of records so far.
pub fn load(path: &Path, tick: &dyn Fn(usize)) -> Result<Loaded, Broken> {
    let mut loaded = Loaded {
        files: files(path)?,
        ..Loaded::default()
    };
    for index in 0..loaded.files.len() {
        let file = loaded.files[index].clone();
        load_file(&file, index, &mut loaded);
        tick(loaded.registers.len());
    }
    loaded
        .complaints
        .sort_by_key(|(file, complaint)| (*file, complaint.at));
    Ok(loaded)
}

/// The files of a source, sorted by path. Hidden files and folders are passed by.
pub fn files(path: &Path) -> Result<Vec<PathBuf>, Broken> {
    let meta = std::fs::metadata(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Broken::Input(format!(
            "there is no `{}`; name a folder or a file of records",
            path.display()
        )),
        _ => Broken::World(format!("`{}` cannot be read: {error}", path.display())),
    })?;
    if meta.is_file() {
        return match Format::of_name(&path.to_string_lossy()) {
            Some(_) => Ok(vec![path.to_path_buf()]),
            None => Err(Broken::Input(format!(
                "`{}` ends neither in .yaml, .yml, .json, .jsonl nor .ndjson",
                path.display()
            ))),
        };
    }
    let mut found = Vec::new();
    let mut open = vec![path.to_path_buf()];
    while let Some(folder) = open.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|error| {
            Broken::World(format!("`{}` cannot be read: {error}", folder.display()))
        })?;
        for entry in entries.flatten() {
            let name = entry.file_name();
            let kind = entry.file_type();
            if name.to_string_lossy().starts_with('.') {
                continue;
            }
            match kind {
                Ok(kind) if kind.is_dir() => open.push(entry.path()),
                Ok(kind)
                    if kind.is_file() && Format::of_name(&name.to_string_lossy()).is_some() =>
                {
                    found.push(entry.path());
                }
                // Links lead out of the folder; what is not a plain file is not read.
                _ => {}
            }
        }
        if found.len() > FILES_MAX {
            let text = format!("`{}` holds more than {FILES_MAX} files", path.display());
            return Err(Broken::Input(text));
        }
    }
    found.sort();
    Ok(found)
}

fn load_file(path: &Path, index: usize, loaded: &mut Loaded) {
    let name = path.to_string_lossy();
    let Some(format) = Format::of_name(&name) else {
        return;
    };
    let complain = |text: String| (index, fault(Place { line: 1, column: 1 }, text));
    let file = match File::open(path).and_then(|file| Ok((file.metadata()?.len(), file))) {
        Ok((bytes, file)) if bytes <= FILE_BYTES_MAX => file,
        Ok((bytes, _)) => {
            let text =
                format!("the file has {bytes} bytes; more than {FILE_BYTES_MAX} are not read");
            loaded.complaints.push(complain(text));
            return;
        }
        Err(error) => {
            loaded
                .complaints
                .push(complain(format!("the file cannot be read: {error}")));
            return;
        }
    };
    if let Err(error) = read_pieces(file, format, index, loaded) {
        loaded
            .complaints
            .push(complain(format!("the file cannot be read: {error}")));
    }
}

fn read_pieces(
    file: File,
    format: Format,
    index: usize,
    loaded: &mut Loaded,
) -> std::io::Result<()> {
    let mut reader = BufReader::with_capacity(1 << 20, file);
    let mut cutter = Cutter::new(format);
    let (mut batch, mut bytes) = (Vec::new(), 0);
    let (mut line, mut starts) = (Vec::new(), true);
    loop {
        line.clear();
        let read = reader
            .by_ref()
            .take(LINE_PART_MAX)
            .read_until(b'\n', &mut line)?;
        if read == 0 {
            break;
        }
        if let Some(piece) = cutter.line(&line, starts) {
            bytes += piece.bytes.len();
            batch.push(piece);
        }
        starts = line.ends_with(b"\n");
        if bytes > BATCH_BYTES {
            read_batch(&batch, format, index, loaded);
            batch.clear();
            bytes = 0;
        }
    }
    batch.extend(cutter.end());
    read_batch(&batch, format, index, loaded);
    loaded
        .complaints
        .extend(cutter.faults.into_iter().map(|fault| (index, fault)));
    Ok(())
}

fn read_batch(batch: &[Piece], format: Format, index: usize, loaded: &mut Loaded) {
    let read = |piece: &Piece| mainstay::read(piece, format, index as u32);
    let readings: Vec<Reading> = batch.par_iter().map(read).collect();
    for reading in readings {
        if reading.foreign {
            loaded.foreign.push(loaded.files[index].clone());
        }
        loaded
            .complaints
            .extend(reading.complaints.into_iter().map(|found| (index, found)));
        for record in reading.records {
            file_record(record, index, loaded);
        }
    }
}

fn file_record(record: Record, index: usize, loaded: &mut Loaded) {
    let (reference, at) = (record.reference(), record.origin().at);
    if let Err(first) = loaded.registers.file(record) {
        let file = loaded.files[first.file as usize].display();
        let text = format!(
            "{reference} stands twice; it is first in {file}:{}",
            first.at.line
        );
        loaded.complaints.push((
            index,
            Complaint {
                at,
                field: "id".into(),
                text,
            },
        ));
    }
}
