//! What a file is wrapped in: told from all of it, since the first letter beyond ASCII may stand on its
//! last line.

use std::iter;

use bytes::Bytes;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::reader::Damage;
use super::text::{TextPieces, Wrapping};

/// Tells how the bytes of a file become text. `country` (ISO 3166) tells apart what looks alike: the
/// same byte is another letter in Poland than in Germany.
///
/// # Errors
/// When what is packed cannot be unpacked, or is longer than `limit`.
pub(super) fn examine(
    mut pieces: impl Iterator<Item = Bytes>,
    country: &str,
    limit: u64,
) -> Result<Wrapping, Damage> {
    let Some(first) = pieces.next() else { return Ok(Wrapping::PLAIN) };
    let packing = Wrapping { is_packed: first.starts_with(b"\x1f\x8b"), ..Wrapping::PLAIN };
    let mut letters = Letters::default();
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    for (index, piece) in
        TextPieces::new(iter::once(first).chain(pieces), packing, limit).enumerate()
    {
        let piece = piece?;
        if let Some(encoding) = utf16(&piece).filter(|_| index == 0) {
            return Ok(Wrapping { encoding, ..packing });
        }
        letters.count(&piece);
        if !letters.are_whole() {
            // What stands before the first broken letter is ASCII, or tells nothing of another encoding.
            detector.feed(&piece, false);
        }
    }
    detector.feed(&[], true);
    if letters.are_utf8() {
        return Ok(packing);
    }
    let country = country.to_ascii_lowercase();
    // The top-level domain of the United Kingdom is the one that is not its country's code.
    let domain = if country == "gb" { "uk" } else { country.as_str() };
    Ok(Wrapping {
        encoding: detector.guess(Some(domain.as_bytes()), Utf8Detection::Deny),
        ..packing
    })
}

/// UTF-16 by its mark, or by its zeros: of Latin letters, every other byte is one, and none between.
fn utf16(head: &[u8]) -> Option<&'static Encoding> {
    match Encoding::for_bom(head) {
        Some((encoding, _)) => return Some(encoding).filter(|encoding| *encoding != UTF_8),
        None if head.len() < 16 => return None,
        None => {}
    }
    let zeros =
        |at: usize| head.iter().take(64).skip(at).step_by(2).filter(|byte| **byte == 0).count();
    let enough = head.len().min(64) / 4;
    match (zeros(0), zeros(1)) {
        (0, odd) if odd >= enough => Some(UTF_16LE),
        (even, 0) if even >= enough => Some(UTF_16BE),
        _ => None,
    }
}

/// Letters beyond ASCII, as far as they are written in UTF-8.
#[derive(Default)]
struct Letters {
    whole: usize,
    broken: usize,
    /// The first bytes of a letter whose others come with the next piece.
    cut: Vec<u8>,
}

impl Letters {
    fn count(&mut self, piece: &[u8]) {
        if self.cut.is_empty() && piece.is_ascii() {
            return;
        }
        let text = [std::mem::take(&mut self.cut).as_slice(), piece].concat();
        for chunk in text.utf8_chunks() {
            self.whole += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
            let invalid = chunk.invalid();
            let is_cut = std::str::from_utf8(invalid)
                .is_err_and(|error| error.error_len().is_none())
                && text.ends_with(invalid);
            if is_cut {
                self.cut = invalid.to_vec();
            } else {
                self.broken += usize::from(!invalid.is_empty());
            }
        }
    }

    fn are_whole(&self) -> bool {
        self.broken == 0 && self.cut.is_empty()
    }

    /// A few broken letters among many whole ones are mistakes in UTF-8, to be told with their line.
    fn are_utf8(&self) -> bool {
        let broken = self.broken + usize::from(!self.cut.is_empty());
        self.are_whole() || self.whole > broken
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{ISO_8859_7, WINDOWS_1250, WINDOWS_1252};

    use super::*;

    fn encoding(bytes: &[u8], country: &str) -> &'static str {
        for size in [1, 3, bytes.len().max(1)] {
            let pieces: Vec<_> = bytes.chunks(size).map(Bytes::copy_from_slice).collect();
            let whole = [Bytes::copy_from_slice(bytes)];
            let by_pieces = examine(pieces.into_iter(), country, 1 << 20).unwrap().encoding;
            let at_once = examine(whole.into_iter(), country, 1 << 20).unwrap().encoding;
            if size >= 3 {
                assert_eq!(by_pieces, at_once, "in pieces of {size}");
            }
        }
        let whole = [Bytes::copy_from_slice(bytes)];
        examine(whole.into_iter(), country, 1 << 20).unwrap().encoding.name()
    }

    #[test]
    fn lists_of_many_countries_are_told_apart() {
        let german = "Name;Straße\nBräuhaus am Öder Weg;Große Gasse\n";
        let polish = "Nazwa;Miasto\nPiwowar Łódź Śródmieście;Gdańsk\n";
        let greek = "Όνομα;Πόλη\nΖυθοποιία Αθηνών;Αθήνα\n";
        assert_eq!(encoding(german.as_bytes(), "DE"), "UTF-8");
        assert_eq!(encoding(&WINDOWS_1252.encode(german).0, "DE"), "windows-1252");
        assert_eq!(encoding(&WINDOWS_1250.encode(polish).0, "PL"), "windows-1250");
        assert_eq!(encoding(&ISO_8859_7.encode(greek).0, "GR"), "ISO-8859-7");
        assert_eq!(encoding(b"Name;City\nAntla;Kronach\n", "DE"), "UTF-8");
        assert_eq!(encoding(b"", "DE"), "UTF-8");
    }

    #[test]
    fn utf_16_is_known_with_and_without_its_mark() {
        let text = "Name;City\nAntla;Kronach\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let whole = |bytes: Vec<u8>| {
            examine([Bytes::from(bytes)].into_iter(), "DE", 1 << 20).unwrap().encoding.name()
        };
        assert_eq!(whole([b"\xff\xfe".as_slice(), &little].concat()), "UTF-16LE");
        assert_eq!(whole([b"\xfe\xff".as_slice(), &big].concat()), "UTF-16BE");
        assert_eq!(whole(little), "UTF-16LE");
        assert_eq!(whole(big), "UTF-16BE");
        let program = b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0".to_vec();
        assert_ne!(whole(program), "UTF-16LE");
    }

    #[test]
    fn one_slip_does_not_make_a_long_list_another_encoding() {
        let text = ["Bräu\n".repeat(50).as_bytes(), b"Br\xe4u\n"].concat();
        assert_eq!(encoding(&text, "DE"), "UTF-8");
    }
}
