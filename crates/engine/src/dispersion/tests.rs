//! Against tables of chi-square, and what evenness and clusters must come to.

use super::{chi_square_above, dispersion, season};

#[test]
fn chi_square_is_as_in_the_tables() {
    for (value, free, share) in [
        (3.841, 1.0, 0.05),
        (18.307, 10.0, 0.05),
        (24.725, 11.0, 0.01),
    ] {
        assert!((chi_square_above(value, free) - share).abs() < 1e-4);
    }
}

#[test]
fn even_counts_are_under_and_clusters_over_dispersed() {
    let even = dispersion(&[2.0; 20]).expect("enough");
    assert_eq!((even.index, even.clustered()), (0.0, None));
    let mut counts = [0.0; 20];
    (counts[3], counts[11]) = (12.0, 8.0);
    let clusters = dispersion(&counts).expect("enough");
    // Mean 1, squares 11² + 7² + 18 = 188, over 19 degrees of freedom.
    assert!((clusters.index - 188.0 / 19.0).abs() < 1e-12);
    assert_eq!(clusters.clustered(), Some(clusters.index));
    assert_eq!(dispersion(&[0.0; 20]), None);
    assert_eq!(dispersion(&[1.0; 5]), None);
}

#[test]
fn a_season_leaves_the_year_as_it_is() {
    let mut counts = [0.0; 12];
    (counts[7], counts[8], counts[9]) = (10.0, 20.0, 10.0);
    let season = season(&counts).expect("it is no chance");
    assert!((season.iter().sum::<f64>() - 12.0).abs() < 1e-12);
    assert!(season[8] > 3.0 && season[0] > 0.0 && season[0] < 0.5);
    assert_eq!(super::season(&[3.0; 12]), None, "even");
    let mut few = [0.0; 12];
    few[8] = 5.0;
    assert_eq!(super::season(&few), None, "five events are no season");
}
