//! Conversion between values of the core and their stored forms.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use verification::Personal;

/// The stored form of a value of the core.
///
/// This is `From<&C>` and `TryFrom<Self>` under different names, so that lists and options of forms
/// implement it too.
pub(crate) trait Form<C>: Listed {
    /// Returns the form of a value.
    fn of(core: &C) -> Self;
    /// Returns the value of a form, or `None` if the core has no such value.
    fn into_core(self) -> Option<C>;
}

/// A form whose variants can be counted, so that a test can check that each of them was stored
/// once.
pub(crate) trait Listed: Sized {
    /// Adds every variant of this form and of what it is made of.
    #[cfg(test)]
    fn list(all: &mut Variants);
    /// Adds the variants that this value is made of.
    #[cfg(test)]
    fn note(&self, seen: &mut Variants);
}

/// Variants by their type and their stored word.
#[cfg(test)]
pub(crate) type Variants = BTreeSet<(&'static str, &'static str)>;

/// Values that are stored as they are.
macro_rules! as_they_are {
    ($($type:ty),*) => {$(
        impl Form<$type> for $type {
            fn of(core: &$type) -> Self {
                core.clone()
            }
            fn into_core(self) -> Option<$type> {
                Some(self)
            }
        }
        plain!($type);
    )*};
}

/// Forms without variants.
macro_rules! plain {
    ($type:ty) => {
        impl $crate::codec::form::Listed for $type {
            #[cfg(test)]
            fn list(_: &mut $crate::codec::form::Variants) {}
            #[cfg(test)]
            fn note(&self, _: &mut $crate::codec::form::Variants) {}
        }
    };
}
pub(crate) use plain;

// Times are RFC 3339 to the nanosecond, dates `2026-12-31`.
as_they_are!(
    bool, u8, u16, u32, u64, i16, i64, f32, f64, String, Timestamp, Date
);

/// A text about a person, stored as a plain text. Its memory is wiped when it is dropped.
pub(crate) struct Text(Personal);

impl Form<Personal> for Text {
    fn of(core: &Personal) -> Self {
        Self(core.clone())
    }
    fn into_core(self) -> Option<Personal> {
        Some(self.0)
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.reveal())
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self(Personal::new(text)))
    }
}
plain!(Text);

impl Form<usize> for u64 {
    fn of(core: &usize) -> Self {
        *core as Self
    }
    fn into_core(self) -> Option<usize> {
        usize::try_from(self).ok()
    }
}

/// Forms around a form. `$list` and `$note` are the same for all of them.
macro_rules! around {
    ($($form:ty, $core:ty, [$($bound:tt)*], $of:expr, $into:expr;)*) => {$(
        impl<C: $($bound)*, F: Form<C>> Form<$core> for $form {
            fn of(core: &$core) -> Self {
                ($of)(core)
            }
            fn into_core(self) -> Option<$core> {
                ($into)(self)
            }
        }
    )*};
}

around!(
    Option<F>, Option<C>, [Sized],
        |core: &Option<C>| core.as_ref().map(F::of),
        |form: Self| match form {
            Some(form) => form.into_core().map(Some),
            None => Some(None),
        };
    Box<F>, Box<C>, [Sized],
        |core: &C| Self::new(F::of(core)),
        |form: Self| (*form).into_core().map(Box::new);
    Vec<F>, Vec<C>, [Sized],
        |core: &[C]| core.iter().map(F::of).collect(),
        |form: Self| form.into_iter().map(F::into_core).collect();
    Vec<F>, VecDeque<C>, [Sized],
        |core: &VecDeque<C>| core.iter().map(F::of).collect(),
        |form: Self| form.into_iter().map(F::into_core).collect();
    Vec<F>, BTreeSet<C>, [Ord],
        |core: &BTreeSet<C>| core.iter().map(F::of).collect(),
        |form: Self| form.into_iter().map(F::into_core).collect();
);

impl<F: Listed> Listed for Option<F> {
    #[cfg(test)]
    fn list(all: &mut Variants) {
        F::list(all);
    }
    #[cfg(test)]
    fn note(&self, seen: &mut Variants) {
        if let Some(form) = self {
            form.note(seen);
        }
    }
}

impl<F: Listed> Listed for Box<F> {
    #[cfg(test)]
    fn list(all: &mut Variants) {
        F::list(all);
    }
    #[cfg(test)]
    fn note(&self, seen: &mut Variants) {
        (**self).note(seen);
    }
}

impl<F: Listed> Listed for Vec<F> {
    #[cfg(test)]
    fn list(all: &mut Variants) {
        F::list(all);
    }
    #[cfg(test)]
    fn note(&self, seen: &mut Variants) {
        for form in self {
            form.note(seen);
        }
    }
}

impl<A, B, F: Form<A>, G: Form<B>> Form<(A, B)> for (F, G) {
    fn of(core: &(A, B)) -> Self {
        (F::of(&core.0), G::of(&core.1))
    }
    fn into_core(self) -> Option<(A, B)> {
        Some((self.0.into_core()?, self.1.into_core()?))
    }
}

impl<F: Listed, G: Listed> Listed for (F, G) {
    #[cfg(test)]
    fn list(all: &mut Variants) {
        F::list(all);
        G::list(all);
    }
    #[cfg(test)]
    fn note(&self, seen: &mut Variants) {
        self.0.note(seen);
        self.1.note(seen);
    }
}

impl<A: Ord, B, F: Form<A> + Ord, G: Form<B>> Form<BTreeMap<A, B>> for BTreeMap<F, G> {
    fn of(core: &BTreeMap<A, B>) -> Self {
        let pairs = core.iter();
        pairs
            .map(|(key, value)| (F::of(key), G::of(value)))
            .collect()
    }
    fn into_core(self) -> Option<BTreeMap<A, B>> {
        let pairs = self.into_iter();
        pairs
            .map(|(key, value)| Some((key.into_core()?, value.into_core()?)))
            .collect()
    }
}

impl<F: Listed, G: Listed> Listed for BTreeMap<F, G> {
    #[cfg(test)]
    fn list(all: &mut Variants) {
        F::list(all);
        G::list(all);
    }
    #[cfg(test)]
    fn note(&self, seen: &mut Variants) {
        for (key, value) in self {
            key.note(seen);
            value.note(seen);
        }
    }
}

/// A struct whose fields have the names of the core's, in the order in which they are stored. If
/// the core gains or loses a field, this does not compile until it says what happens to the field.
macro_rules! stored_struct {
    ($(#[$meta:meta])* $name:ident of $core:ty { $($(#[$of:meta])* $field:ident: $type:ty),* $(,)? }) => {
        #[derive(serde::Serialize, serde::Deserialize)]
        $(#[$meta])*
        pub(crate) struct $name { $($(#[$of])* $field: $type),* }

        impl $crate::codec::form::Form<$core> for $name {
            fn of(core: &$core) -> Self {
                type Core = $core;
                let Core { $($field),* } = core;
                Self { $($field: $crate::codec::form::Form::of($field)),* }
            }
            fn into_core(self) -> Option<$core> {
                type Core = $core;
                Some(Core { $($field: $crate::codec::form::Form::into_core(self.$field)?),* })
            }
        }

        impl $crate::codec::form::Listed for $name {
            #[cfg(test)]
            fn list(all: &mut $crate::codec::form::Variants) {
                $(<$type as $crate::codec::form::Listed>::list(all);)*
            }
            #[cfg(test)]
            fn note(&self, seen: &mut $crate::codec::form::Variants) {
                $($crate::codec::form::Listed::note(&self.$field, seen);)*
            }
        }
    };
}
pub(crate) use stored_struct;

/// An enum whose variants have the names of the core's, with the words by which they are stored. If
/// the core gains a variant, this does not compile until the variant has a word, and a test fails
/// until it has a fixture.
macro_rules! stored_enum {
    ($(#[$meta:meta])* $name:ident of $core:ty { $($variant:ident $(($bind:ident: $inner:ty))? = $word:literal),* $(,)? }) => {
        #[derive(serde::Serialize, serde::Deserialize)]
        $(#[$meta])*
        pub(crate) enum $name { $(#[serde(rename = $word)] $variant $(($inner))?),* }

        impl $crate::codec::form::Form<$core> for $name {
            fn of(core: &$core) -> Self {
                type Core = $core;
                match core {
                    $(Core::$variant $(($bind))? => Self::$variant $(($crate::codec::form::Form::of($bind)))?),*
                }
            }
            fn into_core(self) -> Option<$core> {
                type Core = $core;
                Some(match self {
                    $(Self::$variant $(($bind))? => Core::$variant $(($crate::codec::form::Form::into_core($bind)?))?),*
                })
            }
        }

        impl $crate::codec::form::Listed for $name {
            #[cfg(test)]
            fn list(all: &mut $crate::codec::form::Variants) {
                $(all.insert((stringify!($name), $word));)*
                $($(<$inner as $crate::codec::form::Listed>::list(all);)?)*
            }
            #[cfg(test)]
            fn note(&self, seen: &mut $crate::codec::form::Variants) {
                match self {
                    $(Self::$variant $(($bind))? => {
                        seen.insert((stringify!($name), $word));
                        $($crate::codec::form::Listed::note($bind, seen);)?
                    })*
                }
            }
        }
    };
}
pub(crate) use stored_enum;

/// A value that is stored as a text, which the core parses.
macro_rules! stored_text {
    ($(#[$meta:meta])* $name:ident of $core:ty, $of:expr, $into:expr) => {
        #[derive(serde::Serialize, serde::Deserialize)]
        $(#[$meta])*
        #[serde(transparent)]
        pub(crate) struct $name(String);

        impl $crate::codec::form::Form<$core> for $name {
            fn of(core: &$core) -> Self {
                let of: fn(&$core) -> String = $of;
                Self(of(core))
            }
            fn into_core(self) -> Option<$core> {
                let into: fn(&str) -> Option<$core> = $into;
                into(&self.0)
            }
        }
        $crate::codec::form::plain!($name);
    };
}
pub(crate) use stored_text;
