//! Pictures that are none, lie on their side, are too large, or belong to somebody else.

use db::{Sql, values};
use image::{GenericImageView, ImageFormat};
use serde_json::json;

use crate::html::links;
use crate::matter::{MISSING_COVER, Matter};
use crate::office::with_photo;
use crate::person::Reply;
use crate::photos;
use crate::world::{World, both};

/// The resident's form with one file, whatever it is.
async fn send_file(world: &World, name: &str, bytes: Vec<u8>) -> Reply {
    let page = world.resident().get("/reports/new").await.expect(200);
    let form = page
        .form("/reports")
        .with_all(&[("words", "护栏断了，请看照片"), ("place", "和平路")]);
    world.resident().send(&form.photo(name, bytes)).await
}

async fn stored(world: &World, matter: &Matter) -> Vec<u8> {
    let page = world.resident().get(&matter.receipt_page()).await.expect(200);
    let path = links(&page.text(), &format!("{}/photos/", matter.receipt_page()))[0].clone();
    let reply = world.resident().get(&path).await.expect(200);
    assert_eq!(reply.headers["content-type"], "image/jpeg");
    assert_eq!(reply.headers["x-content-type-options"], "nosniff");
    reply.bytes
}

#[tokio::test]
async fn f01_a_lying_photo_is_kept_upright_and_without_the_cameras_notes() {
    both(async |world| {
        let original = photos::lying_with_position();
        assert!(original.windows(4).any(|bytes| bytes == b"Exif"));
        let (matter, _) = with_photo(world, "护栏断了", original).await;
        let bytes = stored(world, &matter).await;
        assert!(!bytes.windows(4).any(|bytes| bytes == b"Exif"), "no notes are left");
        let picture = image::load_from_memory(&bytes).expect("a picture");
        assert_eq!(picture.dimensions(), (48, 64), "it stands");
        let (top, bottom) = (picture.get_pixel(24, 8), picture.get_pixel(24, 56));
        assert!(top[0] > 180 && top[2] < 80, "red was left and is on top: {top:?}");
        assert!(bottom[2] > 180 && bottom[0] < 80, "{bottom:?}");
        let id: uuid::Uuid = matter.id.parse().expect("an id");
        let row = world.site.db.row(
            "SELECT taken_lng, taken_lat FROM case_photos WHERE street = $1 AND case_id = $2",
            values![world.site.street.0, id],
        );
        let row = row.await.expect("read").expect("the photo");
        let (lng, lat): (f64, f64) = (row.get("taken_lng").expect("it"), row.get("taken_lat").expect("it"));
        assert!((lng - 114.07).abs() < 1e-6 && (lat - 32.1).abs() < 1e-6, "{lng} {lat}");
        let receipt = world.resident().get(&matter.receipt_page()).await;
        receipt.hides("114.07,").hides("32.1,");
    })
    .await;
}

#[tokio::test]
async fn f03_the_content_decides_not_the_name() {
    both(async |world| {
        let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec();
        let refused = send_file(world, "a.jpg", heic).await.expect(422);
        refused.shows("HEIC").shows("护栏断了，请看照片");
        send_file(world, "b.HEIC", photos::jpeg()).await.expect(303);
        let png = image::load_from_memory(&photos::jpeg()).expect("a picture");
        let png = photos::written(&png, ImageFormat::Png);
        let (matter, _) = with_photo(world, "护栏断了", png).await;
        assert_eq!(&stored(world, &matter).await[..2], &[0xFF, 0xD8], "kept as JPEG");
    })
    .await;
}

#[tokio::test]
async fn f05_what_is_no_picture_is_refused_and_names_of_files_go_nowhere() {
    both(async |world| {
        let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".to_vec();
        let html = b"<!doctype html><script>alert(1)</script>".to_vec();
        for (name, bytes) in [
            ("photo.svg", svg.clone()),
            ("report.html", html),
            ("\"><svg onload=alert(1)>.jpg", svg),
            ("a.jpg", b"GIF89a".to_vec()),
            ("a.jpg", photos::jpeg()[..300].to_vec()),
        ] {
            let refused = send_file(world, name, bytes).await.expect(422);
            refused
                .shows("其他内容已保留")
                .shows("护栏断了，请看照片")
                .hides("onload");
        }
        for name in ["../../etc/passwd", "C:\\windows\\a.jpg", "\"><svg onload=alert(1)>.jpg"] {
            let kept = send_file(world, name, photos::jpeg()).await.expect(303);
            let page = world.resident().get(&kept.location()).await.expect(200);
            page.hides("passwd").hides("windows").hides("onload");
        }
    })
    .await;
}

#[tokio::test]
async fn f06_a_photo_is_seen_only_with_its_own_matter() {
    both(async |world| {
        let (matter, _) = with_photo(world, "沟槽盖板没了", photos::jpeg()).await;
        let other = world.reported(1, "另一件").await;
        let clerk = world.person("clerk-1a").await;
        let page = clerk.get(&matter.page()).await.text();
        let path = links(&page, &format!("{}/photos/", matter.page()))[0].clone();
        let photo = path.rsplit('/').next().expect("an id").to_owned();
        clerk.get(&path).await.expect(200);
        world.resident().get(&path).await.expect(404);
        for login in ["clerk-8a", "grid-worker-02", "unit-municipal"] {
            world.person(login).await.get(&path).await.expect(404);
        }
        clerk.get(&format!("{}/photos/{photo}", other.page())).await.expect(404);
        let foreign = format!("{}/photos/{photo}", other.receipt_page());
        world.resident().get(&foreign).await.expect(404);

        // The unit's own pictures reach the reporter after the inspection, not before.
        world.handling(&matter, MISSING_COVER).await;
        let unit = world.person("unit-municipal").await;
        let done = [("text", "已换上新盖板"), ("outcome", "fixed")];
        let form = unit.get(&matter.page()).await.step_form("submit").with_all(&done);
        unit.send(&form.photo("b.jpg", photos::jpeg())).await.expect(303);
        let page = unit.get(&matter.page()).await.text();
        let all = links(&page, &format!("{}/photos/", matter.page()));
        assert_eq!(all.len(), 2);
        let result = all.iter().find(|each| **each != path).expect("the other");
        let result = result.rsplit('/').next().expect("an id");
        let result = format!("{}/photos/{result}", matter.receipt_page());
        world.resident().get(&result).await.expect(404);
        world.take("inspector-1", &matter, "inspect", json!({})).await;
        world.take("inspector-1", &matter, "pass", json!({})).await;
        world.resident().get(&result).await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn huge_photos_and_bombs_are_refused_while_the_words_stay() {
    both(async |world| {
        for megabytes in [21, 60] {
            let mut bytes = photos::jpeg();
            bytes.resize(megabytes * 1024 * 1024, 0);
            let refused = send_file(world, "a.jpg", bytes).await.expect(422);
            let form = refused.shows("照片太大").form("/reports");
            assert_eq!(form.get("words"), "护栏断了，请看照片");
        }
        let bomb = send_file(world, "a.png", photos::png_bomb()).await.expect(422);
        bomb.shows("照片太大").shows("护栏断了，请看照片");
        let many = world.count("SELECT COUNT(*) AS number FROM case_photos").await;
        assert_eq!(many, 0);
    })
    .await;
}
