//! The efficient frontier of a handful of choices with two figures each, less being better: who
//! is beaten by nobody, and by whom the others are.

#[cfg(test)]
mod tests;

/// For each point the index of one that is at least as good in both figures and better in one;
/// `None` for those on the frontier. Of several it is the one with the least first figure. Cost:
/// quadratic; meant for some dozens of points.
pub fn beaten_by(points: &[(f64, f64)]) -> Vec<Option<usize>> {
    let beats = |one: (f64, f64), other: (f64, f64)| {
        one.0 <= other.0 && one.1 <= other.1 && (one.0 < other.0 || one.1 < other.1)
    };
    let by = |point: &(f64, f64)| {
        let better = points
            .iter()
            .enumerate()
            .filter(|(_, one)| beats(**one, *point));
        let least = better.min_by(|(_, one), (_, other)| {
            one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1))
        });
        least.map(|(index, _)| index)
    };
    points.iter().map(by).collect()
}
