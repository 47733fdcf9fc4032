//! Groups of services that share codes, under the letters of the protocol's list.

use crate::service::Service::{
    self, Address, BackgroundChecks, Business, Consent, Document, DocumentTwo, Eidv, Face, Phone,
    Questionnaire,
};

pub(super) const ALL: &[Service] = Service::ALL;
pub(super) const D: &[Service] = &[Document, DocumentTwo];
pub(super) const DA: &[Service] = &[Document, DocumentTwo, Address];
pub(super) const DAC: &[Service] = &[Document, DocumentTwo, Address, Consent];
pub(super) const DACF: &[Service] = &[Document, DocumentTwo, Address, Consent, Face];
pub(super) const DF: &[Service] = &[Document, DocumentTwo, Face];
pub(super) const A: &[Service] = &[Address];
pub(super) const C: &[Service] = &[Consent];
pub(super) const CF: &[Service] = &[Consent, Face];
pub(super) const F: &[Service] = &[Face];
pub(super) const FQ: &[Service] = &[Face, Questionnaire];
pub(super) const P: &[Service] = &[Phone];
pub(super) const M: &[Service] = &[BackgroundChecks];
pub(super) const MB: &[Service] = &[BackgroundChecks, Business];
pub(super) const B: &[Service] = &[Business];
pub(super) const E: &[Service] = &[Eidv];
pub(super) const Q: &[Service] = &[Questionnaire];
