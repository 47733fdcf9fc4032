//! Answers that are the same for everybody. They are signed for callers that show an account's key.

use wire::verify::render::Failure;

use crate::answer::Answer;
use crate::caller::{KeyHolder, Unauthorized};
use crate::problem::failure;

/// Creates an answer that is the same for everybody, signed for an account that shows its key. A
/// token is not looked up, because it is valid for one request, and this is not one.
pub(crate) fn to_whoever(client: Result<KeyHolder, Unauthorized>, answer: Answer) -> Answer {
    match client {
        Ok(KeyHolder(client)) => client.sign(answer),
        Err(_) => answer,
    }
}

/// The path exists, but does not support the method.
pub(crate) async fn method_not_allowed(client: Result<KeyHolder, Unauthorized>) -> Answer {
    to_whoever(client, failure(Failure::MethodNotAllowed))
}
