//! Attacks on bytes and letters, whatever the form: no text, half a letter, another encoding, an
//! end that comes too soon.

use super::super::sound::Syntax;
use super::{Making, Meant};

pub(super) fn attacks(making: &mut Making<'_>) {
    encodings(making);
    cuts(making);
    pieces(making);
}

fn units(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

fn encodings(making: &mut Making<'_>) {
    let sound = making.sound.clone();
    let mut little = vec![0xff, 0xfe];
    little.extend(units(&sound, u16::to_le_bytes));
    making.put("UTF-16 with its mark", Meant::Told, little.clone());
    let mut big = vec![0xfe, 0xff];
    big.extend(units(&sound, u16::to_be_bytes));
    making.put("UTF-16 turned round", Meant::Told, big);
    little.pop();
    making.put("UTF-16 that ends in half a letter", Meant::Told, little);
    let mut wide = vec![0xff, 0xfe, 0, 0];
    wide.extend(sound.chars().flat_map(|c| u32::from(c).to_le_bytes()));
    making.put("UTF-32", Meant::Refused, wide);
    let marked = format!("\u{feff}{sound}");
    making.put("a byte order mark before it", Meant::Told, marked);
    let lone = units(&sound, u16::to_le_bytes);
    making.put("UTF-16 without a mark", Meant::Told, lone);
}

/// Bytes in the midst of the second half, behind a letter.
fn pieces(making: &mut Making<'_>) {
    let sound = making.sound.clone().into_bytes();
    let half = sound.len() / 2;
    let letter =
        |at: &usize| sound[*at].is_ascii_alphabetic() && sound[at - 1].is_ascii_alphabetic();
    let places: Vec<usize> = (half..sound.len()).filter(letter).collect();
    let at = places.get(making.random.below(places.len())).copied();
    let at = at.unwrap_or(half);
    let pieces: [(&str, &[u8]); 5] = [
        ("a byte that begins no letter", &[0xff]),
        ("half a letter", &[0xe9]),
        ("a slash written too long", &[0xc0, 0xaf]),
        ("half a surrogate", &[0xed, 0xa0, 0x80]),
        ("a NUL", &[0]),
    ];
    for (what, piece) in pieces {
        let mut bytes = sound.clone();
        bytes.splice(at..at, piece.iter().copied());
        let meant = match what {
            "a NUL" if making.form.syntax == Syntax::Markdown => Meant::Read,
            "a NUL" => Meant::Told,
            _ => Meant::Told,
        };
        making.put(what, meant, bytes);
    }
}

fn cuts(making: &mut Making<'_>) {
    making.put("nothing at all", Meant::Refused, Vec::new());
    making.put("blanks only", Meant::Refused, b" \n\t\n ".to_vec());
    making.put("a mark only", Meant::Refused, "\u{feff}".as_bytes());
    let sound = making.sound.clone().into_bytes();
    making.put("cut after a byte", Meant::Refused, sound[..1].to_vec());
    let whole = sound.trim_ascii_end().len();
    // A table and a report have no end that could be missed; they are cut where it shows.
    let ends = matches!(making.form.syntax, Syntax::Xml | Syntax::Json);
    if ends {
        making.put(
            "cut before its last byte",
            Meant::Refused,
            sound[..whole - 1].to_vec(),
        );
        let at = 2 + making.random.below(whole - 3);
        making.put("cut anywhere", Meant::Refused, sound[..at].to_vec());
        let half = [&sound[..whole / 2], "é".as_bytes()].concat();
        making.put(
            "cut within a letter",
            Meant::Told,
            half[..half.len() - 1].to_vec(),
        );
    }
    let binary = b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00".repeat(40);
    making.put("a packed file under this name", Meant::Refused, binary);
}
