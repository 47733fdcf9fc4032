//! Reed–Solomon error correction over GF(929) (ISO/IEC 15438, 5.10), with errors and erasures.

/// The prime of the field, which is also the number of codeword values.
pub(super) const PRIME: u32 = 929;
/// 3 is a primitive element of GF(929).
const PRIMITIVE: u32 = 3;

/// The result of a correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Correction {
    /// The number of wrong codewords at places that were not marked as erased.
    pub(super) errors: usize,
    /// The number of places that were marked as erased.
    pub(super) erasures: usize,
}

/// Corrects `words` (data, then `check` check words) in place. `erased` contains the places whose
/// value is unknown, without repetitions. If there are more errors than the check words can
/// correct, it returns `None` and leaves `words` unchanged.
pub(super) fn correct(words: &mut [u32], check: usize, erased: &[usize]) -> Option<Correction> {
    let n = words.len();
    if erased.len() > check || check >= n || erased.iter().any(|&at| at >= n) {
        return None;
    }
    let field = Field::get();
    let syndromes = field.syndromes(words, check);
    if syndromes.iter().all(|&s| s == 0) {
        return Some(Correction {
            errors: 0,
            erasures: erased.len(),
        });
    }
    // Γ(x), the locator of the erasures, and the syndromes without their influence.
    let locator = |at: usize| field.power(n - 1 - at);
    let mut gamma = vec![1];
    for &at in erased {
        gamma = multiply(&gamma, &[1, negative(locator(at))], usize::MAX);
    }
    let forney = multiply(&gamma, &syndromes, check);
    let sigma = berlekamp_massey(field, forney.get(erased.len()..)?)?;
    let errors = sigma.len() - 1;
    if 2 * errors + erased.len() > check {
        return None;
    }
    let lambda = multiply(&sigma, &gamma, usize::MAX);
    let omega = multiply(&lambda, &syndromes, check);
    let slope: Vec<u32> = lambda
        .iter()
        .enumerate()
        .skip(1)
        .map(|(i, &c)| i as u32 % PRIME * c % PRIME)
        .collect();
    let mut mended = words.to_vec();
    let mut roots = 0;
    for (at, word) in mended.iter_mut().enumerate() {
        let inverse = field.inverse(locator(at));
        if evaluate(&lambda, inverse) != 0 {
            continue;
        }
        roots += 1;
        let slope = evaluate(&slope, inverse);
        if slope == 0 {
            return None;
        }
        // e = −Ω / Λ′, and the correct word is the received one minus e.
        let error = evaluate(&omega, inverse) * field.inverse(slope) % PRIME;
        *word = (*word + error) % PRIME;
    }
    if roots != lambda.len() - 1 || field.syndromes(&mended, check).iter().any(|&s| s != 0) {
        return None;
    }
    words.copy_from_slice(&mended);
    Some(Correction {
        errors,
        erasures: erased.len(),
    })
}

/// Returns the shortest recurrence that produces `sequence`: σ(x) with σ(0) = 1, lowest power
/// first.
fn berlekamp_massey(field: &Field, sequence: &[u32]) -> Option<Vec<u32>> {
    let (mut current, mut previous) = (vec![1_u32], vec![1_u32]);
    let (mut length, mut shift, mut last) = (0_usize, 1_usize, 1_u32);
    for (i, &term) in sequence.iter().enumerate() {
        let mut discrepancy = term;
        for (j, &c) in current.iter().enumerate().skip(1) {
            if let Some(earlier) = i.checked_sub(j) {
                discrepancy = (discrepancy + c * sequence[earlier]) % PRIME;
            }
        }
        if discrepancy == 0 {
            shift += 1;
            continue;
        }
        let factor = discrepancy * field.inverse(last) % PRIME;
        let mut next = current.clone();
        next.resize(next.len().max(previous.len() + shift), 0);
        for (j, &p) in previous.iter().enumerate() {
            next[j + shift] = (next[j + shift] + negative(factor * p % PRIME)) % PRIME;
        }
        if 2 * length <= i {
            length = i + 1 - length;
            previous = std::mem::replace(&mut current, next);
            last = discrepancy;
            shift = 1;
        } else {
            current = next;
            shift += 1;
        }
    }
    while current.len() > 1 && current.last() == Some(&0) {
        current.pop();
    }
    (current.len() == length + 1).then_some(current)
}

fn negative(a: u32) -> u32 {
    (PRIME - a % PRIME) % PRIME
}

/// Multiplies two polynomials, lowest power first, and keeps `limit` coefficients.
fn multiply(a: &[u32], b: &[u32], limit: usize) -> Vec<u32> {
    let mut product = vec![0; (a.len() + b.len() - 1).min(limit)];
    for (i, &x) in a.iter().enumerate() {
        for (j, &y) in b.iter().enumerate() {
            if let Some(sum) = product.get_mut(i + j) {
                *sum = (*sum + x * y) % PRIME;
            }
        }
    }
    product
}

fn evaluate(polynomial: &[u32], x: u32) -> u32 {
    polynomial
        .iter()
        .rev()
        .fold(0, |sum, &c| (sum * x + c) % PRIME)
}

/// The powers of the primitive element, and their logarithms.
#[derive(Debug)]
struct Field {
    powers: [u32; 928],
    logarithms: [usize; 929],
}

impl Field {
    fn get() -> &'static Self {
        static FIELD: std::sync::OnceLock<Field> = std::sync::OnceLock::new();
        FIELD.get_or_init(|| {
            let mut field = Self {
                powers: [0; 928],
                logarithms: [0; 929],
            };
            let mut value = 1;
            for (i, power) in field.powers.iter_mut().enumerate() {
                *power = value;
                field.logarithms[value as usize] = i;
                value = value * PRIMITIVE % PRIME;
            }
            field
        })
    }

    fn power(&self, exponent: usize) -> u32 {
        self.powers[exponent % 928]
    }

    /// Returns the inverse of a value that is not zero.
    fn inverse(&self, value: u32) -> u32 {
        self.power(928 - self.logarithms[value as usize])
    }

    /// Evaluates the message, first word highest, at the powers 1 to `check` of the primitive
    /// element.
    fn syndromes(&self, words: &[u32], check: usize) -> Vec<u32> {
        let at = |x: u32| words.iter().fold(0, |sum, &word| (sum * x + word) % PRIME);
        (1..=check).map(|i| at(self.power(i))).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Appends check words by dividing by the generator polynomial.
    fn encoded(data: &[u32], check: usize) -> Vec<u32> {
        let mut generator = vec![1];
        for i in 1..=check {
            generator = multiply(
                &generator,
                &[negative(Field::get().power(i)), 1],
                usize::MAX,
            );
        }
        let mut rest: Vec<u32> = data.iter().copied().chain(vec![0; check]).collect();
        for i in 0..data.len() {
            let lead = rest[i];
            for (j, &g) in generator.iter().rev().enumerate() {
                rest[i + j] = (rest[i + j] + negative(lead * g % PRIME)) % PRIME;
            }
        }
        data.iter()
            .copied()
            .chain(rest[data.len()..].iter().map(|&r| negative(r)))
            .collect()
    }

    proptest! {
        #[test]
        fn correctable_errors_are_corrected(
            data in prop::collection::vec(0..929_u32, 1..200), level in 0..7_u32,
            hits in prop::collection::vec((any::<prop::sample::Index>(), 1..929_u32), 0..70), marked in 0..70_usize,
        ) {
            let check = 2 << level;
            let sent = encoded(&data, check);
            let mut received = sent.clone();
            let mut places: Vec<usize> = Vec::new();
            for (at, by) in hits {
                let at = at.index(sent.len());
                if !places.contains(&at) {
                    received[at] = (received[at] + by) % PRIME;
                    places.push(at);
                }
            }
            let erased = &places[..marked.min(places.len())];
            let errors = places.len() - erased.len();
            let before = received.clone();
            let correction = correct(&mut received, check, erased);
            if 2 * errors + erased.len() <= check {
                prop_assert_eq!(correction, Some(Correction { errors, erasures: erased.len() }));
                prop_assert_eq!(received, sent);
            } else if correction.is_none() {
                prop_assert_eq!(received, before);
            }
        }
    }
}
