//! A list's bytes as text: unpacked and decoded piece by piece, so that no file is ever held whole.

use std::io::Write;

use bytes::Bytes;
use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8};
use flate2::write::MultiGzDecoder;

use super::reader::Damage;

/// Bytes that are unpacked at once: what is packed a thousandfold must not fill the memory.
const PACKED_PIECE: usize = 16 * 1024;

/// How the bytes of a file become text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wrapping {
    /// Whether they are packed by gzip.
    pub(super) is_packed: bool,
    /// How its letters are written.
    pub(super) encoding: &'static Encoding,
}

impl Wrapping {
    /// Text as it is read here: neither packed nor in need of decoding.
    pub(super) const PLAIN: Self = Self { is_packed: false, encoding: UTF_8 };
}

/// The pieces of a file as UTF-8, which they may still turn out not to be where they are said to be.
pub(super) struct TextPieces<S> {
    pieces: S,
    unpacker: Option<MultiGzDecoder<Vec<u8>>>,
    decoder: Option<Decoder>,
    /// Bytes of text that may still come.
    left: u64,
    /// Packed bytes that wait.
    waiting: Bytes,
    is_over: bool,
}

impl<S: Iterator<Item = Bytes>> TextPieces<S> {
    /// The text in `pieces`. It ends with an error after `limit` bytes.
    pub(super) fn new(pieces: S, wrapping: Wrapping, limit: u64) -> Self {
        let is_plain = wrapping.encoding == UTF_8;
        Self {
            pieces,
            unpacker: wrapping.is_packed.then(|| MultiGzDecoder::new(Vec::new())),
            // UTF-8 is looked at row by row, so that a wrong letter is found with its line.
            decoder: (!is_plain).then(|| wrapping.encoding.new_decoder_with_bom_removal()),
            left: limit,
            waiting: Bytes::new(),
            is_over: false,
        }
    }

    /// The next bytes of the file, unpacked; none at its end.
    fn unpacked(&mut self) -> Result<Option<Bytes>, Damage> {
        if self.waiting.is_empty() {
            match self.pieces.next() {
                Some(piece) => self.waiting = piece,
                None => return self.rest().map(|rest| (!rest.is_empty()).then_some(rest)),
            }
        }
        let Some(unpacker) = &mut self.unpacker else {
            return Ok(Some(std::mem::take(&mut self.waiting)));
        };
        let piece = self.waiting.split_to(self.waiting.len().min(PACKED_PIECE));
        unpacker.write_all(&piece).map_err(|_broken| Damage::Packing)?;
        Ok(Some(std::mem::take(unpacker.get_mut()).into()))
    }

    /// What the packing held back until its end.
    fn rest(&mut self) -> Result<Bytes, Damage> {
        let Some(unpacker) = self.unpacker.take() else { return Ok(Bytes::new()) };
        unpacker.finish().map(Bytes::from).map_err(|_broken| Damage::Packing)
    }

    fn decoded(&mut self, piece: Option<Bytes>) -> Result<Bytes, Damage> {
        let Some(decoder) = &mut self.decoder else { return Ok(piece.unwrap_or_default()) };
        let (is_last, piece) = (piece.is_none(), piece.unwrap_or_default());
        let needed = decoder.max_utf8_buffer_length_without_replacement(piece.len());
        let mut text = String::with_capacity(needed.ok_or(Damage::Encoding)?);
        match decoder.decode_to_string_without_replacement(&piece, &mut text, is_last) {
            (DecoderResult::InputEmpty, _) => Ok(text.into()),
            (DecoderResult::Malformed(..) | DecoderResult::OutputFull, _) => Err(Damage::Encoding),
        }
    }

    /// Counts what may still come.
    fn metered(&mut self, text: Bytes) -> Result<Bytes, Damage> {
        let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
        self.left = self.left.checked_sub(length).ok_or(Damage::TooLong)?;
        Ok(text)
    }

    fn step(&mut self) -> Result<Bytes, Damage> {
        let piece = self.unpacked()?;
        self.is_over = piece.is_none();
        let text = self.decoded(piece)?;
        self.metered(text)
    }
}

impl<S: Iterator<Item = Bytes>> Iterator for TextPieces<S> {
    type Item = Result<Bytes, Damage>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_over {
            match self.step() {
                Ok(text) if text.is_empty() => {}
                Err(damage) => {
                    self.is_over = true;
                    return Some(Err(damage));
                }
                text => return Some(text),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{UTF_16LE, WINDOWS_1252};
    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    const TEXT: &str = "Name;Straße\nBräu;Am Öd 1\n";

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::default());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    fn utf16() -> Vec<u8> {
        let units = std::iter::once(0xfeff).chain(TEXT.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    }

    fn read(bytes: &[u8], wrapping: Wrapping, size: usize, limit: u64) -> Result<String, Damage> {
        let pieces = bytes.chunks(size).map(Bytes::copy_from_slice).collect::<Vec<_>>();
        let text = TextPieces::new(pieces.into_iter(), wrapping, limit);
        let text = text.collect::<Result<Vec<_>, _>>()?.concat();
        Ok(String::from_utf8(text).unwrap())
    }

    #[test]
    fn text_is_the_same_whatever_it_comes_in_and_whatever_the_pieces() {
        let latin = WINDOWS_1252.encode(TEXT).0.into_owned();
        for (bytes, encoding) in
            [(TEXT.as_bytes().to_vec(), UTF_8), (latin, WINDOWS_1252), (utf16(), UTF_16LE)]
        {
            for is_packed in [false, true] {
                let bytes = if is_packed { packed(&bytes) } else { bytes.clone() };
                let wrapping = Wrapping { is_packed, encoding };
                for size in 1..bytes.len() {
                    assert_eq!(read(&bytes, wrapping, size, 1_000).as_deref(), Ok(TEXT));
                }
            }
        }
    }

    #[test]
    fn what_is_cut_short_or_broken_is_told() {
        let gzip = Wrapping { is_packed: true, ..Wrapping::PLAIN };
        let whole = packed(TEXT.as_bytes());
        assert_eq!(read(&whole[..whole.len() - 4], gzip, 8, 1_000), Err(Damage::Packing));
        assert_eq!(read(b"\x1f\x8bnonsense", gzip, 8, 1_000), Err(Damage::Packing));
        let odd = utf16();
        let wrapping = Wrapping { is_packed: false, encoding: UTF_16LE };
        assert_eq!(read(&odd[..odd.len() - 1], wrapping, 8, 1_000), Err(Damage::Encoding));
    }

    #[test]
    fn a_small_file_cannot_become_an_endless_one() {
        let bomb = packed(&vec![b'x'; 4 * 1024 * 1024]);
        assert!(bomb.len() < 16 * 1024);
        let gzip = Wrapping { is_packed: true, ..Wrapping::PLAIN };
        assert_eq!(read(&bomb, gzip, 1024, 1024 * 1024), Err(Damage::TooLong));
    }
}
