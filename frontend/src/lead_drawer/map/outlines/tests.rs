//! Files of outlines: whole, cut off, and of any bytes.

use proptest::prelude::*;

use super::*;

fn count(file: &mut Vec<u8>, mut number: u32) {
    while number > 127 {
        file.push(u8::try_from(number % 128 + 128).unwrap());
        number /= 128;
    }
    file.push(u8::try_from(number).unwrap());
}

fn signed(file: &mut Vec<u8>, number: i32) {
    let folded = if number < 0 { -2 * i64::from(number) - 1 } else { 2 * i64::from(number) };
    count(file, u32::try_from(folded).unwrap());
}

fn size(all: usize) -> u32 {
    u32::try_from(all).unwrap()
}

type Hundredths = (i32, i32);

/// What the script does, in a few lines.
fn write(lines: &[Vec<Hundredths>], names: &[(Hundredths, String)]) -> Vec<u8> {
    let mut file = MARK.to_vec();
    count(&mut file, 3);
    file.extend(b"ISC");
    for layer in [lines, &[], lines] {
        count(&mut file, size(layer.len()));
        for line in layer {
            count(&mut file, size(line.len()));
            let mut before = (0, 0);
            for point in line {
                signed(&mut file, point.0 - before.0);
                signed(&mut file, point.1 - before.1);
                before = *point;
            }
        }
    }
    for layer in [names, &[]] {
        count(&mut file, size(layer.len()));
        for ((east, north), text) in layer {
            signed(&mut file, *east);
            signed(&mut file, *north);
            count(&mut file, 1_250);
            count(&mut file, size(text.len()));
            file.extend(text.as_bytes());
        }
    }
    file
}

fn degrees((east, north): Hundredths) -> Point {
    Point { east: f64::from(east) / 100.0, north: f64::from(north) / 100.0 }
}

fn places() -> impl Strategy<Value = Hundredths> {
    (-54_000..=54_000, -9_000..=9_000)
}

proptest! {
    #[test]
    fn what_was_written_is_read(
        lines in proptest::collection::vec(proptest::collection::vec(places(), 1..20), 0..6),
        names in proptest::collection::vec((places(), "[a-zé ]{0,12}"), 0..6),
    ) {
        let read = Outlines::read(&write(&lines, &names)).unwrap();
        prop_assert!(read.borders.is_empty() && read.state_names.is_empty());
        for layer in [&read.land, &read.states] {
            let points: Vec<Vec<Point>> = layer.iter().map(|line| line.points.clone()).collect();
            let expected: Vec<Vec<Point>> =
                lines.iter().map(|line| line.iter().copied().map(degrees).collect()).collect();
            prop_assert_eq!(points, expected);
            for line in layer {
                prop_assert!(line.points.iter().all(|point| line.bounds.holds(*point)));
            }
        }
        let expected: Vec<Name> =
            names.into_iter().map(|(at, text)| Name { text, at: degrees(at), across: 12.5 }).collect();
        prop_assert_eq!(read.country_names, expected);
    }

    #[test]
    fn a_file_that_is_cut_off_is_refused(
        lines in proptest::collection::vec(proptest::collection::vec(places(), 1..9), 0..4),
        at in any::<proptest::sample::Index>(),
    ) {
        let whole = write(&lines, &[((0, 0), "Sea".to_owned())]);
        let cut = &whole[..at.index(whole.len())];
        prop_assert!(Outlines::read(cut).is_err());
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _either = Outlines::read(&bytes);
        let _either = Outlines::read(&[MARK, &bytes].concat());
    }
}

#[test]
fn another_file_is_told_apart() {
    assert_eq!(Outlines::read(b"<!doctype html>"), Err(Unreadable::Mark));
    assert_eq!(Outlines::read(b"SKM1"), Err(Unreadable::Short));
    // A line through no point, and a place that is nowhere on earth.
    assert_eq!(Outlines::read(b"SKM1\x00\x01\x00\x00\x00\x00\x00\x00"), Err(Unreadable::Damaged));
    let nowhere = write(&[vec![(0, 9_001)]], &[]);
    assert_eq!(Outlines::read(&nowhere), Err(Unreadable::Damaged));
}
