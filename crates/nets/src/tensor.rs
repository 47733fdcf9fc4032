//! Numbers in a box of any number of dimensions.

/// The most dimensions of a tensor.
pub(crate) const MOST_DIMENSIONS: usize = 6;

/// Numbers with a shape, row after row: the last dimension is contiguous.
#[derive(Clone, PartialEq)]
pub struct Tensor {
    shape: Vec<usize>,
    data: Vec<f32>,
}

impl Tensor {
    /// Creates a tensor, or returns `None` unless the shape has as many places as there are
    /// numbers, and at most six dimensions.
    ///
    /// ```
    /// use nets::Tensor;
    ///
    /// assert!(Tensor::new(&[1, 2, 2], vec![0.0; 4]).is_some());
    /// assert!(Tensor::new(&[1, 2, 2], vec![0.0; 5]).is_none());
    /// ```
    #[must_use]
    pub fn new(shape: &[usize], data: Vec<f32>) -> Option<Self> {
        (shape.len() <= MOST_DIMENSIONS && places(shape)? == data.len()).then(|| Self {
            shape: shape.to_vec(),
            data,
        })
    }

    /// The length of each dimension.
    ///
    /// ```
    /// let tensor = nets::Tensor::new(&[2, 3], vec![0.0; 6]).unwrap();
    /// assert_eq!(tensor.shape(), [2, 3]);
    /// ```
    #[must_use]
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// The numbers.
    ///
    /// ```
    /// let tensor = nets::Tensor::new(&[2], vec![0.5, 1.5]).unwrap();
    /// assert_eq!(tensor.data(), [0.5, 1.5]);
    /// ```
    #[must_use]
    pub fn data(&self) -> &[f32] {
        &self.data
    }

    /// Takes the numbers out.
    ///
    /// ```
    /// let tensor = nets::Tensor::new(&[1], vec![0.5]).unwrap();
    /// assert_eq!(tensor.into_data(), [0.5]);
    /// ```
    #[must_use]
    pub fn into_data(self) -> Vec<f32> {
        self.data
    }

    pub(crate) fn data_mut(&mut self) -> &mut [f32] {
        &mut self.data
    }

    /// The same numbers with another shape of as many places.
    pub(crate) fn reshaped(self, shape: &[usize]) -> Option<Self> {
        Self::new(shape, self.data)
    }

    /// Batch, channels, rows and columns of planes; `None` for another number of dimensions or for
    /// a batch of more than one.
    pub(crate) fn planes(&self) -> Option<[usize; 3]> {
        match *self.shape.as_slice() {
            [1, channels, rows, columns] => Some([channels, rows, columns]),
            _ => None,
        }
    }
}

/// What a tensor holds may be a face or what follows from one.
impl std::fmt::Debug for Tensor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tensor({:?})", self.shape)
    }
}

/// How many numbers a shape has room for.
pub(crate) fn places(shape: &[usize]) -> Option<usize> {
    shape
        .iter()
        .try_fold(1_usize, |product, &length| product.checked_mul(length))
}
