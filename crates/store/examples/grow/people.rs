//! People who do not exist, and what became of their verifications. All of it follows from a
//! number, so that a measurement knows whom to look for.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use proofing::ports::{Change, Next};
use testkit::builders::{account_id, off_site, reference};
use uuid::Uuid;
use verification::names::PersonName;
use verification::request::{
    Asked, CountryCode, DocumentService, DocumentType, Email, FaceService, PhoneService, Request,
    Services,
};
use verification::verdict::{DataValue, Outcome, ServiceOutcome, ServiceResult, Verdict};
use verification::{
    Effect, NewIds, Origin, Personal, Service, Step, TransactionId, Verification, VerificationId,
};

/// The number of accounts that share the verifications. The first has half of them.
pub(crate) const ACCOUNTS: u128 = 5;

const GIVEN: &[&str] = &[
    "Maria", "José", "Anna", "Mohammed", "Olivia", "Noah", "Emma", "Liam", "Zoë", "Jürgen", "Ines",
    "Søren", "Chloé", "Łukasz", "Aïcha", "Björn", "Fatima", "Ivan", "Mei", "Hiro", "Priya", "Ravi",
    "Sofía", "Mateo", "Freya", "Oscar", "Amélie", "Hugo", "Greta", "Anton", "Leïla", "Omar",
];

const SYLLABLES: &[&str] = &[
    "ber", "son", "mann", "ri", "ko", "va", "lin", "ta", "mo", "rez", "ga", "stein", "dal", "hu",
    "ne", "ki", "wall", "for", "san", "ti",
];

const COUNTRIES: &[&str] = &["US", "US", "US", "DE", "FR", "ES", "GB", "MX", "CA", "IT"];

/// Numbers that look random and follow from a number (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }

    fn pick<'a>(&mut self, all: &[&'a str]) -> &'a str {
        let at = self.roll(all.len() as u64) as usize;
        all.get(at).copied().unwrap_or_default()
    }
}

/// A person, and how they are verified.
pub(crate) struct Person {
    pub(crate) given: String,
    pub(crate) family: String,
    pub(crate) email: String,
    pub(crate) number: String,
    pub(crate) birth: Date,
    country: &'static str,
    dice: Dice,
}

/// Returns the person of a verification.
pub(crate) fn person(number: u64) -> Person {
    let mut dice = Dice(number);
    // Few names are frequent, and many are rare.
    let given = dice
        .roll(GIVEN.len() as u64)
        .min(dice.roll(GIVEN.len() as u64)) as usize;
    let given = GIVEN.get(given).copied().unwrap_or_default().to_owned();
    let mut family: String = (0..2 + dice.roll(2))
        .map(|_| dice.pick(SYLLABLES))
        .collect();
    family.replace_range(..1, &family[..1].to_uppercase());
    let (month, day) = (1 + dice.roll(12) as i8, 1 + dice.roll(28) as i8);
    let birth = jiff::civil::date(1940 + dice.roll(65) as i16, month, day);
    // One in a thousand is from a country that nobody else is from.
    let country = match dice.roll(1000) {
        0 => "IS",
        _ => dice.pick(COUNTRIES),
    };
    Person {
        email: format!("person.{number}@example.com"),
        number: format!("{:02}{:07}", dice.roll(90), number % 10_000_000),
        given,
        family,
        birth,
        country,
        dice,
    }
}

/// Returns the account of a verification by number.
pub(crate) fn account_of(number: u64) -> u128 {
    match number % 8 {
        0..4 => 1,
        other => u128::from(other % 4) + 2,
    }
}

/// Returns the time at which a verification was opened: a minute after the one before it.
pub(crate) fn opened_at(number: u64) -> Timestamp {
    let begin: Timestamp = "2024-12-01T00:00:00Z".parse().unwrap();
    begin
        .checked_add(SignedDuration::from_mins(number as i64))
        .unwrap()
}

/// Returns the change that stores a verification as it is at its end.
pub(crate) fn opening(number: u64) -> Change {
    let mut person = person(number);
    let request = request(number, &mut person);
    let now = opened_at(number);
    let ids = NewIds {
        id: id_of(number),
        transaction: TransactionId(Uuid::from_u128(u128::from(number) << 64 | 0x00c0_ffee)),
    };
    let account = account_id(account_of(number));
    let opened = Verification::open(ids, account, request, Origin::default(), now);
    let (next, effects) = ended(opened, &mut person, now);
    let entries = effects.into_iter().filter_map(|effect| match effect {
        Effect::Log(entry) => Some(entry),
        _ => None,
    });
    Change {
        entries: entries.collect(),
        next: Next::Open(Box::new(next)),
        evidence: Vec::new(),
        notifications: Vec::new(),
        jobs: Vec::new(),
        finishes: None,
        fingerprint: None,
        audit: Vec::new(),
        member: None,
    }
}

/// Returns the ID of a verification: its time comes first, as in every ID of the server.
pub(crate) fn id_of(number: u64) -> VerificationId {
    let millis = opened_at(number).as_millisecond() as u64;
    let mut random = [0; 10];
    let low = number.to_be_bytes();
    random
        .iter_mut()
        .skip(2)
        .zip(low)
        .for_each(|(to, from)| *to = from);
    VerificationId::new(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
}

fn request(number: u64, person: &mut Person) -> Request {
    let dice = &mut person.dice;
    let types = [
        DocumentType::DrivingLicense,
        DocumentType::Passport,
        DocumentType::IdCard,
    ];
    let wanted = types.get(dice.roll(3) as usize).copied();
    let document = DocumentService {
        supported_types: wanted.into_iter().collect(),
        name: Asked::Check(PersonName::of(&person.given, &person.family)),
        dob: Asked::Check(person.birth),
        document_number: Asked::Check(Personal::new(person.number.as_str())),
        expiry_date: Asked::Read,
        ..DocumentService::default()
    };
    let phone = (dice.roll(10) == 0).then(|| PhoneService {
        phone_number: Some(Personal::new(format!("+1212{:07}", number % 10_000_000))),
        ..PhoneService::default()
    });
    let mut request = Request {
        country: Some(CountryCode::parse(person.country).unwrap()),
        email: Some(Email::parse(&person.email).unwrap()),
        services: Services {
            document: Some(document),
            face: (dice.roll(2) == 0).then(FaceService::default),
            phone,
            ..Services::default()
        },
        ..Request::new(reference(u128::from(number)))
    };
    request.flags.manual_review = dice.roll(12) == 0;
    let whole = request.services.face.is_none() && request.services.phone.is_none();
    if whole && dice.roll(5) > 0 {
        off_site(request)
    } else {
        request
    }
}

/// Leads a verification to where it stays.
fn ended(
    opened: Step<Verification>,
    person: &mut Person,
    now: Timestamp,
) -> (Verification, Vec<Effect>) {
    let Step {
        next: mut value,
        mut effects,
    } = opened;
    let later = |seconds| now.checked_add(SignedDuration::from_secs(seconds)).unwrap();
    let mut go = |step: Step<Verification>| {
        effects.extend(step.effects);
        step.next
    };
    if value.expires_at.is_some() {
        match person.dice.roll(20) {
            0 => {}
            1 => value = go(value.open_link(later(5)).unwrap()),
            2 => value = go(value.cancel(later(9)).unwrap()),
            3 | 4 => {
                let end = value.expires_at.unwrap();
                value = go(value.expire(false, end).unwrap());
            }
            _ => {
                value = go(value.open_link(later(5)).unwrap());
                value = go(value.start(later(6)).unwrap());
                // The pictures are not generated, so they are not submitted one by one either.
                value.stage = verification::stage::Stage::Processing;
            }
        }
    }
    let is_examined = matches!(
        value.stage.name(),
        verification::stage::StageName::Processing | verification::stage::StageName::Received
    );
    if is_examined {
        let outcome = outcome(person);
        value = go(value.decide(outcome, later(30)).unwrap());
        // Some are decided by people.
        let waits = matches!(value.stage, verification::stage::Stage::InReview(_));
        if waits && person.dice.roll(50) > 0 {
            value = go(value
                .review(&Verdict::Accepted.into(), "zoe", false, later(900))
                .unwrap());
        }
    }
    (value, effects)
}

/// Returns the outcome of a document on which everything could be read.
fn outcome(person: &mut Person) -> Outcome {
    let text = |text: String| DataValue::Text(Personal::new(text));
    let part = |text: &str| Some(Personal::new(text.to_uppercase()));
    let expiry = jiff::civil::date(2027 + person.dice.roll(10) as i16, 5, 1);
    let data = vec![
        (
            "name".to_owned(),
            DataValue::Name {
                first: part(&person.given),
                middle: None,
                last: part(&person.family),
            },
        ),
        ("dob".to_owned(), text(person.birth.to_string())),
        ("document_number".to_owned(), text(person.number.clone())),
        ("expiry_date".to_owned(), text(expiry.to_string())),
    ];
    let verdict = match person.dice.roll(8) {
        0 => Verdict::Declined,
        _ => Verdict::Accepted,
    };
    let results = ["name", "dob", "document_number"].map(|key| (key.to_owned(), Some(true)));
    Outcome {
        verdict,
        services: vec![ServiceOutcome {
            service: Service::Document,
            result: ServiceResult::Fields(results.to_vec()),
            data,
            additional: None,
            codes: Vec::new(),
        }],
        reason: None,
        codes: Vec::new(),
        findings: Vec::new(),
        zones: Vec::new(),
    }
}
