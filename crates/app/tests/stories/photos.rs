//! Pictures as phones and attackers make them.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

/// Red on the left, blue on the right.
fn halves(width: u32, height: u32) -> DynamicImage {
    let colour = |x, _| {
        if x < width / 2 {
            Rgb([230, 20, 20])
        } else {
            Rgb([20, 20, 230])
        }
    };
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, colour))
}

pub fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("a picture");
    bytes.into_inner()
}

/// A small JPEG.
pub fn jpeg() -> Vec<u8> {
    written(&halves(64, 48), ImageFormat::Jpeg)
}

/// A JPEG that lies on its side (orientation 6) and tells where it was taken: 32°06′N 114°04′12″E.
pub fn lying_with_position() -> Vec<u8> {
    let plain = jpeg();
    let exif = exif();
    let size = u16::try_from(exif.len() + 2).expect("small");
    let mut bytes = plain[..2].to_vec();
    bytes.extend([0xFF, 0xE1]);
    bytes.extend(size.to_be_bytes());
    bytes.extend(exif);
    bytes.extend(&plain[2..]);
    bytes
}

/// An EXIF segment by hand, big-endian (TIFF 6.0, Exif 2.3): orientation, and a GPS directory.
fn exif() -> Vec<u8> {
    const SHORT: u16 = 3;
    const LONG: u16 = 4;
    const ASCII: u16 = 2;
    const RATIONAL: u16 = 5;
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        let mut bytes = tag.to_be_bytes().to_vec();
        bytes.extend(kind.to_be_bytes());
        bytes.extend(count.to_be_bytes());
        bytes.extend(value);
        bytes
    };
    // Header 8, two entries (2 + 24 + 4): the GPS directory begins at 38, its values at 38 + 2 + 48 + 4.
    let (gps, values) = (38_u32, 92_u32);
    let mut tiff = b"MM\0\x2a\0\0\0\x08".to_vec();
    tiff.extend(2_u16.to_be_bytes());
    tiff.extend(entry(0x0112, SHORT, 1, [0, 6, 0, 0]));
    tiff.extend(entry(0x8825, LONG, 1, gps.to_be_bytes()));
    tiff.extend(0_u32.to_be_bytes());
    tiff.extend(4_u16.to_be_bytes());
    tiff.extend(entry(1, ASCII, 2, *b"N\0\0\0"));
    tiff.extend(entry(2, RATIONAL, 3, values.to_be_bytes()));
    tiff.extend(entry(3, ASCII, 2, *b"E\0\0\0"));
    tiff.extend(entry(4, RATIONAL, 3, (values + 24).to_be_bytes()));
    tiff.extend(0_u32.to_be_bytes());
    for number in [32_u32, 6, 0, 114, 4, 12] {
        tiff.extend(number.to_be_bytes());
        tiff.extend(1_u32.to_be_bytes());
    }
    [b"Exif\0\0".to_vec(), tiff].concat()
}

/// A PNG of a few bytes that claims to be 60,000 pixels on each side.
pub fn png_bomb() -> Vec<u8> {
    let mut bytes = written(&halves(2, 2), ImageFormat::Png);
    // The header chunk: length, type, width at 16, height at 20, then its checksum at 29.
    bytes[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
    bytes[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
    let sum = crc32(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&sum.to_be_bytes());
    bytes
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg())
        })
    })
}
