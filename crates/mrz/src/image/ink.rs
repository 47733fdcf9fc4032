//! Separates ink from paper by its surroundings.
#![expect(clippy::indexing_slicing, reason = "loops over planes of known size")]

/// Returns a mask of ink: 1 where there is at least half as much as at the darkest place nearby,
/// and more than the average around, otherwise 0.
pub(super) fn ink_mask(ink: &[u8], width: usize, height: usize) -> Vec<u8> {
    const BLOCK: usize = 8;
    let (wide, tall) = (width.div_ceil(BLOCK), height.div_ceil(BLOCK));
    let mut most = vec![0_u8; wide * tall];
    let mut sums = vec![0_u32; wide * tall];
    for (y, row) in ink.chunks_exact(width).enumerate() {
        let blocks = y / BLOCK * wide..(y / BLOCK + 1) * wide;
        let into = most[blocks.clone()].iter_mut().zip(&mut sums[blocks]);
        for (block, (most, sum)) in row.chunks(BLOCK).zip(into) {
            *most = block.iter().fold(*most, |most, &value| most.max(value));
            *sum += block.iter().map(|&value| u32::from(value)).sum::<u32>();
        }
    }
    let around =
        |at: usize, reach: usize, end: usize| at.saturating_sub(reach)..(at + reach + 1).min(end);
    // Each entry is the sum of all blocks above and to the left, excluding its own.
    let mut before = vec![0_u32; (wide + 1) * (tall + 1)];
    for y in 0..tall {
        let mut row = 0;
        for x in 0..wide {
            row += sums[y * wide + x];
            before[(y + 1) * (wide + 1) + x + 1] = before[y * (wide + 1) + x + 1] + row;
        }
    }
    let mut limits = vec![0_u8; wide * tall];
    for y in 0..tall {
        for x in 0..wide {
            let near = around(y, 1, tall).flat_map(|y| &most[y * wide..][around(x, 1, wide)]);
            let top = near.copied().max().unwrap_or(0);
            let (rows, columns) = (around(y, 4, tall), around(x, 4, wide));
            let upto = |y: usize, x: usize| before[y * (wide + 1) + x];
            let sum = upto(rows.end, columns.end) + upto(rows.start, columns.start)
                - upto(rows.start, columns.end)
                - upto(rows.end, columns.start);
            let mean = sum / (rows.len() * columns.len() * BLOCK * BLOCK).max(1) as u32;
            let limit = (u32::from(top) / 2).max(mean * 11 / 10).max(3);
            limits[y * wide + x] = limit.min(255) as u8;
        }
    }
    let mut mask = Vec::with_capacity(width * height);
    for (y, row) in ink.chunks_exact(width).enumerate() {
        let limits = &limits[y / BLOCK * wide..][..wide];
        for (block, &limit) in row.chunks(BLOCK).zip(limits) {
            mask.extend(block.iter().map(|&value| u8::from(value > limit)));
        }
    }
    mask
}

/// Blurs with a square of `2 * reach + 1` pixels, repeating the border.
pub(super) fn box_blur(levels: &[u8], width: usize, height: usize, reach: usize) -> Vec<u8> {
    let count = 2 * reach as u32 + 1;
    // Rows first; the sums of a row stay below 2^16 for every reach used here.
    let mut across = vec![0_u16; width * height];
    for (row, out) in levels
        .chunks_exact(width)
        .zip(across.chunks_exact_mut(width))
    {
        let at = |x: usize| u32::from(row[x.min(width - 1)]);
        let mut sum = at(0) * (reach as u32 + 1) + (1..=reach).map(at).sum::<u32>();
        for (x, out) in out.iter_mut().enumerate() {
            *out = sum as u16;
            sum = sum + at(x + reach + 1) - at(x.saturating_sub(reach));
        }
    }
    let row_of = |y: usize| &across[y.min(height - 1) * width..][..width];
    let mut sums: Vec<u32> = row_of(0)
        .iter()
        .map(|&v| u32::from(v) * (reach as u32 + 1))
        .collect();
    for y in 1..=reach {
        for (sum, &value) in sums.iter_mut().zip(row_of(y)) {
            *sum += u32::from(value);
        }
    }
    // Multiplication replaces division; it is exact enough for levels, and fits 32 bits for any
    // count.
    let share = (1 << 24) / (count * count);
    let mut out = Vec::with_capacity(width * height);
    for y in 0..height {
        out.extend(sums.iter().map(|&sum| ((sum * share) >> 24) as u8));
        let (enters, leaves) = (row_of(y + reach + 1), row_of(y.saturating_sub(reach)));
        for ((sum, &enters), &leaves) in sums.iter_mut().zip(enters).zip(leaves) {
            *sum = *sum + u32::from(enters) - u32::from(leaves);
        }
    }
    out
}
