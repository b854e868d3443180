//! A soft tone of any length, as WAV or MP3.

use std::f64::consts::TAU;

use bytes::{BufMut as _, Bytes, BytesMut};

/// Samples a second.
const RATE: u32 = 8_000;

/// Half a second at full length, so that even a slip of a call can be heard.
const SHORTEST: i64 = 1;
const LONGEST: i64 = 3_600;

/// One second of MP3 without a header, whose frames stand alone: so it can be repeated.
/// Made by `lame --nores -t -b 16 -m m` from a sine of 400 Hz.
const SECOND_OF_MP3: &[u8] = include_bytes!("../assets/tone.mp3");

/// A tone as WAV, 16 bits, one or two channels; the second is a third higher.
pub(crate) fn wav(seconds: i64, channels: u8) -> Bytes {
    let seconds = u32::try_from(seconds.clamp(SHORTEST, LONGEST)).unwrap_or(1);
    let channels = u16::from(channels.clamp(1, 2));
    let bytes = seconds * RATE * 2 * u32::from(channels);
    let mut sound = BytesMut::with_capacity(44 + usize::try_from(bytes).unwrap_or_default());
    header(&mut sound, bytes, channels);
    // One second holds whole periods of both, so it can be repeated without a click.
    let second = second(channels);
    for _ in 0..seconds {
        sound.extend_from_slice(&second);
    }
    sound.freeze()
}

/// A tone as MP3.
pub(crate) fn mp3(seconds: i64) -> Bytes {
    let seconds = usize::try_from(seconds.clamp(SHORTEST, LONGEST)).unwrap_or(1);
    SECOND_OF_MP3.repeat(seconds).into()
}

fn header(sound: &mut BytesMut, bytes: u32, channels: u16) {
    sound.put_slice(b"RIFF");
    sound.put_u32_le(36 + bytes);
    sound.put_slice(b"WAVEfmt ");
    sound.put_u32_le(16);
    sound.put_u16_le(1);
    sound.put_u16_le(channels);
    sound.put_u32_le(RATE);
    sound.put_u32_le(RATE * 2 * u32::from(channels));
    sound.put_u16_le(2 * channels);
    sound.put_u16_le(16);
    sound.put_slice(b"data");
    sound.put_u32_le(bytes);
}

fn second(channels: u16) -> BytesMut {
    let mut second = BytesMut::new();
    for sample in 0..RATE {
        let at = f64::from(sample) / f64::from(RATE);
        for pitch in [400.0, 500.0].into_iter().take(usize::from(channels)) {
            second.put_i16_le(level((TAU * pitch * at).sin()));
        }
    }
    second
}

/// A sixteenth of the loudest.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "a sine times two thousand fits, and there is no other way from a float"
)]
fn level(sine: f64) -> i16 {
    (sine * 2_000.0) as i16
}

#[cfg(test)]
mod tests {
    use super::{mp3, wav};

    #[test]
    fn a_wav_says_how_long_it_is() {
        let sound = wav(3, 2);
        assert_eq!(sound.len(), 44 + 3 * 8_000 * 4);
        assert_eq!(&sound[..4], b"RIFF");
        assert_eq!(sound[40..44], 96_000_u32.to_le_bytes());
    }

    #[test]
    fn an_mp3_consists_of_whole_frames() {
        let sound = mp3(2);
        assert!(
            sound.chunks(72).all(|frame| frame.starts_with(&[0xff, 0xf3]) && frame.len() == 72)
        );
    }
}
