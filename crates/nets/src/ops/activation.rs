//! What is done to every number by itself, or by its channel.

/// A function of single numbers, for some of one parameter a channel.
#[derive(Debug, Clone)]
pub(crate) enum Activation {
    /// Negative numbers become 0.
    Relu,
    /// Negative numbers are multiplied by their channel's slope; a single slope is for all.
    PRelu(Vec<f32>),
    /// `1 / (1 + e⁻ˣ)`
    Sigmoid,
    /// Multiplied by the channel's factor, then added to; single parameters are for all.
    Affine(Vec<f32>, Vec<f32>),
}

impl Activation {
    /// Applies it to channels of `places` numbers each.
    pub(crate) fn apply(&self, numbers: &mut [f32], places: usize) {
        let channels = numbers.chunks_exact_mut(places.max(1));
        match self {
            Self::Relu => numbers.iter_mut().for_each(|x| *x = x.max(0.0)),
            Self::Sigmoid => numbers
                .iter_mut()
                .for_each(|x| *x = 1.0 / (1.0 + (-*x).exp())),
            Self::PRelu(slopes) => {
                for (channel, slope) in channels.zip(repeated(slopes)) {
                    for x in channel {
                        *x = x.max(0.0) + slope * x.min(0.0);
                    }
                }
            }
            Self::Affine(factors, offsets) => {
                let parameters = repeated(factors).zip(repeated(offsets));
                for (channel, (factor, offset)) in channels.zip(parameters) {
                    for x in channel {
                        *x = *x * factor + offset;
                    }
                }
            }
        }
    }

    /// How many channels it is for; `None` if it is for any number.
    pub(crate) fn channels(&self) -> Option<usize> {
        match self {
            Self::Relu | Self::Sigmoid => None,
            Self::PRelu(slopes) => Some(slopes.len()).filter(|count| *count != 1),
            Self::Affine(factors, _) => Some(factors.len()).filter(|count| *count != 1),
        }
    }
}

/// The parameters of all channels: a single one is that of every channel.
fn repeated(parameters: &[f32]) -> impl Iterator<Item = f32> {
    let single = match parameters {
        [single] => Some(*single),
        _ => None,
    };
    let each = parameters.iter().copied();
    each.chain(std::iter::repeat_n(
        single.unwrap_or_default(),
        if single.is_some() { usize::MAX } else { 0 },
    ))
}
