//! Finds out from the pictures themselves why nothing could be read.

use std::sync::Arc;

use imaging::quality::{Aspect, Limit, Measure, colour, measure};
use imaging::{Quad, fit_within};
use pdf417::{Sight, Trouble, read_frame};
use proofing::ports::{Picture, Unavailable};
use verification::Service;
use verification::finding::{Finding, FindingOutcome};
use verification::reading::Unread;
use verification::request::{EvidenceSlot, Side};

use crate::colours::Colours;
use crate::extraction::{Wanted, each};
use crate::files::Pages;

/// Returns the most telling reason, with a finding for every measure of every picture.
pub(super) fn why(
    wanted: &Wanted,
    pages: &[(EvidenceSlot, Arc<Pages>)],
    findings: &mut Vec<Finding>,
) -> Unread {
    let mut misses = Misses::default();
    for (slot, page) in each(pages) {
        misses.look(wanted.service, slot, &measure(page, None), findings);
        misses.barcode(page);
    }
    let has_back = pages
        .iter()
        .any(|(slot, _)| slot.side == Side::AdditionalProof);
    // Darkness blurs too, so a dark picture is reported before a blurred one.
    if misses.invisible {
        Unread::NotVisible
    } else if misses.code_cut {
        Unread::CutOff
    } else if misses.blurred {
        Unread::Blurred
    } else if has_back || !wanted.may_have_back {
        Unread::NothingFound
    } else {
        Unread::OtherSideMissing
    }
}

/// The longer side in pixels at which a barcode that was not read is examined once more, to find
/// the cause.
const GLANCE: u32 = 1_280;

/// Returns whether the pictures have colours, because a copy on paper may have none. They are
/// decoded again for this, so it is only asked if nothing was read.
pub(super) fn colours(
    service: Service,
    pictures: &[Picture],
    colours: &mut Colours<'_>,
    findings: &mut Vec<Finding>,
) -> Result<(), Unavailable> {
    for picture in pictures {
        let Some(coloured) = colours.of(picture)? else {
            continue;
        };
        let measure = colour(coloured, None);
        findings.extend(measure.map(|m| finding(service, picture.slot, &m, m.is_met())));
    }
    Ok(())
}

/// Does the same for a paper that proves an address, measured where the paper is.
pub(super) fn of_paper<'a>(
    slot: EvidenceSlot,
    pages: impl Iterator<Item = (&'a imaging::Picture, Option<Quad>)>,
    findings: &mut Vec<Finding>,
) -> Unread {
    let mut misses = Misses::default();
    for (page, quad) in pages {
        misses.look(slot.service, slot, &measure(page, quad.as_ref()), findings);
    }
    if misses.invisible {
        Unread::NotVisible
    } else if misses.blurred {
        Unread::Blurred
    } else if misses.cut {
        Unread::CutOff
    } else {
        Unread::NothingFound
    }
}

/// Returns what the measures of all pictures together miss.
#[derive(Default)]
struct Misses {
    blurred: bool,
    invisible: bool,
    cut: bool,
    /// A barcode is there and extends beyond the picture.
    code_cut: bool,
}

impl Misses {
    /// What prevents a barcode that is certainly there from being read: its own light and place say
    /// more than those of the whole picture.
    fn barcode(&mut self, page: &imaging::Picture) {
        let (small, _) = fit_within(page.luma(), GLANCE);
        let Sight::Unread {
            trouble,
            is_certain: true,
            ..
        } = read_frame(&small)
        else {
            return;
        };
        match trouble {
            Trouble::CutOff => self.code_cut = true,
            Trouble::TooDark | Trouble::Glare => self.invisible = true,
            _ => self.blurred = true,
        }
    }

    fn look(
        &mut self,
        service: Service,
        slot: EvidenceSlot,
        measures: &[Measure],
        findings: &mut Vec<Finding>,
    ) {
        for measure in measures {
            let met = measure.is_met();
            self.blurred |= !met && measure.aspect == Aspect::Sharpness;
            self.cut |= !met && measure.aspect == Aspect::CutEdges;
            self.invisible |= !met
                && matches!(
                    measure.aspect,
                    Aspect::Brightness | Aspect::Underexposed | Aspect::Overexposed | Aspect::Glare
                );
            findings.push(finding(service, slot, measure, met));
        }
    }
}

fn finding(service: Service, slot: EvidenceSlot, measure: &Measure, met: bool) -> Finding {
    let check = format!("picture.{}", name(measure.aspect));
    let outcome = if met {
        FindingOutcome::Passed
    } else {
        FindingOutcome::Failed
    };
    let limit = match measure.limit {
        Limit::AtLeast(limit) | Limit::AtMost(limit) => limit,
        Limit::Between(least, most) => {
            if measure.value < least {
                least
            } else {
                most
            }
        }
    };
    let detail = if met { "" } else { measure.advice };
    Finding::new(service, &check, outcome, detail)
        .measured(measure.value, limit, measure.unit)
        .resting_on([slot])
}

/// Returns the stable name of what is measured.
fn name(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Sharpness => "sharpness",
        Aspect::Brightness => "brightness",
        Aspect::Underexposed => "underexposed",
        Aspect::Overexposed => "overexposed",
        Aspect::Glare => "glare",
        Aspect::Resolution => "resolution",
        Aspect::Fill => "fill",
        Aspect::CutEdges => "cut_edges",
        Aspect::Tilt => "tilt",
        Aspect::ScreenPattern => "screen_pattern",
        Aspect::Colour => "colour",
        _ => "other",
    }
}
