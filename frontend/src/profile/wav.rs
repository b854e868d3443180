//! Sound as a WAV file: what a phone line carries, and no more.

/// Samples a second: twice what a phone line carries.
pub const RATE: u32 = 16_000;
const HEADER: u32 = 44;
const BYTES: u16 = 2;

/// Writes one channel of samples between −1 and 1 as 16-bit PCM; none where it is too long for a file.
#[must_use]
pub fn encode(samples: &[f32]) -> Option<Vec<u8>> {
    let size = u32::try_from(samples.len()).ok()?.checked_mul(u32::from(BYTES))?;
    let mut file = Vec::with_capacity(usize::try_from(size.checked_add(HEADER)?).ok()?);
    file.extend(b"RIFF");
    file.extend((HEADER - 8 + size).to_le_bytes());
    file.extend(b"WAVEfmt ");
    file.extend(16_u32.to_le_bytes());
    // PCM, one channel.
    file.extend(1_u16.to_le_bytes());
    file.extend(1_u16.to_le_bytes());
    file.extend(RATE.to_le_bytes());
    file.extend((RATE * u32::from(BYTES)).to_le_bytes());
    file.extend(BYTES.to_le_bytes());
    file.extend((BYTES * 8).to_le_bytes());
    file.extend(b"data");
    file.extend(size.to_le_bytes());
    samples.iter().for_each(|sample| file.extend(to_i16(*sample).to_le_bytes()));
    Some(file)
}

/// The nearest of the 65,536 steps.
fn to_i16(sample: f32) -> i16 {
    let scaled = (sample.clamp(-1.0, 1.0) * f32::from(i16::MAX)).round();
    // Within the range by the clamp; not a number is silence.
    #[expect(clippy::as_conversions, reason = "a float has no checked conversion to an integer")]
    let step = scaled as i16;
    step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_says_what_it_holds() {
        let file = encode(&[0.0, 1.0, -1.0]).unwrap();
        assert_eq!(file.len(), 50);
        assert_eq!(&file[..4], b"RIFF");
        assert_eq!(u32::from_le_bytes(file[4..8].try_into().unwrap()), 42);
        assert_eq!(&file[8..16], b"WAVEfmt ");
        assert_eq!(u32::from_le_bytes(file[24..28].try_into().unwrap()), RATE);
        assert_eq!(u32::from_le_bytes(file[40..44].try_into().unwrap()), 6);
        assert_eq!(file[44..], [0, 0, 255, 127, 1, 128]);
    }

    #[test]
    fn loud_and_broken_samples_do_not_wrap() {
        for (sample, step) in [(2.0, i16::MAX), (-2.0, -i16::MAX), (f32::NAN, 0), (0.5, 16_384)] {
            assert_eq!(to_i16(sample), step);
        }
    }
}
