//! Computes the spectrum of a square of real numbers by a Fourier transform that makes use of that:
//! two rows are transformed as one, and half the columns mirror the other half.

/// Returns the absolute value of each coefficient of `tile`, which has `SIDE` rows of `SIDE`
/// numbers. `SIDE` must be a power of two.
pub(super) fn spectrum<const SIDE: usize>(tile: &[f64]) -> Vec<f64> {
    let turns: Vec<Complex> = (0..SIDE / 2)
        .map(|i| {
            let angle = -std::f64::consts::TAU * i as f64 / SIDE as f64;
            Complex {
                re: angle.cos(),
                im: angle.sin(),
            }
        })
        .collect();
    // The columns of the first half, one after the other, with a value per row.
    let half = SIDE / 2 + 1;
    let mut columns = vec![Complex::default(); half * SIDE];
    let mut both = vec![Complex::default(); SIDE];
    for (pair, rows) in tile.chunks_exact(2 * SIDE).enumerate() {
        let (one, other) = rows.split_at(SIDE);
        for ((cell, &re), &im) in both.iter_mut().zip(one).zip(other) {
            *cell = Complex { re, im };
        }
        transform(&mut both, &turns);
        for x in 0..half {
            let (a, b) = (both[x], both[(SIDE - x) % SIDE]);
            columns[x * SIDE + 2 * pair] = Complex {
                re: f64::midpoint(a.re, b.re),
                im: (a.im - b.im) / 2.0,
            };
            columns[x * SIDE + 2 * pair + 1] = Complex {
                re: f64::midpoint(a.im, b.im),
                im: (b.re - a.re) / 2.0,
            };
        }
    }
    let mut strengths = vec![0.0; SIDE * SIDE];
    for (x, column) in columns.chunks_exact_mut(SIDE).enumerate() {
        transform(column, &turns);
        for (y, cell) in column.iter().enumerate() {
            let strength = (cell.re * cell.re + cell.im * cell.im).sqrt();
            strengths[y * SIDE + x] = strength;
            strengths[(SIDE - y) % SIDE * SIDE + (SIDE - x) % SIDE] = strength;
        }
    }
    strengths
}

#[derive(Debug, Clone, Copy, Default)]
struct Complex {
    re: f64,
    im: f64,
}

/// Transforms in place with radix 2. The length must be a power of two, and `turns` has half as
/// many roots of unity.
fn transform(values: &mut [Complex], turns: &[Complex]) {
    let n = values.len();
    let mut j = 0;
    for i in 1..n {
        let mut bit = n >> 1;
        while j & bit != 0 {
            j ^= bit;
            bit >>= 1;
        }
        j |= bit;
        if i < j {
            values.swap(i, j);
        }
    }
    let mut length = 2;
    while length <= n {
        for block in values.chunks_exact_mut(length) {
            let (low, high) = block.split_at_mut(length / 2);
            let turns = turns.iter().step_by(n / length);
            for ((a, b), turn) in low.iter_mut().zip(high).zip(turns) {
                let re = b.re * turn.re - b.im * turn.im;
                let im = b.re * turn.im + b.im * turn.re;
                *b = Complex {
                    re: a.re - re,
                    im: a.im - im,
                };
                *a = Complex {
                    re: a.re + re,
                    im: a.im + im,
                };
            }
        }
        length *= 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spectrum_matches_its_definition() {
        const SIDE: usize = 8;
        let tile: Vec<f64> = (0..SIDE * SIDE)
            .map(|i| ((i * 29) % 17) as f64 - 7.0)
            .collect();
        let strengths = spectrum::<SIDE>(&tile);
        for v in 0..SIDE {
            for u in 0..SIDE {
                let (mut re, mut im) = (0.0, 0.0);
                for (i, value) in tile.iter().enumerate() {
                    let turns = (u * (i % SIDE) + v * (i / SIDE)) as f64 / SIDE as f64;
                    re += value * (std::f64::consts::TAU * turns).cos();
                    im += value * (std::f64::consts::TAU * turns).sin();
                }
                let (got, want) = (strengths[v * SIDE + u], f64::hypot(re, im));
                assert!((got - want).abs() < 1e-9, "{u} {v}: {got} for {want}");
            }
        }
    }
}
