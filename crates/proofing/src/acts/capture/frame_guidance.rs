//! Looks at a frame of the camera, to guide the person who aims it. Nothing is stored.

use bytes::Bytes;
use verification::capture::CapturePage;
use verification::request::DocumentType;
use verification::{Service, policy};

use super::Visit;
use crate::error::Error;
use crate::ports::{CaptureTarget, Guidance, Hint, Share};
use crate::{App, Principal};

/// The maximum size of a frame in bytes.
const MAX_FRAME: usize = 512 * 1024;

impl App {
    /// Returns guidance for a frame, if the person is on a page with a camera.
    pub async fn look(
        &self,
        by: Principal,
        visit: &Visit,
        look: CaptureTarget,
        frame: Bytes,
    ) -> Result<Guidance, Error> {
        by.must_be_applicant(visit.verification.id)?;
        let is_capturing = matches!(
            visit.page,
            CapturePage::Front(_)
                | CapturePage::Back(_)
                | CapturePage::Barcode(_)
                | CapturePage::Address
                | CapturePage::ConsentNote
                | CapturePage::Selfie
        );
        if !is_capturing {
            return Err(verification::capture::OutOfStep::Elsewhere(visit.page).into());
        }
        if frame.len() > MAX_FRAME {
            return Err(Error::Unusable("The frame is too large.".to_owned()));
        }
        let look = match (look, visit.page) {
            (CaptureTarget::Front, CapturePage::Front(service)) if is_licence(visit, service) => {
                CaptureTarget::LicenceFront
            }
            (look, _) => look,
        };
        let share = Share::Applicant(visit.verification.id);
        let mut guidance = self.ports.examiner.look(frame, look, share).await?;
        guidance.hint = guidance.hint.filter(|&hint| !is_accepted(visit, hint));
        Ok(guidance)
    }
}

/// Returns true if a hint is about something that the business accepts in place of the document.
fn is_accepted(visit: &Visit, hint: Hint) -> bool {
    let CapturePage::Front(service) = visit.page else {
        return false;
    };
    let services = &visit.verification.request.services;
    let asked = match service {
        Service::DocumentTwo => services.document_two.as_ref(),
        _ => services.document.as_ref(),
    };
    asked.is_some_and(|asked| match hint {
        Hint::Copy => policy::accepts_copies(asked),
        Hint::Screen => policy::accepts_screens(asked),
        _ => false,
    })
}

fn is_licence(visit: &Visit, service: Service) -> bool {
    visit.verification.document_type(service) == Some(DocumentType::DrivingLicense)
}
