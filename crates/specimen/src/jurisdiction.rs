//! States and provinces that issue licences: their issuer numbers (IIN), the public format of their
//! licence numbers, and a few real cities with matching postal codes.
//!
//! Nothing here copies the design of a real card; the colours are this crate's own.

/// The two countries whose licences usually have AAMVA barcodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum Country {
    /// `USA`, where dates are MMDDCCYY in the barcode.
    UnitedStates,
    /// `CAN`, where dates are CCYYMMDD in the barcode.
    Canada,
}

/// A state or province that issues licences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Jurisdiction {
    /// The two letters of element DAJ.
    pub code: &'static str,
    /// The name as printed on the card, such as `STATE OF OREGON`.
    pub title: &'static str,
    /// The issuer identification number, six digits.
    pub iin: &'static str,
    /// The country that it belongs to.
    pub country: Country,
    /// The format of a licence number, as a pattern for `Rng::fill`.
    #[serde(skip)]
    pub(crate) number: &'static str,
    /// Cities and the start of their postal codes, as patterns for `Rng::fill`.
    #[serde(skip)]
    pub(crate) cities: &'static [(&'static str, &'static str)],
    /// The number of years for which a licence is valid.
    #[serde(skip)]
    pub(crate) years: i8,
}

impl Jurisdiction {
    /// Returns the jurisdiction with this two-letter code, if this crate supports it.
    ///
    /// ```
    /// let oregon = specimen::Jurisdiction::of("OR").expect("listed");
    /// assert_eq!(oregon.iin, "636029");
    /// ```
    pub fn of(code: &str) -> Option<&'static Self> {
        JURISDICTIONS.iter().find(|one| one.code == code)
    }
}

const fn us(
    code: &'static str,
    title: &'static str,
    iin: &'static str,
    number: &'static str,
    years: i8,
    cities: &'static [(&'static str, &'static str)],
) -> Jurisdiction {
    Jurisdiction {
        code,
        title,
        iin,
        country: Country::UnitedStates,
        number,
        cities,
        years,
    }
}

const fn ca(
    code: &'static str,
    title: &'static str,
    iin: &'static str,
    number: &'static str,
    cities: &'static [(&'static str, &'static str)],
) -> Jurisdiction {
    Jurisdiction {
        code,
        title,
        iin,
        country: Country::Canada,
        number,
        cities,
        years: 5,
    }
}

/// All jurisdictions that this crate supports.
#[rustfmt::skip]
pub static JURISDICTIONS: &[Jurisdiction] = &[
    us("AZ", "STATE OF ARIZONA", "636026", "D99999999", 8,
        &[("PHOENIX", "8500[1-9]"), ("TUCSON", "8570[1-9]"), ("FLAGSTAFF", "86001"), ("MESA", "8520[1-6]")]),
    us("CA", "STATE OF CALIFORNIA", "636014", "A9999999", 5,
        &[("SACRAMENTO", "9581[1-9]"), ("FRESNO", "9370[1-6]"), ("SAN DIEGO", "9210[1-9]"), ("EUREKA", "95501")]),
    us("CO", "STATE OF COLORADO", "636020", "899999999", 5,
        &[("DENVER", "8020[2-9]"), ("BOULDER", "8030[1-5]"), ("PUEBLO", "8100[1-5]"), ("DURANGO", "81301")]),
    us("FL", "STATE OF FLORIDA", "636010", "@999999999999", 8,
        &[("TAMPA", "3360[2-9]"), ("ORLANDO", "3280[1-9]"), ("TALLAHASSEE", "3230[1-5]"), ("OCALA", "3447[0-6]")]),
    us("GA", "STATE OF GEORGIA", "636055", "099999999", 8,
        &[("ATLANTA", "3030[3-9]"), ("SAVANNAH", "3140[1-6]"), ("MACON", "3120[1-6]"), ("ATHENS", "3060[1-7]")]),
    us("IL", "STATE OF ILLINOIS", "636035", "@99999999999", 4,
        &[("CHICAGO", "6060[1-9]"), ("PEORIA", "6160[2-7]"), ("SPRINGFIELD", "6270[1-4]"), ("ROCKFORD", "6110[1-9]")]),
    us("MA", "COMMONWEALTH OF MASSACHUSETTS", "636002", "S99999999", 5,
        &[("BOSTON", "0210[8-9]"), ("WORCESTER", "0160[2-9]"), ("LOWELL", "0185[0-4]"), ("PITTSFIELD", "01201")]),
    us("MD", "STATE OF MARYLAND", "636003", "@-999-999-999-999", 8,
        &[("BALTIMORE", "2120[1-9]"), ("ANNAPOLIS", "2140[1-3]"), ("FREDERICK", "2170[1-4]")]),
    us("MI", "STATE OF MICHIGAN", "636032", "@ 999 999 999 999", 4,
        &[("DETROIT", "4820[1-9]"), ("LANSING", "4891[0-7]"), ("FLINT", "4850[2-7]"), ("MARQUETTE", "49855")]),
    us("MN", "STATE OF MINNESOTA", "636038", "@999999999999", 4,
        &[("MINNEAPOLIS", "5540[1-9]"), ("DULUTH", "5580[2-8]"), ("ROCHESTER", "5590[1-6]")]),
    us("NC", "STATE OF NORTH CAROLINA", "636004", "000099999999", 8,
        &[("RALEIGH", "2760[1-9]"), ("ASHEVILLE", "2880[1-6]"), ("CHARLOTTE", "2820[2-9]"), ("DURHAM", "2770[1-7]")]),
    us("NJ", "STATE OF NEW JERSEY", "636036", "@9999 99999 99999", 4,
        &[("NEWARK", "0710[2-8]"), ("TRENTON", "0860[8-9]"), ("CAMDEN", "0810[2-5]"), ("PRINCETON", "08540")]),
    us("NY", "STATE OF NEW YORK", "636001", "899 999 999", 8,
        &[("ALBANY", "1220[2-9]"), ("BUFFALO", "1420[1-9]"), ("SYRACUSE", "1320[2-8]"), ("ITHACA", "14850")]),
    us("OH", "STATE OF OHIO", "636023", "AA999999", 4,
        &[("COLUMBUS", "4320[1-7]"), ("CLEVELAND", "4410[2-9]"), ("DAYTON", "4540[2-9]"), ("TOLEDO", "4360[4-9]")]),
    us("OR", "STATE OF OREGON", "636029", "A999999", 8,
        &[("PORTLAND", "9720[1-9]"), ("EUGENE", "9740[1-5]"), ("SALEM", "9730[1-6]"), ("BEND", "9770[1-3]")]),
    us("PA", "COMMONWEALTH OF PENNSYLVANIA", "636025", "89 999 999", 4,
        &[("PHILADELPHIA", "1910[2-9]"), ("PITTSBURGH", "1520[1-9]"), ("ERIE", "1650[1-9]"), ("SCRANTON", "1850[3-9]")]),
    us("TX", "STATE OF TEXAS", "636015", "89999999", 8,
        &[("AUSTIN", "7870[1-5]"), ("EL PASO", "7990[1-7]"), ("LUBBOCK", "7940[1-7]"), ("SAN ANTONIO", "7820[1-9]")]),
    us("VA", "COMMONWEALTH OF VIRGINIA", "636000", "A99999999", 8,
        &[("RICHMOND", "2322[0-7]"), ("NORFOLK", "2350[2-9]"), ("ROANOKE", "2401[1-9]")]),
    us("WA", "STATE OF WASHINGTON", "636045", "WDL9A9A9999A", 8,
        &[("SEATTLE", "9810[1-9]"), ("SPOKANE", "9920[1-8]"), ("OLYMPIA", "9850[1-6]"), ("YAKIMA", "9890[1-8]")]),
    us("WI", "STATE OF WISCONSIN", "636031", "@999-9999-9999-99", 8,
        &[("MADISON", "5370[3-5]"), ("MILWAUKEE", "5320[2-9]"), ("EAU CLAIRE", "5470[1-3]")]),
    ca("AB", "PROVINCE OF ALBERTA", "604432", "899999-999",
        &[("CALGARY", "T2P 9A9"), ("EDMONTON", "T5J 9A9"), ("RED DEER", "T4N 9A9")]),
    ca("BC", "PROVINCE OF BRITISH COLUMBIA", "636028", "8999999",
        &[("VICTORIA", "V8W 9A9"), ("KELOWNA", "V1Y 9A9"), ("VANCOUVER", "V6B 9A9")]),
    ca("NS", "PROVINCE OF NOVA SCOTIA", "636013", "AAAAA999999999",
        &[("HALIFAX", "B3J 9A9"), ("SYDNEY", "B1P 9A9"), ("TRURO", "B2N 9A9")]),
    ca("ON", "PROVINCE OF ONTARIO", "636012", "@9999-99999-99999",
        &[("OTTAWA", "K1P 9A9"), ("KINGSTON", "K7L 9A9"), ("SUDBURY", "P3E 9A9"), ("LONDON", "N6A 9A9")]),
    ca("QC", "PROVINCE DE QUÉBEC", "604428", "@9999-999999-99",
        &[("MONTRÉAL", "H2X 9A9"), ("QUÉBEC", "G1R 9A9"), ("SHERBROOKE", "J1H 9A9"), ("GATINEAU", "J8X 9A9")]),
];
