//! THE STORE: SQLite and a folder of sealed files behind the ports of `proofing`.
//!
//! Everything is on disk before it is acknowledged, personal data and pictures are sealed under
//! their verification's own key, and forgetting a verification destroys that key. This room knows
//! no business rules: it stores what it is given, or refuses it as a whole.
//!
//! Start at [`open`]. What the ports of `proofing` ask for is sealed in `sealed`, by the keys in
//! `seal` and in the format of `codec`; what is sealed goes through `ports` to `sqlite` and
//! `objects`, which see no key. `docs/reference/data.md` lists what is stored where.

mod access;
mod audit_chain;
mod blocking;
mod codec;
mod error;
mod instance_lock;
mod master;
mod objects;
mod open_error;
mod ports;
mod seal;
mod sealed;
mod served;
mod settings;
mod sqlite;

use std::path::Path;
use std::sync::Arc;

use proofing::ports::Entropy;

pub use crate::access::{AccessError, access_faults};
pub use crate::instance_lock::Serving;
pub use crate::master::{MasterKey, MasterKeyError};
pub use crate::open_error::{Lacking, OpenError};
pub use crate::ports::State;
pub use crate::sealed::{Indexed, Rules, SealedStore, SealedVault, Swept};
pub use crate::served::is_served;
pub use crate::settings::Settings;
pub use crate::sqlite::{DatabaseError, Misfit, Unfit, accept, look_at_parts, refuse_lacking};

use crate::seal::{Keyring, Sealer};
use crate::sqlite::Sqlite;

/// Opens the store in a folder, and makes what is missing.
///
/// Both handles are cheap to clone and share the keyring. A second process may open the same
/// folder. Work that is still queued when the last handle is dropped is still written.
pub fn open(
    dir: &Path,
    master: MasterKey,
    entropy: Arc<dyn Entropy>,
    settings: &Settings,
) -> Result<(SealedStore, SealedVault), OpenError> {
    let (_, store, vault) = assemble(dir, master, entropy, settings)?;
    Ok((store, vault))
}

/// Opens the database, and seals above it.
fn assemble(
    dir: &Path,
    master: MasterKey,
    entropy: Arc<dyn Entropy>,
    settings: &Settings,
) -> Result<(Arc<Sqlite>, SealedStore, SealedVault), OpenError> {
    let keyring = Arc::new(Keyring::new(
        master,
        Arc::clone(&entropy),
        settings.kept_keys,
    ));
    let proof = keyring.proof().map_err(OpenError::Keys)?;
    let is_ours = |stored: &[u8]| keyring.is_proven_by(stored);
    let observer = Arc::<Keyring>::clone(&keyring);
    let offered = keyring.make_search_key().map_err(OpenError::Keys)?;
    let offer = sqlite::Offer {
        proof: &proof,
        search_key: &offered,
    };
    let (sqlite, search_key) = sqlite::open(dir, settings, &offer, is_ours, observer)?;
    let sqlite = Arc::new(sqlite);
    let blinder = keyring.blinder(&search_key).map_err(OpenError::Keys)?;
    let sealer = Arc::new(Sealer::new(keyring, Arc::<Sqlite>::clone(&sqlite)));
    let store = SealedStore::new(
        Arc::<Sqlite>::clone(&sqlite),
        Arc::<Sqlite>::clone(&sqlite),
        Arc::<Sqlite>::clone(&sqlite),
        Arc::clone(&sealer),
        Arc::new(blinder),
    );
    let folder = objects::Folder::new(dir.join("vault"), entropy);
    let vault = SealedVault::new(
        Arc::new(folder),
        Arc::<Sqlite>::clone(&sqlite),
        Arc::<Sqlite>::clone(&sqlite),
        sealer,
    );
    Ok((sqlite, store, vault))
}
