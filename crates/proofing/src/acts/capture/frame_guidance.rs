//! Looks at a frame of the camera, to guide the person who aims it. Nothing is stored.

use bytes::Bytes;
use verification::Service;
use verification::capture::CapturePage;
use verification::request::DocumentType;

use super::Visit;
use crate::error::Error;
use crate::ports::{CaptureTarget, Guidance, Share};
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
        Ok(self.ports.examiner.look(frame, look, share).await?)
    }
}

fn is_licence(visit: &Visit, service: Service) -> bool {
    visit.verification.document_type(service) == Some(DocumentType::DrivingLicense)
}
