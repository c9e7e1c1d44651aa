//! From bytes to trees: YAML and JSON with the place of every value, under limits that hold for
//! any input. What the trees mean is not asked here.

pub mod document;
pub mod json;
mod listed;
pub mod yaml;

use record::complaint::Complaint;
use record::node::Place;

/// Deepest nesting of a document.
pub const DEPTH_MAX: usize = 64;
/// Most nodes of a document, aliases counted as often as they are used.
pub const NODES_MAX: usize = 100_000;
/// Most bytes of a document.
pub const DOCUMENT_BYTES_MAX: usize = 5_000_000;
/// Most bytes of a file.
pub const FILE_BYTES_MAX: u64 = 1_000_000_000;

/// Why a document cannot be read at all.
pub type Fault = Complaint;

/// A fault at a place.
pub fn fault(at: Place, text: impl Into<String>) -> Fault {
    Complaint {
        at,
        field: String::new(),
        text: text.into(),
    }
}

/// The text of some bytes, or a fault that says where they stop being UTF-8.
pub fn utf8(bytes: &[u8], first_line: u32) -> Result<&str, Fault> {
    let begins = Place {
        line: first_line,
        column: 1,
    };
    utf8_at(bytes, begins)
}

/// The text of bytes that begin at a place, or a fault that says where they stop being UTF-8.
pub fn utf8_at(bytes: &[u8], begins: Place) -> Result<&str, Fault> {
    std::str::from_utf8(bytes).map_err(|error| {
        let good = &bytes[..error.valid_up_to()];
        let line = begins.line + good.iter().filter(|&&byte| byte == b'\n').count() as u32;
        let start = good.iter().rposition(|&byte| byte == b'\n');
        let first = if start.is_some() { 1 } else { begins.column };
        let start = start.map_or(0, |at| at + 1);
        let column = first + String::from_utf8_lossy(&good[start..]).chars().count() as u32;
        fault(
            Place { line, column },
            "this is not UTF-8 text; save the file as UTF-8",
        )
    })
}
