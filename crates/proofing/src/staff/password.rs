//! Passwords: hashed by Argon2id, a few at a time.
//!
//! A hash takes 19 MiB and some tens of milliseconds on purpose (OWASP's first choice), so a flood
//! of sign-ins must not make as many as arrive.

use std::fmt;
use std::sync::Arc;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;
use verification::Personal;

use crate::error::Error;
use crate::ports::StoreError;

/// How many hashes are made at a time.
const AT_A_TIME: usize = 2;

/// The hash that is compared when nobody has the name, so that the answer takes as long. It is the
/// hash of nothing that anybody could type.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Hashes passwords and compares them.
#[derive(Clone)]
pub(crate) struct Passwords(Arc<Semaphore>);

impl Default for Passwords {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_A_TIME)))
    }
}

impl fmt::Debug for Passwords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passwords(…)")
    }
}

impl Passwords {
    /// Returns the hash of a password in the PHC string format.
    pub(crate) async fn hash(&self, password: Personal, salt: [u8; 16]) -> Result<Personal, Error> {
        self.work(move || {
            let hash: Result<PasswordHash, _> =
                Argon2::default().hash_password_with_salt(password.reveal().as_bytes(), &salt);
            hash.map(|hash| Personal::new(hash.to_string()))
                .map_err(|error| unavailable(Broken(error.to_string())))
        })
        .await?
    }

    /// Returns true if the password is the one of the hash. Without a hash it takes as long, and
    /// the answer is no.
    pub(crate) async fn matches(
        &self,
        password: Personal,
        hash: Option<Personal>,
    ) -> Result<bool, Error> {
        self.work(move || {
            let (hash, is_known) = match &hash {
                Some(hash) => (hash.reveal(), true),
                None => (NOBODY, false),
            };
            let matched = Argon2::default().verify_password(password.reveal().as_bytes(), hash);
            is_known && matched.is_ok()
        })
        .await
    }

    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        // The semaphore is never closed.
        let turn = Arc::clone(&self.0).acquire_owned().await.ok();
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        });
        done.await
            .map_err(|join| unavailable(Broken(join.to_string())))
    }
}

/// A hash could not be made.
#[derive(Debug, thiserror::Error)]
#[error("a password could not be hashed: {0}")]
struct Broken(String);

fn unavailable(error: Broken) -> Error {
    Error::Store(StoreError::Unavailable(Box::new(error)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_same_password_matches_and_nobody_s_takes_the_same_way() {
        let passwords = Passwords::default();
        let password = Personal::new("correct horse battery");
        let hash = passwords.hash(password.clone(), [7; 16]).await.unwrap();
        assert!(hash.reveal().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        let hash = Some(hash);
        assert!(
            passwords
                .matches(password.clone(), hash.clone())
                .await
                .unwrap()
        );
        let other = Personal::new("correct horse batterz");
        assert!(!passwords.matches(other, hash).await.unwrap());
        assert!(!passwords.matches(password, None).await.unwrap());
        // The hash of nobody is one that is computed, with the parameters of everybody's.
        assert!(PasswordHash::new(NOBODY).is_ok());
    }
}
