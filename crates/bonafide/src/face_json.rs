//! A face as JSON, as the commands that look for faces print it.

use face::Face;
use imaging::Point;
use serde_json::{Value, json};

/// Returns where a face is, how certain the detector is, and the pixels between the eyes.
pub(crate) fn face(face: &Face) -> Value {
    let place = |point: Point| json!([tenth(point.x), tenth(point.y)]);
    let (bounds, marks) = (face.bounds, face.marks);
    json!({
        "bounds": {
            "left": tenth(bounds.left),
            "top": tenth(bounds.top),
            "width": tenth(bounds.width),
            "height": tenth(bounds.height),
        },
        "marks": {
            "right_eye": place(marks.right_eye),
            "left_eye": place(marks.left_eye),
            "nose": place(marks.nose),
            "right_mouth": place(marks.right_mouth),
            "left_mouth": place(marks.left_mouth),
        },
        "score": tenth(f64::from(face.score) * 100.0) / 100.0,
        "eyes_px": tenth(marks.eyes_px()),
    })
}

/// To a tenth.
pub(crate) fn tenth(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}
