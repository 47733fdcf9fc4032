//! Where a kernel looks: its size, its steps and the border around the planes.
//!
//! [`unroll`] turns a convolution into one product of matrices. Every network of the house uses it,
//! and so does the trainer.

/// The geometry of a convolution or of pooling: first down, then across.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Rows and columns of the kernel.
    pub kernel: [usize; 2],
    /// How many places the kernel moves at a time.
    pub strides: [usize; 2],
    /// How far apart the places are that the kernel sees.
    pub dilations: [usize; 2],
    /// Rows and columns that are added before the planes: above and to the left.
    pub before: [usize; 2],
    /// Rows and columns that are added behind the planes: below and to the right.
    pub after: [usize; 2],
}

impl Window {
    /// A dense window that moves by one place, with the same border on opposite sides.
    ///
    /// ```
    /// // Three by three, with a border of one: the planes keep their size.
    /// let window = nets::Window::dense([3, 3], [1, 1]);
    /// assert_eq!(window.places([24, 80]), Some([24, 80]));
    /// ```
    #[must_use]
    pub const fn dense(kernel: [usize; 2], border: [usize; 2]) -> Self {
        Self {
            kernel,
            strides: [1, 1],
            dilations: [1, 1],
            before: border,
            after: border,
        }
    }

    /// The size of what a convolution makes of planes of this size, or `None` if the kernel does
    /// not fit in.
    ///
    /// ```
    /// let halved = nets::Window { strides: [2, 2], ..nets::Window::dense([3, 3], [1, 1]) };
    /// assert_eq!(halved.places([112, 96]), Some([56, 48]));
    /// assert_eq!(nets::Window::dense([5, 5], [0, 0]).places([4, 9]), None);
    /// ```
    #[must_use]
    pub fn places(&self, size: [usize; 2]) -> Option<[usize; 2]> {
        Some([
            self.places_along(0, size[0])?,
            self.places_along(1, size[1])?,
        ])
    }

    fn places_along(&self, axis: usize, length: usize) -> Option<usize> {
        let at = |pair: [usize; 2]| pair.get(axis).copied();
        let reach = (at(self.kernel)?.checked_sub(1)?).checked_mul(at(self.dilations)?)? + 1;
        let whole = length
            .checked_add(at(self.before)?)?
            .checked_add(at(self.after)?)?;
        Some(whole.checked_sub(reach)?.checked_div(at(self.strides)?)? + 1)
    }

    /// The places of a row of the result, of `places`, for which column `tap` of the kernel lies
    /// within `length` columns of a plane, and the column that the first of them sees.
    pub(crate) fn span(&self, tap: usize, length: usize, places: usize) -> (usize, usize, usize) {
        let [_, stride] = self.strides;
        let (offset, left) = (tap * self.dilations[1], self.before[1]);
        let from = left.saturating_sub(offset).div_ceil(stride.max(1));
        let first = (from * stride + offset).saturating_sub(left);
        let count = length.saturating_sub(first).div_ceil(stride.max(1));
        (
            from.min(places),
            count.min(places.saturating_sub(from)),
            first,
        )
    }

    /// The row of a plane of `length` rows that row `tap` of the kernel sees at `place`.
    pub(crate) fn row(&self, tap: usize, place: usize, length: usize) -> Option<usize> {
        (place * self.strides[0] + tap * self.dilations[0])
            .checked_sub(self.before[0])
            .filter(|row| *row < length)
    }
}

/// Unrolls planes of this size into a matrix with one row for each weight of an output channel and
/// one column for each place, and returns it with the size of the result. Places on the border
/// are 0.
///
/// Returns `None` if the kernel does not fit into the planes.
///
/// ```
/// let window = nets::Window::dense([1, 2], [0, 0]);
/// let (matrix, size) = nets::unroll(&window, &[1.0, 2.0, 3.0], [1, 3]).unwrap();
/// assert_eq!((matrix.as_slice(), size), (&[1.0, 2.0, 2.0, 3.0][..], [1, 2]));
/// ```
#[must_use]
pub fn unroll(window: &Window, planes: &[f32], size: [usize; 2]) -> Option<(Vec<f32>, [usize; 2])> {
    let [rows, columns] = size;
    let [tall, wide] = window.places(size)?;
    let count = planes.len() / (rows * columns).max(1);
    let [down, across] = window.kernel;
    let mut out = vec![0.0; count * down * across * tall * wide];
    let mut targets = out.chunks_exact_mut((tall * wide).max(1));
    for plane in planes.chunks_exact((rows * columns).max(1)) {
        for y_tap in 0..down {
            for x_tap in 0..across {
                let (from, count, first) = window.span(x_tap, columns, wide);
                let Some(target) = targets.next() else { break };
                for (y, target) in target.chunks_exact_mut(wide.max(1)).enumerate() {
                    let Some(row) = window.row(y_tap, y, rows) else {
                        continue;
                    };
                    let source = plane.get(row * columns + first..(row + 1) * columns);
                    let target = target.get_mut(from..from + count);
                    let (Some(source), Some(target)) = (source, target) else {
                        continue;
                    };
                    if window.strides[1] == 1 {
                        let length = target.len().min(source.len());
                        if let (Some(to), Some(of)) =
                            (target.get_mut(..length), source.get(..length))
                        {
                            to.copy_from_slice(of);
                        }
                    } else {
                        let source = source.iter().step_by(window.strides[1]);
                        target.iter_mut().zip(source).for_each(|(to, of)| *to = *of);
                    }
                }
            }
        }
    }
    Some((out, [tall, wide]))
}
