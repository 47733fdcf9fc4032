//! Answers that are the same for everybody: whoever shows an account's key has them signed.

use wire::verify::render::Failure;

use crate::answer::Answer;
use crate::caller::{KeyHolder, Unauthorized};
use crate::problem::failure;

/// An answer that is the same for everybody, signed for an account that shows its key. A token is
/// not asked: it is good for one request, and this is none.
pub(crate) fn to_whoever(client: Result<KeyHolder, Unauthorized>, answer: Answer) -> Answer {
    match client {
        Ok(KeyHolder(client)) => client.sign(answer),
        Err(_) => answer,
    }
}

/// The path exists, the method does not.
pub(crate) async fn method_not_allowed(client: Result<KeyHolder, Unauthorized>) -> Answer {
    to_whoever(client, failure(Failure::MethodNotAllowed))
}
