//! Exact 95 % intervals of a share (Clopper and Pearson).

/// `k` of `n` as a share in percent with its interval.
pub(crate) fn percent(k: usize, n: usize) -> String {
    let (low, high) = interval(k, n);
    let share = k as f64 / n.max(1) as f64;
    format!(
        "{:.2} % ({:.2} to {:.2})",
        share * 1e2,
        low * 1e2,
        high * 1e2
    )
}

/// `k` of `n` as a small share with its interval.
pub(crate) fn rate(k: usize, n: usize) -> String {
    let (low, high) = interval(k, n);
    format!(
        "{:.1e} ({low:.0e} to {high:.0e})",
        k as f64 / n.max(1) as f64
    )
}

fn interval(k: usize, n: usize) -> (f64, f64) {
    let low = if k == 0 {
        0.0
    } else {
        // The share with which k or more come up in 2.5 % of trials.
        solve(|p| 1.0 - at_most(k - 1, n, p) - 0.025)
    };
    let high = if k >= n {
        1.0
    } else {
        solve(|p| 0.025 - at_most(k, n, p))
    };
    (low, high)
}

/// Where an increasing function is 0.
fn solve(f: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if f(middle) < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// The probability of at most `k` of `n` hits, of this probability each.
fn at_most(k: usize, n: usize, p: f64) -> f64 {
    if p <= 0.0 {
        return 1.0;
    }
    if p >= 1.0 {
        return if k >= n { 1.0 } else { 0.0 };
    }
    let odds = p.ln() - (-p).ln_1p();
    let mut term = n as f64 * (-p).ln_1p();
    let mut sum = term.exp();
    for i in 0..k {
        term += odds + ((n - i) as f64).ln() - ((i + 1) as f64).ln();
        sum += term.exp();
    }
    sum.min(1.0)
}
