//! How a table of decline codes is written.

/// Writes one table: a constant on [`DeclineCode`] and a [`Definition`] per row, so that neither
/// can be added without the other. `again` and `never` say whether the person may try again.
macro_rules! declines {
    (
        $(#[$attr:meta])* $table:ident, $origin:ident;
        $( $name:ident = $code:literal $services:ident $category:ident $retry:ident
           $(side $side:ident)? $(field $field:literal)?:
           $description:literal, $internal:literal, $public:ident; )+
    ) => {
        impl crate::decline::code::DeclineCode {
            $( #[doc = $description] pub const $name: Self = Self(std::borrow::Cow::Borrowed($code)); )+
        }

        $(#[$attr])*
        pub(super) static $table: &[crate::decline::definition::Definition] = &[
            $( crate::decline::definition::Definition {
                code: crate::decline::code::DeclineCode::$name,
                name: stringify!($name),
                services: crate::decline::groups::$services,
                category: crate::decline::definition::Category::$category,
                retryable: declines!(@retry $retry),
                side: declines!(@side $($side)?),
                field: declines!(@option $($field)?),
                description: $description,
                internal_text: $internal,
                advice: crate::decline::advice::$public,
                public_text: crate::decline::advice::$public.text(),
                origin: crate::decline::definition::Origin::$origin,
                since: "0.1.0",
            }, )+
        ];
    };
    (@retry again) => { true };
    (@retry never) => { false };
    (@side) => { None };
    (@side $side:ident) => { Some(crate::decline::definition::DocumentSide::$side) };
    (@option) => { None };
    (@option $value:literal) => { Some($value) };
}
pub(super) use declines;
