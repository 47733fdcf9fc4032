//! Looks for signs that the picture of the front shows a screen or a black and white copy instead
//! of the document itself.
//!
//! Both are found by what a camera sees of nothing else that people hold up: the regular grid of a
//! screen, and a card without any colour. Only fronts are looked at, since the bars of a barcode
//! are a grid as well and have no colour. The policy decides what follows.

use imaging::quality::{Limit, Measure, colour, screen_pattern};
use proofing::ports::{Picture, Unavailable};
use verification::finding::{Finding, FindingOutcome};
use verification::policy::{COPY, SCREEN};
use verification::request::{MediaType, Side};

use crate::colours::Colours;
use crate::extraction::Wanted;
use crate::place;

/// The strength of a grid from which the front is that of a screen. Inside the outline of drawn
/// documents it is at most 5, and of drawn screens at least 15; a table is no part of it.
const GRID: f64 = 14.0;

/// Returns the signs that were found. They are only looked for in pictures that were taken on the
/// hosted pages: a business may have asked for a scan.
pub(super) fn findings(
    wanted: &Wanted,
    pictures: &[Picture],
    colours: &mut Colours<'_>,
) -> Result<Vec<Finding>, Unavailable> {
    let mut findings = Vec::new();
    if !wanted.is_captured {
        return Ok(findings);
    }
    let fronts = pictures
        .iter()
        .filter(|picture| picture.slot.side == Side::Proof)
        .filter(|picture| !matches!(picture.media, MediaType::Barcode | MediaType::Pdf));
    for picture in fronts {
        let Some(page) = colours.of(picture)? else {
            continue;
        };
        // A table has a grain and colours of its own.
        let Some(place) = place::certain(page.luma()) else {
            continue;
        };
        let quad = Some(&place.quad);
        let mut grid = screen_pattern(page, quad);
        grid.limit = Limit::AtMost(GRID);
        let signs = [(COPY, colour(page, quad)), (SCREEN, Some(grid))];
        for (check, sign) in signs {
            let failed = sign.filter(|measure| !measure.is_met());
            findings.extend(failed.map(|measure| finding(wanted, check, picture, &measure)));
        }
    }
    Ok(findings)
}

fn finding(wanted: &Wanted, check: &str, picture: &Picture, measure: &Measure) -> Finding {
    let limit = match measure.limit {
        Limit::AtLeast(limit) | Limit::AtMost(limit) | Limit::Between(limit, _) => limit,
    };
    let failed = FindingOutcome::Failed;
    Finding::new(wanted.service, check, failed, measure.advice)
        .measured(measure.value, limit, measure.unit)
        .resting_on([picture.slot])
}
