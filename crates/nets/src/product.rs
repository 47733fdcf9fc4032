//! The products that the networks spend their time on.

use ndarray::linalg::general_mat_mul;
use ndarray::{ArrayView2, ArrayViewMut2};

/// Adds the product of two matrices, `left` with `inner` columns and `right` with `inner` rows, to
/// `out`. Matrices that do not fit one another leave it as it is.
///
/// ```
/// let mut out = [100.0, 200.0];
/// nets::product(&[1.0, 2.0], &[3.0, 4.0, 5.0, 6.0], 2, &mut out);
/// assert_eq!(out, [113.0, 216.0]);
/// ```
pub fn product(left: &[f32], right: &[f32], inner: usize, out: &mut [f32]) {
    let inner = inner.max(1);
    let (rows, columns) = (left.len() / inner, right.len() / inner);
    let left = ArrayView2::from_shape((rows, inner), left);
    let right = ArrayView2::from_shape((inner, columns), right);
    let out = ArrayViewMut2::from_shape((rows, columns), out);
    if let (Ok(left), Ok(right), Ok(mut out)) = (left, right, out) {
        general_mat_mul(1.0, &left, &right, 1.0, &mut out);
    }
}

/// The sum of the products of two rows of equal length, in eight interleaved partial sums.
pub(crate) fn dot(left: &[f32], right: &[f32]) -> f32 {
    const LANES: usize = 8;
    let mut sums = [0.0_f32; LANES];
    let (left, left_rest) = left.as_chunks::<LANES>();
    let (right, right_rest) = right.as_chunks::<LANES>();
    for (left, right) in left.iter().zip(right) {
        for ((sum, l), r) in sums.iter_mut().zip(left).zip(right) {
            *sum += l * r;
        }
    }
    let rest = left_rest.iter().zip(right_rest).map(|(l, r)| l * r);
    sums.iter().sum::<f32>() + rest.sum::<f32>()
}
