//! Which services this server can examine as it stands, for one request.

use verification::policy;
use verification::request::ConsentType;
use verification::{Request, Service};

use crate::App;

impl App {
    /// Returns true if the verdict about a service can be reached without a reviewer.
    ///
    /// A phone needs a channel that the business allows. Of notes, only printed ones can be read.
    pub(crate) fn can_examine(&self, request: &Request, service: Service) -> bool {
        let is_read = self.ports.examiner.services().contains(&service);
        match service {
            Service::Phone => !self.code_channels(request).is_empty(),
            Service::Consent => {
                let consent = request.services.consent.as_ref();
                is_read && consent.is_some_and(|asked| asked.takes(ConsentType::Printed))
            }
            Service::Face => is_read && policy::is_judgeable(request, service),
            Service::Document
            | Service::DocumentTwo
            | Service::Address
            | Service::BackgroundChecks
            | Service::Business
            | Service::Eidv
            | Service::Questionnaire => is_read,
        }
    }
}
