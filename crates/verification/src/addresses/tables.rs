//! Words of addresses: what is short for what, states, countries.

/// Forms of one word, the first of which stands for all.
pub(super) const FORMS: &[&[&str]] = &[
    &["ST", "STREET", "STR", "STRT", "SAINT", "STRASSE"],
    &["AVE", "AVENUE", "AV", "AVN", "AVENIDA", "AVDA"],
    &["RD", "ROAD"],
    &["LN", "LANE"],
    &["DR", "DRIVE"],
    &["BLVD", "BOULEVARD", "BD", "BLV"],
    &["CT", "COURT"],
    &["PL", "PLACE", "PLATZ", "PLAZA", "PLZ"],
    &["SQ", "SQUARE"],
    &["TER", "TERRACE", "TERR"],
    &["HWY", "HIGHWAY"],
    &["PKWY", "PARKWAY"],
    &["CIR", "CIRCLE"],
    &["TRL", "TRAIL"],
    &["CRES", "CRESCENT"],
    &["CL", "CLOSE"],
    &["GDNS", "GARDENS"],
    &["GRV", "GROVE"],
    &["MT", "MOUNT"],
    &["FT", "FORT"],
    &["HTS", "HEIGHTS"],
    &["EXPY", "EXPRESSWAY"],
    &["N", "NORTH"],
    &["S", "SOUTH"],
    &["E", "EAST"],
    &["W", "WEST"],
    &["NE", "NORTHEAST"],
    &["NW", "NORTHWEST"],
    &["SE", "SOUTHEAST"],
    &["SW", "SOUTHWEST"],
    &["FL", "FLOOR"],
    &["BLDG", "BUILDING"],
    &["C", "CALLE", "CL"],
    &["CRA", "CARRERA"],
    &["CHE", "CHEMIN", "CH"],
    &["R", "RUE", "RUA"],
    &["PZA", "PIAZZA", "PRACA"],
    &["1ST", "FIRST"],
    &["2ND", "SECOND"],
    &["3RD", "THIRD"],
    &["4TH", "FOURTH"],
    &["5TH", "FIFTH"],
    &["6TH", "SIXTH"],
    &["7TH", "SEVENTH"],
    &["8TH", "EIGHTH"],
    &["9TH", "NINTH"],
    &["10TH", "TENTH"],
];

/// Words before the number of a flat. `UNIT` stands for `#` too.
pub(super) const UNITS: &[&str] = &[
    "UNIT",
    "APT",
    "APARTMENT",
    "SUITE",
    "STE",
    "FLAT",
    "ROOM",
    "RM",
    "WOHNUNG",
    "WHG",
    "APPT",
    "APPARTEMENT",
    "PISO",
    "DEPTO",
    "DPTO",
    "INT",
    "INTERNO",
];

/// Words that say nothing.
pub(super) const SILENT: &[&str] = &["NO", "NR", "NUMBER", "AND", "NUMERO", "NUM"];

/// States and provinces: the abbreviation, then what each is called, in folded words.
pub(super) const REGIONS: &str = "AL ALABAMA; AK ALASKA; AZ ARIZONA; AR ARKANSAS; CA CALIFORNIA; CO COLORADO; CT \
    CONNECTICUT; DE DELAWARE; DC DISTRICT OF COLUMBIA; FL FLORIDA; GA GEORGIA; HI HAWAII; \
    ID IDAHO; IL ILLINOIS; IN INDIANA; IA IOWA; KS KANSAS; KY KENTUCKY; LA LOUISIANA; ME \
    MAINE; MD MARYLAND; MA MASSACHUSETTS; MI MICHIGAN; MN MINNESOTA; MS MISSISSIPPI; MO \
    MISSOURI; MT MONTANA; NE NEBRASKA; NV NEVADA; NH NEW HAMPSHIRE; NJ NEW JERSEY; NM NEW \
    MEXICO; NY NEW YORK; NC NORTH CAROLINA; ND NORTH DAKOTA; OH OHIO; OK OKLAHOMA; OR \
    OREGON; PA PENNSYLVANIA; RI RHODE ISLAND; SC SOUTH CAROLINA; SD SOUTH DAKOTA; TN \
    TENNESSEE; TX TEXAS; UT UTAH; VT VERMONT; VA VIRGINIA; WA WASHINGTON; WV WEST \
    VIRGINIA; WI WISCONSIN; WY WYOMING; AB ALBERTA; BC BRITISH COLUMBIA; MB MANITOBA; NB \
    NEW BRUNSWICK; NL NEWFOUNDLAND AND LABRADOR; NS NOVA SCOTIA; ON ONTARIO; PE PRINCE \
    EDWARD ISLAND; QC QUEBEC; SK SASKATCHEWAN; NSW NEW SOUTH WALES; QLD QUEENSLAND; TAS \
    TASMANIA; VIC VICTORIA";

/// Countries: the code, then a name at the end of an address.
pub(super) const COUNTRIES: &str = "US UNITED STATES OF AMERICA; US UNITED STATES; US USA; US U S A; CA CANADA; GB UNITED \
    KINGDOM; GB GREAT BRITAIN; GB ENGLAND; GB SCOTLAND; GB WALES; GB UK; IE IRELAND; DE \
    GERMANY; DE DEUTSCHLAND; FR FRANCE; ES SPAIN; ES ESPANA; IT ITALY; IT ITALIA; PT \
    PORTUGAL; BR BRAZIL; BR BRASIL; NL NETHERLANDS; NL NEDERLAND; BE BELGIUM; BE BELGIQUE; \
    BE BELGIE; AT AUSTRIA; AT OSTERREICH; CH SWITZERLAND; CH SCHWEIZ; CH SUISSE; PL \
    POLAND; PL POLSKA; SE SWEDEN; NO NORWAY; DK DENMARK; FI FINLAND; AU AUSTRALIA; NZ NEW \
    ZEALAND; MX MEXICO; IN INDIA; PK PAKISTAN";

/// The entries of a table: abbreviation and name.
pub(super) fn entries(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.split("; ").filter_map(|entry| entry.split_once(' '))
}
