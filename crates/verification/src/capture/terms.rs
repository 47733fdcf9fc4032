//! What a transaction of the capture protocol asks for besides the verification that it is.

use serde::{Deserialize, Serialize};

/// The words of a list on the wire, in one place for both directions.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant),* }

        impl $name {
            /// All of them, in the protocol's order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word on the wire.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// The value of a word, if it is in the list.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

words!(
    /// By which way a link reaches the person: the value of status event 405.
    Channel {
        /// A text message.
        Sms = "sms",
        /// An e-mail.
        Email = "email",
        /// A WhatsApp message.
        Whatsapp = "whatsapp",
    }
);
