//! Photos: decoded within bounds, turned upright, written anew. What the camera noted about place and device is gone after.

use std::io::Cursor;

use exif::{In, Tag, Value};
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageReader, Limits};
use tokio::sync::Semaphore;

use crate::form::Upload;

/// The longest side that is kept.
const LONGEST: u32 = 1600;
/// Dimensions beyond these are refused before a byte is decoded (a PNG bomb is small on the wire).
const MOST_PIXELS_A_SIDE: u32 = 16_000;
const MOST_DECODED_BYTES: u64 = 320 * 1024 * 1024;
const QUALITY: u8 = 82;

/// Two at a time: decoding is heavy and the office has other work.
static DECODERS: Semaphore = Semaphore::const_new(2);

/// A photo as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Photo {
    pub jpeg: Vec<u8>,
    pub width: u32,
    pub height: u32,
    /// Where the camera was, for the desk that takes in the report; never part of the picture any more.
    pub taken_at: Option<(f64, f64)>,
}

/// Why a photo was not taken, in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhotoError {
    TooLarge,
    Unknown,
    Broken,
    Heic,
}

impl PhotoError {
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::TooLarge => {
                "照片太大（超过 20 MB 或 1.6 万像素宽）。请用手机相机重新拍一张，或选小一点的照片；其他内容已保留。"
            }
            Self::Unknown => "这个文件不是照片。请上传 JPG、PNG 或 WebP 格式的照片；其他内容已保留。",
            Self::Broken => "照片打不开，可能没有传完整。请重新选择；其他内容已保留。",
            Self::Heic => {
                "暂时读不了 HEIC 格式的照片。请在手机“设置—相机—格式”里选“兼容性最佳”，或截一张图再上传；其他内容已保留。"
            }
        }
    }
}

/// Reads one upload off the request thread.
///
/// # Errors
/// Why it is not a photo that can be kept.
pub async fn read_photo(upload: Upload) -> Result<Photo, PhotoError> {
    let Upload::Bytes(bytes) = upload else {
        return Err(PhotoError::TooLarge);
    };
    let Ok(_permit) = DECODERS.acquire().await else {
        return Err(PhotoError::Broken);
    };
    tokio::task::spawn_blocking(move || decode(&bytes))
        .await
        .unwrap_or(Err(PhotoError::Broken))
}

fn decode(bytes: &[u8]) -> Result<Photo, PhotoError> {
    // An ISO media file that calls itself HEIC, whatever the name said.
    if bytes.get(4..8) == Some(b"ftyp")
        && bytes
            .get(8..12)
            .is_some_and(|brand| matches!(brand, b"heic" | b"heix" | b"mif1" | b"hevc"))
    {
        return Err(PhotoError::Heic);
    }
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|_| PhotoError::Unknown)?;
    if reader.format().is_none() {
        return Err(PhotoError::Unknown);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_PIXELS_A_SIDE);
    limits.max_image_height = Some(MOST_PIXELS_A_SIDE);
    limits.max_alloc = Some(MOST_DECODED_BYTES);
    reader.limits(limits);
    let mut picture = reader.decode().map_err(|error| match error {
        image::ImageError::Limits(_) => PhotoError::TooLarge,
        image::ImageError::Unsupported(_) => PhotoError::Unknown,
        _ => PhotoError::Broken,
    })?;
    let (orientation, taken_at) = camera_notes(bytes);
    if picture.width().max(picture.height()) > LONGEST {
        picture = picture.thumbnail(LONGEST, LONGEST);
    }
    picture.apply_orientation(orientation);
    let picture = DynamicImage::ImageRgb8(picture.into_rgb8());
    let mut jpeg = Vec::new();
    picture
        .write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, QUALITY))
        .map_err(|_| PhotoError::Broken)?;
    Ok(Photo {
        jpeg,
        width: picture.width(),
        height: picture.height(),
        taken_at,
    })
}

/// Which way is up, and where the camera was.
fn camera_notes(bytes: &[u8]) -> (Orientation, Option<(f64, f64)>) {
    let Ok(exif) = exif::Reader::new().read_from_container(&mut Cursor::new(bytes)) else {
        return (Orientation::NoTransforms, None);
    };
    let orientation = exif
        .get_field(Tag::Orientation, In::PRIMARY)
        .and_then(|field| field.value.get_uint(0))
        .and_then(|value| u8::try_from(value).ok())
        .and_then(Orientation::from_exif)
        .unwrap_or(Orientation::NoTransforms);
    let degrees = |tag, reference, negative: &[u8]| {
        let Value::Rational(parts) = &exif.get_field(tag, In::PRIMARY)?.value else {
            return None;
        };
        let [d, m, s] = parts.as_slice() else {
            return None;
        };
        let value = d.to_f64() + m.to_f64() / 60.0 + s.to_f64() / 3600.0;
        let side = match &exif.get_field(reference, In::PRIMARY)?.value {
            Value::Ascii(text) => text.first().is_some_and(|text| text.starts_with(negative)),
            _ => false,
        };
        value.is_finite().then_some(if side { -value } else { value })
    };
    let lng = degrees(Tag::GPSLongitude, Tag::GPSLongitudeRef, b"W");
    let lat = degrees(Tag::GPSLatitude, Tag::GPSLatitudeRef, b"S");
    (orientation, lng.zip(lat))
}
