//! Formats that are recognised but not read, old headers, and data that must not be kept or
//! printed.

use aamva::{FileType, Iin, Kind, Licence, ParseError, Repair, Sex, SubfileKind, parse, parse_str};

fn licence(text: &str) -> Licence {
    parse_str(text).unwrap_or_else(|e| panic!("{e}: {text}"))
}

fn check_refused(text: &[u8], error: ParseError) {
    assert_eq!(
        parse(text).unwrap_err(),
        error,
        "{}",
        String::from_utf8_lossy(text)
    );
}

#[test]
fn unreadable_encodings_are_named() {
    check_refused(b"", ParseError::Empty);
    check_refused(b" \n\r ", ParseError::Empty);
    check_refused(b"hello, world", ParseError::NotAamva);
    check_refused(
        b"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        ParseError::NotAamva,
    );
    check_refused(
        b"%FLDELAND^JACKSON$JOHN^1 MAIN ST^?",
        ParseError::MagneticStripe { iin: None },
    );
    let mut encrypted = b"@\n\x1e\rANSI 636055010102DL00390187ZG02260043DL".to_vec();
    encrypted.extend((0..200u32).map(|i| (i * 73 % 251) as u8 | 0x80));
    check_refused(
        &encrypted,
        ParseError::Encrypted {
            iin: Iin::new(636055),
        },
    );
    check_refused(
        b"@\n\x1e\rANSI 636055010102DL00390187",
        ParseError::NoElements {
            iin: Iin::new(636055),
        },
    );
    let compact =
        "SPECIMEN\u{d7}JANE\u{d7}19900115\u{d7}20200115\u{d7}20300115\u{d7}USA\u{f7}1234567";
    check_refused(compact.as_bytes(), ParseError::Compact);
    check_refused(&vec![b'A'; 20_000], ParseError::TooLong { chars: 20_000 });
    check_refused(&vec![0xff; 70_000], ParseError::TooLong { chars: 70_000 });
}

#[test]
fn headers_of_old_cards() {
    // Illinois uses version 2 without a jurisdiction version.
    let card = licence("@\n\x1e\rANSI 6360350201DL00290100DLDCSDOE\nDCTJANE\nDAQD40046587223\r");
    assert_eq!(card.header.version, Some(2));
    assert_eq!(card.header.jurisdiction_version, None);
    assert_eq!(card.header.entries, Some(1));
    assert_eq!(card.issuer.map(|i| i.jurisdiction), Some("IL"));
    // North Carolina has five digits of issuer number, no count of entries, and dashes in dates.
    let card = licence(
        "@\n\x1e\rAAMVA3600401DL00280188DLDABDOE\nDACJANE\nDADQUINN\nDBB01-31-1970\nDAV5-01\nDAQ1234567\r",
    );
    assert_eq!(card.header.file_type, FileType::Aamva);
    assert_eq!(card.header.iin, Iin::new(636004));
    assert_eq!(card.header.version, Some(1));
    assert_eq!(card.header.entries, None);
    assert_eq!(card.names.family.as_deref(), Some("DOE"));
    assert_eq!(
        card.dates.birth.map(|d| d.to_string()).as_deref(),
        Some("1970-01-31")
    );
    assert_eq!(card.holder.height.as_ref().and_then(|h| h.inches), Some(61));
}

#[test]
fn kinds_of_card() {
    let check = |body: &str, kind: Kind| {
        let text = format!("@\n\x1e\rANSI 636001100001DL00310100{body}");
        assert_eq!(licence(&text).kind, kind, "{body}");
    };
    check("DLDAQ123\nDCSDOE\r", Kind::DrivingLicence);
    check("IDDAQ123\nDCSDOE\r", Kind::IdentificationCard);
    check("ENDAQ123\nDCSDOE\r", Kind::EnhancedLicence);
    let permit =
        licence("@\n\x1e\rANSI 6360010101DL00290100DLDAADOE,JANE\nPAAD\nPAB20300101\nDAQ1\r");
    assert_eq!(permit.kind, Kind::Permit);
}

#[test]
fn values_of_newer_cards() {
    let card = licence(
        "@\n\x1e\rANSI 636001100001DL00310100DLDAQ123\nDCSDOE\nDBC9\nDAU603\nDDAF\nDBA99999999\nDDL1\nDADANN,MARIE LOU\nDBNROE\nDCGUSA\r",
    );
    assert_eq!(card.holder.sex, Some(Sex::Unspecified));
    assert_eq!(card.holder.height.as_ref().and_then(|h| h.inches), Some(75));
    assert!(card.dates.never_expires);
    assert_eq!(card.holder.veteran, Some(true));
    assert_eq!(card.names.middle, ["ANN", "MARIE LOU"]);
    assert_eq!(
        card.names.alias.and_then(|a| a.family).as_deref(),
        Some("ROE")
    );
}

#[test]
fn jurisdiction_data_is_kept_untouched() {
    let card = licence(
        "@\n\x1e\rANSI 636000100002DL00410031ZV00720030DLDAQ123\nDCSDOE\r ZVZVAaB c=  \nZVBx\u{e9}\n%%raw\r",
    );
    let own = card
        .subfiles
        .iter()
        .find(|s| s.kind == SubfileKind::Jurisdiction(b'V'))
        .unwrap();
    let values: Vec<&str> = own.elements.iter().map(|e| e.value.as_str()).collect();
    assert_eq!(values, ["aB c=  ", "x\u{e9}\n%%raw"]);
    assert_eq!(card.raw("ZVA"), Some("aB c=  "));
}

#[test]
fn latin_and_utf8_bytes_give_the_same_names() {
    let text = "@\n\x1e\rANSI 604428100001DL00310100DLDAQ123\nDCSL\u{c9}VESQUE\nDACZO\u{eb}\r";
    let latin: Vec<u8> = text.chars().map(|c| c as u8).collect();
    let card = parse(&latin).unwrap();
    assert_eq!(card.names.family.as_deref(), Some("L\u{c9}VESQUE"));
    assert_eq!(card.names, parse(text.as_bytes()).unwrap().names);
}

#[test]
fn a_social_security_number_is_never_kept() {
    for text in [
        "@\n\x1e\rANSI 6360010101DL00290100DLDAADOE,JANE\nDAQ1\nDBK123456789\nDBM123-45-6789\r",
        "@\n\x1e\rANSI 6360010101DL00290100DLDAADOE,JANE\nDAQ77DBK123-45-6789\nDBC1\r",
        "@|\x1e|ANSI 6360010101DL00290100DLDAADOE,JANE|DAQ1|DBB19800101|DBA20300101|DBD20200101|DBK123456789|DBC1|",
        "@ANSI 6360010101DL00290100DLDAADOE,JANEDAQ1DBB19800101DBA20300101DBD20200101DBK123456789DBC1",
    ] {
        let card = licence(text);
        assert!(
            card.repairs.contains(&Repair::SocialSecurityDropped),
            "{text}"
        );
        let json = serde_json::to_string(&card).unwrap();
        assert!(!json.contains("6789"), "{text}");
    }
}

#[test]
fn debug_prints_no_personal_data() {
    let text = "@\n\x1e\rANSI 636000100002DL00410031ZV00720030DLDAQT11222333\nDCSUNUSUALNAME\nDACJANETTE\nDBB03041971\nDAGELM STREET\nDAISPRINGVALE\nDAK55555\nDBC2\nDAYHAZ\nDAU063 IN\nDCIFARTOWN\nDBNOTHERNAME\rZVZVASECRET\r";
    let card = licence(text);
    let shown = format!(
        "{card:?} {card:#?} {:?} {:?} {:?}",
        card.names, card.address, card.holder
    );
    for word in [
        "UNUSUAL",
        "JANETTE",
        "11222333",
        "1971",
        "ELM",
        "SPRINGVALE",
        "55555",
        "HAZ",
        "Hazel",
        "Female",
        "063",
        "FARTOWN",
        "OTHERNAME",
        "SECRET",
    ] {
        assert!(!shown.contains(word), "{word} in {shown}");
    }
    assert!(shown.contains("DCS<11 chars>"), "{shown}");
}

#[test]
fn numbers_are_compared_on_letters_and_digits() {
    let card = licence("@\n\x1e\rANSI 636022090002DL00410280DLDAQK04-76-5990\nDCSDOE\r");
    assert!(card.number_is("k04765990"));
    assert!(card.number_is("K04 76 5990"));
    assert!(!card.number_is("K04765991"));
    assert!(!aamva::same_number("--", "  "));
}

/// Names that spell element IDs are not split, even on cards that lack those elements.
#[test]
fn names_that_spell_ids_stay_whole() {
    let check = |version: &str, elements: &str, family: &str, given: &str, city: &str| {
        let text = format!(
            "@\n\x1e\rANSI 636033{version}0001DL00310100DL{elements}\nDAJAL\nDBB01011990\nDBA01012030\r"
        );
        let card = licence(&text);
        assert_eq!(card.names.family.as_deref(), Some(family), "{elements}");
        assert_eq!(card.names.given.as_deref(), Some(given), "{elements}");
        assert_eq!(card.address.city.as_deref(), Some(city), "{elements}");
    };
    check(
        "04",
        "DAQ1\nDCSMADDEN\nDACDAISY\nDAIDAYTON",
        "MADDEN",
        "DAISY",
        "DAYTON",
    );
    check(
        "03",
        "DAQ1\nDCSTRINIDAD\nDCTCANDACE\nDAITRINIDAD",
        "TRINIDAD",
        "CANDACE",
        "TRINIDAD",
    );
    check(
        "08",
        "DAQ1\nDCSSUNDAY\nDACDAGMAR\nDAIHOLIDAY",
        "SUNDAY",
        "DAGMAR",
        "HOLIDAY",
    );
    check(
        "01",
        "DAQ1\nDABMADAAN\nDACDASHA\nDAIGUADARRAMA",
        "MADAAN",
        "DASHA",
        "GUADARRAMA",
    );
    check(
        "08",
        "DAQ1\nDCSHADDAN\nDACBUDDLY\nDAIADDAF",
        "HADDAN",
        "BUDDLY",
        "ADDAF",
    );
}

/// Other programs rely on this shape.
#[test]
fn the_json_shape_is_stable() {
    let card = licence(
        "@\n\x1e\rANSI 636000100102DL00410176ZV02170006DLDAQT11222333\nDCSSPECIMEN\nDACJANE\nDADANN,LEE\nDDEN\nDDFN\nDDGU\nDBB03041990\nDBD06012024\nDBA03042032\nDBC2\nDAYHAZ\nDAU063 IN\nDAG1 ELM ST\nDAISPRINGVALE\nDAJVA\nDAK220010000  \nDCF0123456\nDCGUSA\nDDAF\nDDB06152019\n\rZVZVA1\n\r",
    );
    insta::assert_json_snapshot!(card);
}

/// Some cards of Ontario have their address in hexadecimal digits.
#[test]
fn an_address_in_hexadecimal_digits_is_spelt_out() {
    let card = licence(
        "@\n\x1e\rANSI 636012100001DL00310100DLDAQ123\nDCSDOE\nDACBEA\nDAG3432205155454254205354\nDAI4B494E4753544F4E\nDAJ4F4E\nDAK4F4E204B374C20315931\nDCGCAN\r",
    );
    let address = &card.address;
    assert_eq!(address.street1.as_deref(), Some("42 QUEBT ST"));
    assert_eq!(address.city.as_deref(), Some("KINGSTON"));
    assert_eq!(address.jurisdiction.as_deref(), Some("ON"));
    let postal = address.postal.as_ref().map(|postal| postal.code.as_str());
    assert_eq!(postal, Some("K7L 1Y1"));
    assert_eq!(card.names.given.as_deref(), Some("BEA"));
    assert!(card.repairs.contains(&Repair::HexCoded));
    // The raw value is still available.
    assert_eq!(card.raw("DAJ"), Some("4F4E"));
    // A coded value that spells nothing is left out, and a plain address beside coded names is
    // kept.
    let card = licence(
        "@\n\x1e\rANSI 636012100001DL00310100DLDAQ123\nDCSDOE\nDAG9F00A1B2C3D4E5F6A7B8\nDAIDECEDE\nDAJAB\nDAKT4G7A7\r",
    );
    assert_eq!(card.address.street1, None);
    assert_eq!(card.address.city.as_deref(), Some("DECEDE"));
    assert_eq!(card.address.jurisdiction.as_deref(), Some("AB"));
}

/// This sample has the address of a card seen in the field.
#[test]
fn the_address_of_the_sample_is_spelt_out() {
    let Some(folder) = super::samples::folder() else {
        return;
    };
    let sample = folder.join("../field/reading/08-hex-address.aamva");
    let Ok(bytes) = std::fs::read(sample) else {
        println!("skipped: no sample");
        return;
    };
    let address = parse(&bytes).unwrap().address;
    let told = [address.street1, address.city, address.jurisdiction];
    let told: Vec<&str> = told.iter().flatten().map(String::as_str).collect();
    assert_eq!(told, ["12 MAPLE DR", "BRANTFORD", "ON"]);
    // Its postal code lacks one digit.
    assert_eq!(address.postal.map(|p| p.code).as_deref(), Some("ON N3R 2B"));
}

/// The order of a whole name without commas is known for one issuer only.
#[test]
fn a_whole_name_without_commas_has_the_order_of_its_issuer() {
    let card = |iin: &str, elements: &str| {
        licence(&format!(
            "@\n\x1e\rANSI {iin}0101DL00290100DLDAQ1\n{elements}\r"
        ))
    };
    let names = card("636025", "DAAMARY ANN LEE").names;
    assert_eq!(names.family.as_deref(), Some("LEE"));
    assert_eq!(names.given.as_deref(), Some("MARY"));
    assert_eq!(names.full, None);
    for iin in ["636006", "636010", "999999"] {
        let names = card(iin, "DAAMARY ANN LEE").names;
        assert_eq!((names.family, names.given), (None, None), "{iin}");
        assert_eq!(names.full.as_deref(), Some("MARY ANN LEE"), "{iin}");
        assert_eq!(names.middle.len(), 0, "{iin}");
        // Separate elements and commas both say which name is the family name.
        let names = card(iin, "DAALEE,MARY,ANN").names;
        assert_eq!(names.family.as_deref(), Some("LEE"), "{iin}");
        let names = card(iin, "DAAMARY LEE\nDABLEE\nDACMARY").names;
        assert_eq!(
            (names.family.as_deref(), names.full),
            (Some("LEE"), None),
            "{iin}"
        );
    }
}
