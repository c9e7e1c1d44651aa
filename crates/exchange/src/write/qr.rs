//! An address as a QR code: its modules, and the same as a picture of one bit a pixel. Own writing
//! of the picture, so that no image library comes in for one square.

use qrcodegen::{QrCode, QrCodeEcc};

/// White around the code, in modules, as the standard wants it.
pub const QUIET: usize = 4;

/// The modules, row by row: true is black. Nothing where the text is too long for a code that a
/// telephone reads from paper.
pub fn modules(text: &str) -> Option<Vec<Vec<bool>>> {
    /// More letters make a code too fine to be read at arm's length.
    const MOST: usize = 300;
    if text.len() > MOST {
        return None;
    }
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let row = |y| (0..code.size()).map(|x| code.get_module(x, y)).collect();
    Some((0..code.size()).map(row).collect())
}

/// Horizontal runs of black: column, row, length. Fewer shapes than modules.
pub fn runs(modules: &[Vec<bool>]) -> Vec<(usize, usize, usize)> {
    let mut all = Vec::new();
    for (y, row) in modules.iter().enumerate() {
        let mut x = 0;
        while x < row.len() {
            let length = row[x..].iter().take_while(|black| **black).count();
            if length > 0 {
                all.push((x, y, length));
            }
            x += length.max(1);
        }
    }
    all
}

/// The code as a PNG, `scale` pixels a module, white around it.
pub fn png(modules: &[Vec<bool>], scale: usize) -> Vec<u8> {
    let side = (modules.len() + 2 * QUIET) * scale;
    let line = side.div_ceil(8);
    let mut raw = Vec::with_capacity((line + 1) * side);
    for y in 0..side {
        raw.push(0);
        let mut bits = vec![0xffu8; line];
        let row = (y / scale).checked_sub(QUIET).and_then(|y| modules.get(y));
        for x in 0..side {
            let column = (x / scale).checked_sub(QUIET);
            let black = row.zip(column).and_then(|(row, x)| row.get(x));
            if black.is_some_and(|black| *black) {
                bits[x / 8] &= !(0x80 >> (x % 8));
            }
        }
        raw.extend(bits);
    }
    let side = u32::try_from(side).expect("a code of at most 177 modules");
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut head = Vec::new();
    head.extend(side.to_be_bytes());
    head.extend(side.to_be_bytes());
    // One bit a pixel, grey, nothing special.
    head.extend([1, 0, 0, 0, 0]);
    chunk(&mut out, b"IHDR", &head);
    chunk(&mut out, b"IDAT", &stored(&raw));
    chunk(&mut out, b"IEND", &[]);
    out
}

fn chunk(out: &mut Vec<u8>, name: &[u8; 4], body: &[u8]) {
    let length = u32::try_from(body.len()).expect("a small picture");
    out.extend(length.to_be_bytes());
    let from = out.len();
    out.extend(name);
    out.extend(body);
    let sum = crc(&out[from..]);
    out.extend(sum.to_be_bytes());
}

/// A zlib stream that stores its bytes as they are (RFC 1950, RFC 1951 3.2.4).
fn stored(raw: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let blocks = raw.chunks(0xffff);
    let last = blocks.len();
    for (at, block) in blocks.enumerate() {
        out.push(u8::from(at + 1 == last));
        let length = u16::try_from(block.len()).expect("a block has at most 65,535 bytes");
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(block);
    }
    let (mut a, mut b) = (1u32, 0u32);
    for byte in raw {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    out.extend(((b << 16) | a).to_be_bytes());
    out
}

/// CRC-32 as PNG wants it (ISO 3309), bit by bit: the picture is small.
fn crc(bytes: &[u8]) -> u32 {
    let mut sum = !0u32;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            let low = sum & 1;
            sum = (sum >> 1) ^ (0xedb8_8320 * low);
        }
    }
    !sum
}
