//! `bonafide review ask-again`: asks the person for one picture again.

use anyhow::{Result, bail};
use bonafide::out;
use bonafide::wiring::LocalApp;
use clap::Args;
use proofing::Principal;
use proofing::ports::Found;
use verification::Service;
use verification::request::{EvidenceSlot, Side};
use verification::stage::StageName;

use super::refusal::{legible, refusal};
use crate::cli::common::{Common, find};
use crate::runtime::block_on;

/// Examples for the help.
pub(super) const EXAMPLES: &str = "\
Examples:
  bonafide review ask-again acme order-4711 document.proof
  bonafide review ask-again acme order-4711 face.proof

`bonafide verifications show` lists the pictures by these names. The link that the person has opens
once more, at the page of this picture, for as long as it did at first.";

/// Flags of `review ask-again`.
#[derive(Debug, Args)]
pub(in crate::cli) struct AskAgain {
    /// Name of the account.
    account: String,
    /// Reference of the verification.
    reference: String,
    /// Picture, such as document.proof (the front) or document.additional_proof (the back).
    #[arg(value_parser = slot)]
    picture: EvidenceSlot,
    #[command(flatten)]
    common: Common,
}

fn slot(text: &str) -> Result<EvidenceSlot, String> {
    let sides = [Side::Proof, Side::AdditionalProof, Side::Barcode];
    let slots = Service::ALL
        .iter()
        .flat_map(|service| sides.map(|side| EvidenceSlot::new(*service, side)));
    let mut slots = slots.filter(|slot| slot.to_string() == text);
    let wrong = "write a service and a side, such as document.additional_proof";
    slots.next().ok_or_else(|| wrong.to_owned())
}

impl AskAgain {
    pub(super) fn run(self) -> Result<()> {
        let reference = &self.reference;
        block_on(async {
            let app = LocalApp::open_existing(&self.common.settings()?)?.app;
            let Found::Live(stored) = find(&app, Some(&self.account), reference).await?.1 else {
                bail!(refusal(reference, StageName::Deleted));
            };
            let id = stored.value.id;
            let asked = app.ask_again(Principal::Operator, id, None, self.picture);
            asked.await.map_err(|error| legible(reference, error))
        })?;
        out::line(format!("{reference} is open again for {}", self.picture));
        Ok(())
    }
}
