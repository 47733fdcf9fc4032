//! Outlines of the few shapes that a card consists of, in millimetres. `None` stands for an outline
//! without area, for which nothing is drawn.

use tiny_skia::{Path, PathBuilder, Rect};

/// Returns a rectangle as a path.
pub(crate) fn boxed(x: f32, y: f32, width: f32, height: f32) -> Option<Path> {
    Rect::from_xywh(x, y, width, height).map(PathBuilder::from_rect)
}

/// Returns a rectangle with rounded corners as a path.
pub(crate) fn rounded(x: f32, y: f32, width: f32, height: f32, radius: f32) -> Option<Path> {
    let (right, bottom) = (x + width, y + height);
    let handle = radius * 0.447_7;
    let mut path = PathBuilder::new();
    path.move_to(x + radius, y);
    path.line_to(right - radius, y);
    path.cubic_to(right - handle, y, right, y + handle, right, y + radius);
    path.line_to(right, bottom - radius);
    path.cubic_to(
        right,
        bottom - handle,
        right - handle,
        bottom,
        right - radius,
        bottom,
    );
    path.line_to(x + radius, bottom);
    path.cubic_to(x + handle, bottom, x, bottom - handle, x, bottom - radius);
    path.line_to(x, y + radius);
    path.cubic_to(x, y + handle, x + handle, y, x + radius, y);
    path.close();
    path.finish()
}

/// Returns an ellipse as a path.
pub(crate) fn oval(x: f32, y: f32, across: f32, down: f32) -> Option<Path> {
    Rect::from_xywh(x - across, y - down, across * 2.0, down * 2.0).and_then(PathBuilder::from_oval)
}

/// Returns straight lines from point to point.
pub(crate) fn polyline(points: impl IntoIterator<Item = [f32; 2]>, closed: bool) -> Option<Path> {
    let mut path = PathBuilder::new();
    for [x, y] in points {
        if path.is_empty() {
            path.move_to(x, y);
        } else {
            path.line_to(x, y);
        }
    }
    if closed {
        path.close();
    }
    path.finish()
}
