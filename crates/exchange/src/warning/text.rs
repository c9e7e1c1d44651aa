//! From bytes to text, whatever they say of themselves: UTF-8, UTF-16, Latin-1 with the quotes of
//! Windows. Where the bytes and their own word differ, the bytes are believed and it is said.

/// The text of some bytes, and what is to be said of how it was found. Errors: an encoding that
/// is not read, in words.
pub fn decode(bytes: &[u8]) -> Result<(String, Option<String>), String> {
    let declared = declared(bytes);
    let (text, found) = match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => return Err(unread("UTF-32")),
        [0xff, 0xfe, rest @ ..] => (utf16(rest, u16::from_le_bytes)?, "UTF-16"),
        [0xfe, 0xff, rest @ ..] => (utf16(rest, u16::from_be_bytes)?, "UTF-16"),
        [b'<' | b'{' | b'[', 0, ..] => (utf16(bytes, u16::from_le_bytes)?, "UTF-16"),
        [0, b'<' | b'{' | b'[', ..] => (utf16(bytes, u16::from_be_bytes)?, "UTF-16"),
        [0xef, 0xbb, 0xbf, rest @ ..] => one_byte(rest, declared.as_deref())?,
        _ => one_byte(bytes, declared.as_deref())?,
    };
    if text.contains('\0') {
        return Err("there are NUL characters in it: this is no text".into());
    }
    let declared = match found {
        "UTF-16" => self::declared(text.as_bytes()),
        _ => declared,
    };
    let said = match declared {
        Some(declared) if !agrees(&declared, found) => {
            let declared = record::node::shorten(&declared);
            Some(format!(
                "it says that it is {declared}; it was read as {found}"
            ))
        }
        None if found == "Latin-1" => {
            Some("it is not UTF-8 and does not say what it is; it was read as Latin-1".into())
        }
        _ => None,
    };
    Ok((text, said))
}

fn agrees(declared: &str, found: &str) -> bool {
    let upper = declared.to_ascii_uppercase();
    match found {
        "UTF-16" => upper.starts_with("UTF-16") || upper == "ISO-10646-UCS-2",
        "Latin-1" => is_latin(&upper),
        // Plain ASCII is read alike in all of them.
        "ASCII" => !upper.starts_with("UTF-16"),
        _ => upper == "UTF-8" || upper == "UTF8",
    }
}

fn is_latin(upper: &str) -> bool {
    matches!(
        upper,
        "ISO-8859-1" | "ISO8859-1" | "LATIN1" | "LATIN-1" | "WINDOWS-1252" | "CP1252"
    )
}

fn unread(encoding: &str) -> String {
    let encoding = record::node::shorten(encoding);
    format!("{encoding} is not read; UTF-8, UTF-16, ISO-8859-1 and Windows-1252 are")
}

/// What the declaration at the head of an XML text says; nothing elsewhere.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(200)];
    let head: String = head.iter().map(|&byte| char::from(byte)).collect();
    let head = head.trim_start_matches("\u{ef}\u{bb}\u{bf}").trim_start();
    let rest = head.strip_prefix("<?xml")?;
    let rest = &rest[..rest.find("?>")?];
    let (_, rest) = rest.split_once("encoding")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (name, _) = rest[1..].split_once(quote)?;
    Some(name.trim().to_string())
}

fn one_byte(bytes: &[u8], declared: Option<&str>) -> Result<(String, &'static str), String> {
    let upper = declared.map(str::to_ascii_uppercase);
    let upper = upper.as_deref();
    let ascii = bytes.is_ascii();
    if let Some(name) = upper.filter(|it| it.starts_with("UTF-7") || it.starts_with("UTF-32")) {
        return Err(unread(name));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok((text.to_string(), if ascii { "ASCII" } else { "UTF-8" }));
    }
    // Not UTF-8: what was promised is believed where it can be read, else the most common one.
    let known = upper.is_none_or(|it| {
        is_latin(it) || it.starts_with("UTF") || matches!(it, "US-ASCII" | "ASCII")
    });
    match known {
        true => Ok((latin(bytes), "Latin-1")),
        false => Err(unread(upper.unwrap_or_default())),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, String> {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let text: String = char::decode_utf16(units)
        .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    match bytes.len() % 2 {
        0 => Ok(text),
        _ => Err("it begins as UTF-16 and ends in half a character".into()),
    }
}

/// Windows-1252, of which Latin-1 uses all but 0x80 to 0x9f.
fn latin(bytes: &[u8]) -> String {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    let letter = |&byte: &u8| match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    };
    bytes.iter().map(letter).collect()
}
