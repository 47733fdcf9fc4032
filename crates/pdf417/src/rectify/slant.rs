//! Determines the two directions of a symbol. Seen at an angle, rows and bars are not
//! perpendicular, but every edge still follows one of them. Most other things do not have two such
//! directions.

use imaging::{Luma, Point, Quad};

/// The number of directions that are distinguished, over half a turn.
const DIRECTIONS: usize = 90;
/// The minimum angle between rows and bars, in directions: 50 degrees.
const MIN_ANGLE: usize = 25;
/// One in this many lines, and one in this many pixels of it, is examined.
const STRIDE: usize = 3;
/// The minimum change across rows, relative to the mean over all directions. In drawn photographs
/// of symbols seen at an angle it was 0.69 to 1.69.
const MIN_ROW_CHANGE: f32 = 0.6;
/// The minimum ratio of the change across rows to the change perpendicular to that across bars.
const MIN_RATIO: f32 = 1.35;
/// The minimum angle in degrees between the rectangle and the rows or bars. Below it, the sides of
/// the rectangle are as good an estimate, because print, noise and bent rows shift the directions
/// as much.
const MIN_DEVIATION: f64 = 9.0;
/// The minimum square of a gradient; noise below it has no direction.
const MIN_GRADIENT: f32 = 40_000.0;
/// The minimum determinant of the two directions. A flatter symbol could not be read.
const MIN_DETERMINANT: f64 = 0.3;

/// Returns the parallelogram along rows and bars with the same extent as the rectangle, or `None`
/// if its edges do not have two directions, or follow the rectangle's own sides.
pub(super) fn slanted(luma: &Luma, rectangle: &Quad) -> Option<Quad> {
    let [a, b, _, d] = rectangle.0;
    let from = |p: Point| Point::new(p.x - a.x, p.y - a.y);
    let (along, down) = (from(b), from(d));
    let (width, height) = (along.x.hypot(along.y), down.x.hypot(down.y));
    if width < 16.0 || height < 8.0 {
        return None;
    }
    let (e, f) = (
        Point::new(along.x / width, along.y / width),
        Point::new(down.x / height, down.y / height),
    );
    let (across_bars, across_rows) = directions(luma, rectangle, e)?;
    // Rows are perpendicular to the change across them, and bars to the change across bars. Both
    // are in the rectangle's own axes, with rows to the right and bars down.
    let (rows, bars) = (
        across_rows - std::f64::consts::FRAC_PI_2,
        across_bars + std::f64::consts::FRAC_PI_2,
    );
    let (r, v) = ((rows.cos(), rows.sin()), (bars.cos(), bars.sin()));
    // A parallelogram of half sides s and t extends s|r.0| + t|v.0| sideways and s|r.1| + t|v.1|
    // down.
    let (w, h) = (width / 2.0, height / 2.0);
    let det = r.0.abs() * v.1.abs() - v.0.abs() * r.1.abs();
    if det < MIN_DETERMINANT {
        return None;
    }
    let s = (w * v.1.abs() - h * v.0.abs()) / det;
    let t = (h * r.0.abs() - w * r.1.abs()) / det;
    if s < 0.25 * w || t < 0.15 * h {
        return None;
    }
    let centre = rectangle.centre();
    let corner = |i: f64, j: f64| {
        let (x, y) = (i * s * r.0 + j * t * v.0, i * s * r.1 + j * t * v.1);
        Point::new(centre.x + x * e.x + y * f.x, centre.y + x * e.y + y * f.y)
    };
    Some(Quad([
        corner(-1.0, -1.0),
        corner(1.0, -1.0),
        corner(1.0, 1.0),
        corner(-1.0, 1.0),
    ]))
}

/// Returns the angles of the change across bars (about 0) and across rows (about a quarter turn),
/// relative to `e`.
fn directions(luma: &Luma, rectangle: &Quad, e: Point) -> Option<(f64, f64)> {
    let mut change = [0.0_f32; DIRECTIONS];
    let (left, top, right, bottom) = rectangle.bounds();
    let inside = |v: f64, most: u32| (v.max(1.0) as usize).min(most.saturating_sub(2) as usize);
    let columns = inside(left, luma.width())..inside(right, luma.width());
    let lines = inside(top, luma.height())..inside(bottom, luma.height());
    let per_radian = DIRECTIONS as f32 / std::f32::consts::PI;
    let turn = e.y.atan2(e.x) as f32;
    for y in lines.step_by(STRIDE) {
        let [above, here, below] = [y - 1, y, y + 1].map(|y| luma.row(y as u32));
        for x in columns.clone().step_by(STRIDE) {
            let at = |row: &[u8], x: usize| f32::from(row[x]);
            // Scharr's weights have no preferred direction, within a degree.
            let dx = 3.0
                * (at(above, x + 1) - at(above, x - 1) + at(below, x + 1) - at(below, x - 1))
                + 10.0 * (at(here, x + 1) - at(here, x - 1));
            let dy = 3.0
                * (at(below, x - 1) - at(above, x - 1) + at(below, x + 1) - at(above, x + 1))
                + 10.0 * (at(below, x) - at(above, x));
            let strength = dx * dx + dy * dy;
            if strength < MIN_GRADIENT || !rectangle.contains(Point::new(x as f64, y as f64)) {
                continue;
            }
            let angle = (dy.atan2(dx) - turn).rem_euclid(std::f32::consts::PI);
            change[(angle * per_radian) as usize % DIRECTIONS] += strength.sqrt();
        }
    }
    let all: f32 = change.iter().sum();
    if all <= 0.0 {
        return None;
    }
    // Smoothed over ten degrees, with the highest weight in the middle.
    let smooth: Vec<f32> = (0..DIRECTIONS)
        .map(|i| {
            [1.0, 2.0, 3.0, 2.0, 1.0]
                .iter()
                .enumerate()
                .map(|(j, weight)| weight * change[(i + DIRECTIONS + j - 2) % DIRECTIONS])
                .sum::<f32>()
                / 9.0
        })
        .collect();
    // The angle of the bars' change wraps around at 0, so both sides of the end are searched.
    let peak = |from: usize, to: usize| {
        (from..=to)
            .map(|i| i % DIRECTIONS)
            .max_by(|&a, &b| smooth[a].total_cmp(&smooth[b]))
    };
    let bars = peak(DIRECTIONS - 24, DIRECTIONS + 24)?;
    let rows = peak(bars + MIN_ANGLE, bars + DIRECTIONS - MIN_ANGLE)?;
    let mean = all / DIRECTIONS as f32;
    // The centre of each peak, in radians.
    let settled = |at: usize| {
        let (mut sum, mut moment) = (0.0, 0.0);
        for j in 0..5_usize {
            let weight = change[(at + DIRECTIONS + j - 2) % DIRECTIONS];
            sum += weight;
            moment += weight * (j as f32 - 2.0);
        }
        f64::from((at as f32 + 0.5 + moment / sum.max(1e-6)) / per_radian)
    };
    let half_turn = std::f64::consts::PI;
    let mut bars_at = settled(bars);
    if bars_at > half_turn / 2.0 {
        bars_at -= half_turn;
    }
    let mut rows_at = settled(rows);
    if rows_at < bars_at {
        rows_at += half_turn;
    }
    let square = smooth[(bars + DIRECTIONS / 2) % DIRECTIONS];
    let off = bars_at
        .abs()
        .max((rows_at - half_turn / 2.0).abs())
        .to_degrees();
    let is_clear = smooth[rows] > MIN_ROW_CHANGE * mean && smooth[rows] > MIN_RATIO * square;
    (off > MIN_DEVIATION && is_clear).then_some((bars_at, rows_at))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws bricks of 7.3 by 12.7 pixels whose rows fall by `fall` and whose sides lean by `lean`
    /// per pixel. Each pixel is the mean of 16 places in it, because jagged edges would have other
    /// directions.
    fn bricks(fall: f64, lean: f64) -> Luma {
        let grey = |x: f64, y: f64| {
            let (along, down) = (x - lean * y, y - fall * x);
            let brick = (along / 7.3).floor() as i64 * 7 + (down / 12.7).floor() as i64 * 11;
            if brick.rem_euclid(5) < 2 { 40 } else { 220 }
        };
        let pixel = |i: u32| {
            let (x, y) = (f64::from(i % 400), f64::from(i / 400));
            let places =
                (0..16).map(|n| grey(x + f64::from(n % 4) / 4.0, y + f64::from(n / 4) / 4.0));
            (places.sum::<i32>() / 16) as u8
        };
        Luma::new(400, 300, (0..400 * 300).map(pixel).collect()).unwrap()
    }

    /// Checks whether the slant of rows and bars is found. There is none if they follow the sides.
    #[track_caller]
    fn check(fall: f64, lean: f64, is_slanted: bool) {
        let found = slanted(&bricks(fall, lean), &Quad::of_size(400, 300));
        assert_eq!(found.is_some(), is_slanted, "{fall}, {lean}");
        let Some(Quad([a, b, _, d])) = found else {
            return;
        };
        let slopes = ((b.y - a.y) / (b.x - a.x), (d.x - a.x) / (d.y - a.y));
        assert!((slopes.0 - fall).abs() < 0.05, "{fall} as {}", slopes.0);
        assert!((slopes.1 - lean).abs() < 0.05, "{lean} as {}", slopes.1);
    }

    #[test]
    fn directions_of_rows_and_bars_are_found() {
        check(0.3, 0.0, true);
        check(-0.3, 0.0, true);
        check(0.0, -0.25, true);
        check(0.2, 0.2, true);
        check(0.0, 0.0, false);
        check(0.05, 0.05, false);
    }

    #[test]
    fn pictures_without_edges_have_no_slant() {
        let whole = Quad::of_size(400, 300);
        assert_eq!(slanted(&Luma::filled(400, 300, 90), &whole), None);
        assert_eq!(slanted(&Luma::filled(3, 2, 90), &Quad::of_size(3, 2)), None);
    }
}
