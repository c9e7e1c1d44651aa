//! All that the setting of type can see: our template, the values of one document, our fonts.
//! Everything else, on disk or elsewhere, is not there.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

const TEMPLATE: &str = include_str!("template.typ");

/// What is the same for every document.
struct Press {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    template: Source,
    values: FileId,
}

static PRESS: LazyLock<Press> = LazyLock::new(|| {
    let files = typst_assets::fonts();
    let fonts: Vec<Font> = files
        .flat_map(|file| Font::iter(Bytes::new(file)))
        .collect();
    Press {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        template: Source::new(named("template.typ"), TEMPLATE.to_string()),
        values: named("values.json"),
    }
});

fn named(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("our two names are paths");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// One document as it is set.
pub(super) struct Sheet {
    values: Bytes,
}

impl Sheet {
    /// The values of a document, as JSON.
    pub(super) fn new(values: &[u8]) -> Sheet {
        Sheet {
            values: Bytes::new(values.to_vec()),
        }
    }
}

impl World for Sheet {
    fn library(&self) -> &LazyHash<Library> {
        &PRESS.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &PRESS.book
    }

    fn main(&self) -> FileId {
        PRESS.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        match id == PRESS.template.id() {
            true => Ok(PRESS.template.clone()),
            false => Err(FileError::AccessDenied),
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id == PRESS.values {
            true => Ok(self.values.clone()),
            false => Err(FileError::AccessDenied),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        PRESS.fonts.get(index).cloned()
    }

    /// No clock: a document says itself when it was made.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
