//! Names as people and documents write them, case by case.

use super::*;

mod properties;

/// `first|middle|last`, or one line without bars.
fn claim(text: &str) -> PersonName {
    let part = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    match text.split('|').collect::<Vec<_>>()[..] {
        [first, middle, last] => PersonName {
            first: part(first),
            middle: part(middle),
            last: part(last),
            full: None,
        },
        [full] => PersonName {
            full: part(full),
            ..PersonName::default()
        },
        _ => panic!("{text}: two bars or none"),
    }
}

/// `given|family`, `given|family|suffix`, or one line without bars.
fn reading(text: &str) -> NameReading {
    let part = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    match text.split('|').collect::<Vec<_>>()[..] {
        [given, family] => NameReading {
            given: part(given),
            family: part(family),
            ..NameReading::default()
        },
        [given, family, suffix] => NameReading {
            suffix: part(suffix),
            ..reading(&format!("{given}|{family}"))
        },
        [full] => NameReading {
            full: part(full),
            ..NameReading::default()
        },
        _ => panic!("{text}: two bars at most"),
    }
}

#[track_caller]
fn same(claimed: &str, read: &str, how: How) {
    let (claimed, read_as) = (claim(claimed), reading(read));
    assert_eq!(
        compare(&claimed, &read_as, false),
        NameMatch::Match { how },
        "{read}"
    );
    // What is accepted strictly is accepted fuzzily, by no greater concession.
    match compare(&claimed, &read_as, true) {
        NameMatch::Match { how: fuzzy } => assert!(fuzzy <= how, "{read}: {fuzzy:?}"),
        other => panic!("{read}: {other:?}"),
    }
}

#[track_caller]
fn differs(claimed: &str, read: &str, which: Part) {
    for fuzzy in [false, true] {
        let found = compare(&claim(claimed), &reading(read), fuzzy);
        assert_eq!(
            found,
            NameMatch::Differs { which },
            "{claimed} / {read}, fuzzy {fuzzy}"
        );
    }
}

#[track_caller]
fn only_fuzzy(claimed: &str, read: &str, which: Part) {
    let (claim, reading) = (claim(claimed), reading(read));
    assert_eq!(
        compare(&claim, &reading, false),
        NameMatch::Differs { which },
        "{claimed} / {read}"
    );
    let found = compare(&claim, &reading, true);
    assert_eq!(
        found,
        NameMatch::Match { how: How::Fuzzy },
        "{claimed} / {read}"
    );
}

#[track_caller]
fn unknown(claimed: &str, read: &str) {
    for fuzzy in [false, true] {
        let found = compare(&claim(claimed), &reading(read), fuzzy);
        assert_eq!(
            found,
            NameMatch::NotComparable,
            "{claimed} / {read}, fuzzy {fuzzy}"
        );
    }
}

#[test]
fn case_marks_and_punctuation() {
    same("Anna||Berg", "Anna|Berg", How::Exact);
    same("Anna||Berg", "ANNA|BERG", How::Folded);
    same("José||Núñez", "JOSE|NUNEZ", How::Folded);
    same("Jose\u{301}||Nu\u{301}n\u{303}ez", "José|Núñez", How::Exact);
    same("Zoë||D’Angelo", "ZOE|D'ANGELO", How::Folded);
    same("Seán||O'Brien", "SEAN|OBRIEN", How::Folded);
    same("Seán||O'Brien", "SEAN|O BRIEN", How::Joined);
    same("Jürgen||Müller", "JUERGEN|MUELLER", How::Folded);
    same("Jürgen||Müller", "JURGEN|MULLER", How::Folded);
    same("Juergen||Mueller", "JÜRGEN|MÜLLER", How::Folded);
    same("Jörg||Groß", "JOERG|GROSS", How::Folded);
    same("Søren||Kjær", "SOEREN|KJAER", How::Folded);
    same("Søren||Kjær", "SOREN|KJAER", How::Folded);
    same("Åse||Ångström", "AASE|AANGSTROEM", How::Folded);
    same("Łukasz||Wałęsa", "LUKASZ|WALESA", How::Folded);
    same("Þóra||Guðmundsdóttir", "THORA|GUDMUNDSDOTTIR", How::Folded);
    same("Đorđe||Đurić", "DORDE|DURIC", How::Folded);
    same("Işıl||Yıldız", "ISIL|YILDIZ", How::Folded);
    same("İbrahim||Çelik", "IBRAHIM|CELIK", How::Folded);
    same("Ștefan||Țepeș", "STEFAN|TEPES", How::Folded);
    same("Nguyễn||Trần", "NGUYEN|TRAN", How::Folded);
    same("ＡＮＮＡ||ＢＥＲＧ", "anna|berg", How::Folded);
    same("Алёна||Королёва", "АЛЕНА|КОРОЛЕВА", How::Folded);
    same("Μαρία||Παππά", "ΜΑΡΙΑ|ΠΑΠΠΑ", How::Folded);
}

#[test]
fn words_apart_and_together() {
    same("Ana||De La Cruz", "ANA|DELACRUZ", How::Joined);
    same("Ana||de la Cruz", "ANA|DE LA CRUZ", How::Folded);
    same("Iain||McDonald", "IAIN|MC DONALD", How::Joined);
    same("Iain||Mac Donald", "IAIN|MACDONALD", How::Joined);
    same("Jan||van der Berg", "JAN|VANDERBERG", How::Joined);
    same("Jan||van der Berg", "JAN|BERG VAN DER", How::Particle);
    same("Jan||van der Berg", "JAN|Berg, van der", How::Particle);
    same(
        "Eva||Meyer-Lüdenscheidt",
        "EVA|MEYER LUEDENSCHEIDT",
        How::Folded,
    );
    same("Jean-Pierre||Roy", "JEAN PIERRE|ROY", How::Folded);
    same("Jean-Pierre||Roy", "JEANPIERRE|ROY", How::Joined);
    same("Annamaria||Rossi", "ANNA MARIA|ROSSI", How::Joined);
    same("Anna Maria||Rossi", "ANNAMARIA|ROSSI", How::Joined);
    same("Ana||St. John", "ANA|ST JOHN", How::Folded);
    same("Ana||Saint–John", "ANA|SAINT-JOHN", How::Folded);
    same("Ana||Rossi", "ANA<<|ROSSI<<<<", How::Folded);
}

#[test]
fn middle_names() {
    same("John|Michael|Smith", "JOHN MICHAEL|SMITH", How::Folded);
    same("John Michael||Smith", "JOHN MICHAEL|SMITH", How::Folded);
    same("John||Smith", "JOHN MICHAEL|SMITH", How::MiddleExtra);
    same("John|Michael|Smith", "JOHN|SMITH", How::MiddleOmitted);
    same("John Michael||Smith", "JOHN|SMITH", How::MiddleOmitted);
    same("John|Michael|Smith", "JOHN M|SMITH", How::Initial);
    same("John|M.|Smith", "JOHN MICHAEL|SMITH", How::Initial);
    same(
        "John|Michael Paul|Smith",
        "JOHN PAUL|SMITH",
        How::MiddleOmitted,
    );
    same(
        "John|Paul|Smith",
        "JOHN MICHAEL PAUL|SMITH",
        How::MiddleExtra,
    );
    differs("John|Michael|Smith", "JOHN PETER|SMITH", Part::Middle);
    differs("John|M.|Smith", "JOHN PETER|SMITH", Part::Middle);
    differs("Maria||Rossi", "ANNA MARIA|ROSSI", Part::Given);
    differs("Jean||Roy", "JEAN-PIERRE|ROY", Part::Given);
    differs("Jean-Pierre||Roy", "JEAN|ROY", Part::Given);
    same("Jean||Roy", "JEAN PIERRE|ROY", How::MiddleExtra);
}

#[test]
fn a_field_of_its_own_for_the_middle_name() {
    let read = |middle: &str| NameReading {
        middle: Some(middle.to_owned()),
        ..reading("JOHN|SMITH")
    };
    let how = |claimed: &str, middle: &str| compare(&claim(claimed), &read(middle), false);
    assert_eq!(
        how("John|Quincy|Smith", "QUINCY"),
        NameMatch::Match { how: How::Folded }
    );
    assert_eq!(
        how("John|Quincy|Smith", "NONE"),
        NameMatch::Match {
            how: How::MiddleOmitted
        }
    );
    assert_eq!(
        how("John|Quincy|Smith", "Q"),
        NameMatch::Match { how: How::Initial }
    );
    assert_eq!(
        how("John|Quincy|Smith", "PETER"),
        NameMatch::Differs {
            which: Part::Middle
        }
    );
}

#[test]
fn other_given_or_family_names_differ() {
    differs("Anna||Berg", "ANNA|BURG", Part::Family);
    differs("Anna||Berg", "EMMA|BERG", Part::Given);
    differs("Jan||Li", "JAN|LIU", Part::Family);
    differs("Hans||Maier", "HANS|BAIER", Part::Family);
    differs("Ana||García", "ANA|GARCIA LOPEZ", Part::Family);
    differs("Ana||García López", "ANA|GARCIA", Part::Family);
    differs("Anna||Berg", "ANNE|BERG", Part::Given);
    differs("Paul||Smith", "PAULA|SMITH", Part::Given);
    differs("Андрей||Ким", "АНДРЕИ|КИМ ПАК", Part::Family);
    only_fuzzy("Hans||Mueller", "HANS|MULLER", Part::Family);
    only_fuzzy("Андрей||Ким", "АНДРЕИ|КИМ", Part::Given);
}

#[test]
fn the_order_of_the_parts() {
    same("Berg||Anna", "ANNA|BERG", How::Order);
    same("Lopez||Anna Maria", "ANNA MARIA|LOPEZ", How::Order);
    differs("Anna||Maria", "MARIA LUISA|ANNA", Part::Family);
    differs("Berg||Emma", "ANNA|BERG", Part::Family);
}

#[test]
fn names_on_one_line() {
    same("Anna Berg", "Anna Berg", How::Exact);
    same("Anna Berg", "ANNA|BERG", How::Folded);
    same("Berg Anna", "ANNA|BERG", How::Order);
    same("Anna||Berg", "ANNA BERG", How::Folded);
    same("Anna||Berg", "BERG ANNA", How::Order);
    same("Anna||Berg", "BERG, ANNA", How::Folded);
    same("Anna||Berg", "BERG, ANNA MARIA", How::MiddleExtra);
    same("Anna||Berg", "ANNA MARIA BERG", How::MiddleExtra);
    same("Anna|Maria|Berg", "ANNA BERG", How::MiddleOmitted);
    same("Anna Maria Berg", "ANNA BERG", How::MiddleOmitted);
    same("Anna Berg", "ANNA M BERG", How::MiddleExtra);
    same("Jan van der Berg", "JAN|VAN DER BERG", How::Folded);
    same("van der Berg, Jan", "JAN|VAN DER BERG", How::Folded);
    same("Berg Anna", "ANNA BERG", How::Order);
    same("||Berg", "ANNA BERG", How::Folded);
    same("Anna||", "ANNA MARIA BERG", How::Folded);
    differs("Anna Lopez", "ANNA|SMITH", Part::Full);
    differs("Maria Lopez", "ANNA MARIA LOPEZ", Part::Full);
    differs("Anna Maria", "ANNA MARIA LOPEZ", Part::Full);
    differs("Anna||Maria", "MARIA ANNA LOPEZ", Part::Full);
    differs("||Anna", "ANNA MARIA LOPEZ", Part::Full);
    differs("Berg||", "ANNA BERG", Part::Full);
    differs("Lopez", "ANNA|LOPEZ", Part::Full);
    differs("Lopez", "ANNA LOPEZ", Part::Full);
    differs("Anna Berg", "EMMA|BERG", Part::Full);
}

#[test]
fn suffixes() {
    same("John||Smith", "JOHN|SMITH JR", How::Suffix);
    same("John||Smith Jr.", "JOHN|SMITH", How::Suffix);
    same("John||Smith, III", "JOHN|SMITH|3RD", How::Folded);
    same("John Jr||Smith", "JOHN|SMITH|JR", How::Folded);
    same("John Smith Jr.", "JOHN|SMITH|JR", How::Folded);
    same("John Smith, Jr.", "JOHN|SMITH|JR", How::Folded);
    same("John||Smith", "SMITH,JOHN,JR", How::Suffix);
    same("John||Smith V", "JOHN|SMITH V", How::Folded);
    same("John||Smith V", "JOHN|SMITH|V", How::Folded);
    same("John||Smith", "JOHN|SMITH|I", How::Suffix);
    differs("John||Smith IV", "JOHN|SMITH|V", Part::Suffix);
    differs("John||Smith Jr", "JOHN|SMITH|SR", Part::Suffix);
    differs("John||Smith II", "JOHN|SMITH|III", Part::Suffix);
    differs("John Smith, Sr", "SMITH, JOHN, JR", Part::Suffix);
}

#[test]
fn names_that_the_document_cut() {
    let cut = |given_cut, family_cut, read: &str| NameReading {
        given_cut,
        family_cut,
        ..reading(read)
    };
    let check = |claimed: &str, read: NameReading, expected: NameMatch| {
        assert_eq!(
            compare(&claim(claimed), &read, false),
            expected,
            "{claimed}"
        );
    };
    let truncated = NameMatch::Match {
        how: How::Truncated,
    };
    let family = NameMatch::Differs {
        which: Part::Family,
    };
    let given = NameMatch::Differs { which: Part::Given };
    let (yes, no) = (Cut::from_flag('T', 40), Cut::from_flag('N', 40));
    check("Ana||Papadopoulos", cut(no, yes, "ANA|PAPADOPO"), truncated);
    check("Ana||Papadopoulos", cut(no, no, "ANA|PAPADOPO"), family);
    check(
        "Ana||Papadopoulos",
        cut(no, Cut::from_flag('U', 8), "ANA|PAPADOPO"),
        truncated,
    );
    check(
        "Ana||Papadopoulos",
        cut(no, Cut::from_flag('U', 9), "ANA|PAPADOPO"),
        family,
    );
    check(
        "Ana||Papadopoulos",
        cut(no, Cut::AtLength(0), "ANA|PAPADOPO"),
        family,
    );
    check("Ana||Papadopoulos", cut(no, yes, "ANA|PAPADAKI"), family);
    check("Ana||Papadopoulos", cut(no, yes, "ANA|PA"), family);
    check("Maximilian||Roy", cut(yes, no, "MAXIMIL|ROY"), truncated);
    check(
        "Maximilian|Alexander|Roy",
        cut(yes, no, "MAXIMILIAN ALEX|ROY"),
        truncated,
    );
    check("Maximilian||Roy", cut(no, no, "MAXIMIL|ROY"), given);
    check("Anna Papadopoulos", cut(no, yes, "ANNA PAPADO"), truncated);
    check("Ana||Papa", cut(no, yes, "ANA|PAPADOPO"), family);
}

#[test]
fn the_fuzzy_rule() {
    only_fuzzy("Anna||Schmidt", "ANNA|SCHMITD", Part::Family);
    only_fuzzy("Anna||Schmidt", "ANNA|SCHMID", Part::Family);
    only_fuzzy("Marie||Berg", "MARIA|BERG", Part::Given);
    only_fuzzy("Christopher||Berg", "CHRISTOFER|BERG", Part::Given);
    only_fuzzy("J||Berg", "JOHN|BERG", Part::Given);
    only_fuzzy("Jan||van der Berg", "JAN|BERG", Part::Family);
    only_fuzzy("Jan||Berg", "JAN|VAN DEN BERG", Part::Family);
    only_fuzzy("John|Micheal|Berg", "JOHN MICHAEL|BERG", Part::Middle);
    only_fuzzy("Anna Schmidt", "ANNA SCHMITD", Part::Full);
    differs("Anna||Schmidt", "ANNA|SCHMAUS", Part::Family);
    differs("Anna||Schmidt", "ANNA|TCHMIDT", Part::Family);
    differs("Jane||Berg", "JUNE|BERG", Part::Given);
    differs("Christopher||Berg", "CHRISTINA|BERG", Part::Given);
}

#[test]
fn what_cannot_be_compared() {
    unknown("", "ANNA|BERG");
    unknown("||", "ANNA|BERG");
    unknown(" | - |.", "ANNA|BERG");
    unknown("Anna||Berg", "");
    unknown("Anna||Berg", "|BERG");
    unknown("Anna||Berg", "ANNA|");
    unknown("Anna Berg", "|BERG");
    unknown("Anna||", "|BERG");
    unknown("Анна||Берг", "ANNA|BERG");
    unknown("山田||太郎", "YAMADA|TARO");
    unknown(&format!("{}||Berg", "a".repeat(257)), "ANNA|BERG");
    unknown(&"a ".repeat(17), "ANNA|BERG");
    differs("Anna||Berg", "|BURG", Part::Family);
}

/// What takes longest: lines of as many words as are compared, all of which nearly agree.
#[test]
fn hostile_lines_get_an_answer() {
    let (a, b) = (
        ["aaaaaaaaaaaaaab"; 16].join(" "),
        ["aaaaaaaaaaaaaba"; 16].join(" "),
    );
    let found = compare(&claim(&a), &reading(&b), false);
    assert_eq!(found, NameMatch::Differs { which: Part::Full });
    let _ = compare(&claim(&a), &reading(&b), true);
}

#[test]
fn people_with_one_name() {
    same("Sukarno||", "|SUKARNO", How::Folded);
    same("||Sukarno", "SUKARNO|", How::Folded);
    same("Sukarno", "|SUKARNO", How::Folded);
    same("Sukarno", "SUKARNO", How::Folded);
}

#[test]
fn parts_not_claimed_are_not_compared() {
    same("||Berg", "ANNA|BERG", How::Folded);
    same("Anna||", "ANNA|BERG", How::Folded);
    differs("Emma||", "ANNA|BERG", Part::Given);
}

#[test]
fn nothing_personal_is_printed() {
    let mut name = claim("Anna|Maria|Berg");
    name.full = Some("Anna Maria Berg".to_owned());
    let shown = format!(
        "{name:?} {:?} {:?}",
        reading("ANNA|BERG|JR"),
        reading("ANNA BERG")
    );
    for part in ["Anna", "Maria", "Berg", "ANNA", "BERG", "JR"] {
        assert!(!shown.contains(part), "{shown}");
    }
    assert!(
        format!("{name:?}").contains("first: 4 characters"),
        "{name:?}"
    );
}

#[test]
fn an_empty_name_is_known() {
    assert!(PersonName::default().is_empty());
    assert!(PersonName::full(" ").is_empty() && !PersonName::full("x").is_empty());
}

/// As a machine readable zone writes them: ICAO Doc 9303 part 4, clause 4.2.3.
#[test]
fn names_cut_by_a_full_zone() {
    let check = |claimed: &str, read: &str, expected: NameMatch| {
        let zone = NameReading {
            given_cut: Cut::ByWord,
            family_cut: Cut::ByWord,
            ..reading(read)
        };
        assert_eq!(
            compare(&claim(claimed), &zone, false),
            expected,
            "{claimed} / {read}"
        );
    };
    let truncated = NameMatch::Match {
        how: How::Truncated,
    };
    let differs = |which| NameMatch::Differs { which };
    let long = "Dingo|Potoroo|Bennelong Wooloomooloo Warrandyte Warnambool";
    check(long, "DI|BENNELONG WOOLOOMOOLOO WARRANDYTE W", truncated);
    check(long, "D P|BENNELONG W W W", truncated);
    check("Jonathoon||Papandropoulous", "J|PAPANDROPOULOUS", truncated);
    check(
        "Jürgen||Müller-Lüdenscheidt",
        "JUERG|MUELLER LUEDENSCHEI",
        truncated,
    );
    check(
        long,
        "K|BENNELONG WOOLOOMOOLOO WARRANDYTE W",
        differs(Part::Given),
    );
    check(
        "Dingo||Bennelong",
        "DI|BENNELONG WARRANDYTE",
        differs(Part::Family),
    );
    // A name that is not cut is compared as ever, and one that is not there is not made up.
    let whole = reading("D|BENNELONG");
    let found = compare(&claim("Dingo||Bennelong"), &whole, false);
    assert_eq!(found, differs(Part::Given));
}
