//! What holds for any two names.

use proptest::prelude::*;

use super::*;

fn is_match(found: NameMatch) -> bool {
    matches!(found, NameMatch::Match { .. })
}

fn read_as(name: &PersonName, write: impl Fn(&str) -> String) -> NameReading {
    let part = |part: &Option<String>| part.as_deref().map(&write);
    NameReading {
        given: part(&name.first),
        middle: part(&name.middle),
        family: part(&name.last),
        full: part(&name.full),
        ..NameReading::default()
    }
}

const LETTERS: &str = "[A-Za-zäöüßéèñçøåæłđşığþőŵ]{1,12}";

proptest! {
    #[test]
    fn a_name_is_itself_in_any_case(first in LETTERS, middle in LETTERS, last in LETTERS, fuzzy in any::<bool>()) {
        let name = PersonName { middle: Some(middle), ..PersonName::of(&first, &last) };
        let matches = |reading: &NameReading| matches!(compare(&name, reading, fuzzy), NameMatch::Match { .. });
        prop_assert!(matches(&read_as(&name, str::to_owned)));
        prop_assert!(matches(&read_as(&name, str::to_uppercase)));
        prop_assert!(matches(&read_as(&name, str::to_lowercase)));
    }

    #[test]
    fn marks_may_be_absent_on_either_side(first in LETTERS, last in LETTERS) {
        use unicode_normalization::UnicodeNormalization;
        let bare = |text: &str| text.nfd().filter(|ch| !unicode_normalization::char::is_combining_mark(*ch)).collect::<String>();
        let (written, stripped) = (PersonName::of(&first, &last), PersonName::of(&bare(&first), &bare(&last)));
        let there = compare(&written, &read_as(&stripped, str::to_owned), false);
        let back = compare(&stripped, &read_as(&written, str::to_owned), false);
        prop_assert!(is_match(there), "{:?}", there);
        prop_assert_eq!(there, back);
    }

    #[test]
    fn another_name_never_agrees_strictly(first in "[A-Z]{3,10}", last in "[A-Z]{3,10}", other in "[A-Z]{3,10}") {
        prop_assume!(other != first && other != last && first != last);
        let differs = |claim: PersonName, reading: &NameReading| {
            matches!(compare(&claim, reading, false), NameMatch::Differs { .. })
        };
        let read = NameReading { given: Some(first.clone()), family: Some(last.clone()), ..NameReading::default() };
        prop_assert!(differs(PersonName::of(&other, &last), &read));
        prop_assert!(differs(PersonName::of(&first, &other), &read));
        prop_assert!(differs(PersonName::full(&[&*other, &*last].join(" ")), &read));
        prop_assert!(differs(PersonName::full(&[&*first, &*other].join(" ")), &read));
    }

    #[test]
    fn nothing_panics(parts in proptest::array::uniform9(proptest::option::of(".{0,40}")), cut in 0_usize..50, fuzzy in any::<bool>()) {
        let [first, middle, last, full, given, read_middle, family, suffix, line] = parts;
        let claim = PersonName { first, middle, last, full };
        let (given_cut, family_cut) = (Cut::AtLength(cut), Cut::Cut);
        let reading = NameReading { given, middle: read_middle, family, suffix, full: line, given_cut, family_cut };
        let _ = compare(&claim, &reading, fuzzy);
    }

    #[test]
    fn fuzzy_accepts_whatever_strict_accepts(claimed in "([A-Za-zéö]{1,6}[ '-]?){1,4}", read in "([A-Z]{1,6}[ '-]?){1,4}") {
        let (claim, read) = (PersonName::full(&claimed), reading(&read));
        if let NameMatch::Match { .. } = compare(&claim, &read, false) {
            let fuzzy = compare(&claim, &read, true);
            prop_assert!(is_match(fuzzy), "{:?}", fuzzy);
        }
    }
}
