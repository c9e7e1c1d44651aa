//! A folder or a file as a source. Reads files side by side, document by document, under limits,
//! and gathers every complaint with its file.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use exchange::import::mainstay::{self, Reading};
use exchange::read::document::{Cutter, Format, Piece};
use exchange::read::{FILE_BYTES_MAX, fault};
use rayon::prelude::*;
use record::complaint::Complaint;
use record::kinds::Record;
use record::node::Place;

use super::{Broken, Loaded};

/// How many bytes of documents are held before they are read side by side.
const BATCH_BYTES: usize = 16_000_000;
/// Longest part of a line that is taken at once.
const LINE_PART_MAX: u64 = 1_000_000;
/// How many files a folder may hold.
const FILES_MAX: usize = 100_000;

/// How many documents are held before they are read side by side.
const BATCH_PIECES: usize = 20_000;
/// How many complaints are listed; the rest are counted.
const COMPLAINTS_MAX: usize = 10_000;
/// Where a file begins.
const START: Place = Place { line: 1, column: 1 };

impl Loaded {
    fn complain(&mut self, file: usize, complaint: Complaint) {
        if self.complaints.len() < COMPLAINTS_MAX {
            self.complaints.push((file, complaint));
        } else {
            self.unlisted += 1;
        }
    }
}

/// Loads a folder or a file. `tick` is called with the number of records so far.
pub fn load(path: &Path, tick: &dyn Fn(usize)) -> Result<Loaded, Broken> {
    let mut found = files(path)?;
    let mut loaded = Loaded {
        files: std::mem::take(&mut found.files),
        ..Loaded::default()
    };
    let mut batch = Batch::default();
    for index in 0..loaded.files.len() {
        let file = loaded.files[index].clone();
        load_file(&file, index, &mut batch, &mut loaded);
        tick(loaded.registers.len());
    }
    batch.read(&mut loaded);
    for link in found.links {
        let text = "this is a link or no plain file; it is not followed, because it could lead \
                    out of the folder: put the file itself here";
        loaded.files.push(link);
        complain(loaded.files.len() - 1, text.into(), &mut loaded);
    }
    loaded
        .complaints
        .sort_by_key(|(file, complaint)| (*file, complaint.at));
    if loaded.unlisted > 0 {
        let (file, at) = loaded
            .complaints
            .last()
            .map_or((0, START), |(file, last)| (*file, last.at));
        let text = format!(
            "{} more complaints are not listed; mend these first",
            loaded.unlisted
        );
        loaded.complaints.push((file, fault(at, text)));
    }
    Ok(loaded)
}

/// The files of a source, sorted by path.
pub struct Found {
    /// Plain files.
    pub files: Vec<PathBuf>,
    /// Links, pipes and the like that are named as files of records are: never opened.
    pub links: Vec<PathBuf>,
}

/// The files of a source. Hidden files and folders are passed by.
pub fn files(path: &Path) -> Result<Found, Broken> {
    let meta = std::fs::metadata(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Broken::Input(format!(
            "there is no `{}`; name a folder or a file of records",
            path.display()
        )),
        _ => Broken::World(format!("`{}` cannot be read: {error}", path.display())),
    })?;
    if meta.is_file() {
        return match Format::of_name(&path.to_string_lossy()) {
            Some(_) => Ok(Found {
                files: vec![path.to_path_buf()],
                links: Vec::new(),
            }),
            None => Err(Broken::Input(format!(
                "`{}` ends neither in .yaml, .yml, .json, .jsonl nor .ndjson",
                path.display()
            ))),
        };
    }
    if !meta.is_dir() {
        let text = format!("`{}` is neither a file nor a folder", path.display());
        return Err(Broken::Input(text));
    }
    let (mut found, mut links) = (Vec::new(), Vec::new());
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
                _ if Format::of_name(&name.to_string_lossy()).is_none() => {}
                Ok(kind) if kind.is_file() => found.push(entry.path()),
                _ => links.push(entry.path()),
            }
            if found.len() + links.len() > FILES_MAX {
                let text = format!("`{}` holds more than {FILES_MAX} files", path.display());
                return Err(Broken::Input(text));
            }
        }
    }
    found.sort();
    links.sort();
    Ok(Found {
        files: found,
        links,
    })
}

fn complain(file: usize, text: String, loaded: &mut Loaded) {
    loaded.complain(file, fault(START, text));
}

fn load_file(path: &Path, index: usize, batch: &mut Batch, loaded: &mut Loaded) {
    let name = path.to_string_lossy();
    let Some(format) = Format::of_name(&name) else {
        return;
    };
    let read = match File::open(path).and_then(|file| Ok((file.metadata()?.len(), file))) {
        Ok((bytes, file)) if bytes <= FILE_BYTES_MAX => {
            read_pieces(file, format, index, batch, loaded)
        }
        Ok((bytes, _)) => {
            let text =
                format!("the file has {bytes} bytes; more than {FILE_BYTES_MAX} are not read");
            return complain(index, text, loaded);
        }
        Err(error) => Err(error),
    };
    if let Err(error) = read {
        complain(index, format!("the file cannot be read: {error}"), loaded);
    }
}

fn read_pieces(
    file: File,
    format: Format,
    index: usize,
    batch: &mut Batch,
    loaded: &mut Loaded,
) -> std::io::Result<()> {
    // A file may grow while it is read.
    let file = file.take(FILE_BYTES_MAX);
    let mut reader = BufReader::with_capacity(1 << 16, file);
    let mut cutter = Cutter::new(format);
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
        for piece in cutter.line(&line, starts) {
            batch.add(index, format, piece);
        }
        starts = line.ends_with(b"\n");
        if batch.is_full() {
            batch.read(loaded);
        }
    }
    for piece in cutter.end() {
        batch.add(index, format, piece);
    }
    if batch.is_full() {
        batch.read(loaded);
    }
    for fault in cutter.faults {
        loaded.complain(index, fault);
    }
    Ok(())
}

/// Documents of one or many files that are read side by side.
#[derive(Default)]
struct Batch {
    pieces: Vec<(usize, Format, Piece)>,
    bytes: usize,
}

impl Batch {
    fn add(&mut self, file: usize, format: Format, piece: Piece) {
        self.bytes += piece.bytes.len();
        self.pieces.push((file, format, piece));
    }

    fn is_full(&self) -> bool {
        self.bytes > BATCH_BYTES || self.pieces.len() > BATCH_PIECES
    }

    fn read(&mut self, loaded: &mut Loaded) {
        let read = |(file, format, piece): &(usize, Format, Piece)| {
            (*file, mainstay::read(piece, *format, *file as u32))
        };
        let readings: Vec<(usize, Reading)> = self.pieces.par_iter().map(read).collect();
        self.pieces.clear();
        self.bytes = 0;
        for (file, reading) in readings {
            if reading.foreign {
                loaded.foreign.push(loaded.files[file].clone());
            }
            for found in reading.complaints {
                loaded.complain(file, found);
            }
            for record in reading.records {
                file_record(record, file, loaded);
            }
        }
    }
}

fn file_record(record: Record, index: usize, loaded: &mut Loaded) {
    let (kind, at) = (record.kind(), record.origin().at);
    let id: Box<str> = record.id().into();
    if let Err(first) = loaded.registers.file(record) {
        let file = loaded.files[first.file as usize].display();
        let text = format!(
            "{kind}/{id} stands twice; it is first in {file}:{}",
            first.at.line
        );
        let field = "id".into();
        loaded.complain(index, Complaint { at, field, text });
    }
}
