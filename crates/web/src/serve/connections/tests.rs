//! Who goes, and who does not.

use proptest::prelude::*;

use super::*;

fn at(last: u8) -> Neighbourhood {
    Neighbourhood::of(Some([192, 0, 2, last].into()))
}

fn place(connections: &Arc<Connections>, last: u8) -> Place {
    match connections.admit(Some(at(last))) {
        Admission::Place(place) => place,
        other => panic!("{other:?}"),
    }
}

fn are_gone(places: &[Place]) -> Vec<bool> {
    let gone = places
        .iter()
        .map(|place| place.connection.gone.is_cancelled());
    gone.collect()
}

#[tokio::test(start_paused = true)]
async fn the_one_that_has_asked_for_nothing_for_longest_goes() {
    let connections = Arc::new(Connections::new(4, 3));
    let mut places: Vec<Place> = Vec::new();
    for last in [1, 1, 1, 2] {
        places.push(place(&connections, last));
        tokio::time::advance(Duration::from_secs(1)).await;
    }
    // The first of them asks, and the second has asked a moment ago.
    let asking = places[0].tally().asks();
    drop(places[1].tally().asks());
    let newcomer = place(&connections, 3);
    assert_eq!(are_gone(&places), [false, false, true, false]);
    let another = place(&connections, 3);
    assert_eq!(are_gone(&places), [false, true, true, false]);
    assert!(!newcomer.connection.gone.is_cancelled() && !another.connection.gone.is_cancelled());
    drop(asking);
}

#[tokio::test(start_paused = true)]
async fn an_address_has_its_own_and_no_more() {
    let connections = Arc::new(Connections::new(10, 3));
    let places: Vec<Place> = (0..3).map(|_| place(&connections, 1)).collect();
    let asking: Vec<Asking> = places.iter().map(|place| place.tally().asks()).collect();
    assert!(matches!(connections.admit(Some(at(1))), Admission::TooMany));
    let _neighbour = place(&connections, 2);
    // A proxy of the operator's may have all.
    let proxied: Vec<Admission> = (0..6).map(|_| connections.admit(None)).collect();
    assert!(proxied.iter().all(|one| matches!(one, Admission::Place(_))));
    drop(asking);
    let _newcomer = place(&connections, 1);
    assert_eq!(are_gone(&places).iter().filter(|gone| **gone).count(), 1);
}

#[tokio::test(start_paused = true)]
async fn where_all_are_asking_a_newcomer_waits_for_the_first_to_leave() {
    let connections = Arc::new(Connections::new(2, 2));
    let mut places = vec![place(&connections, 1), place(&connections, 2)];
    let _asking: Vec<Asking> = places.iter().map(|place| place.tally().asks()).collect();
    assert!(matches!(connections.admit(Some(at(3))), Admission::Full));
    places.pop();
    connections.one_left().await;
    drop(place(&connections, 3));
    assert_eq!(connections.open().count, 1);
}

#[tokio::test(start_paused = true)]
async fn a_line_is_stuck_until_somebody_takes_something() {
    let connection = Connection::new();
    let deadline = Duration::from_secs(30);
    let is_stuck = async |connection: &Connection, seconds: u64| {
        let stuck = tokio::time::timeout(Duration::from_secs(seconds), connection.stuck(deadline));
        stuck.await.is_ok()
    };
    assert!(!is_stuck(&connection, 100).await);
    connection.is_stuck();
    assert!(!is_stuck(&connection, 20).await);
    connection.writes();
    connection.is_stuck();
    assert!(!is_stuck(&connection, 29).await);
    assert!(is_stuck(&connection, 2).await);
}

/// What happens to connections.
#[derive(Debug, Clone, Copy)]
enum Event {
    /// One comes from this address.
    Comes(u8),
    /// The one that came as so many-th has a request.
    Asks(usize),
    /// One of its requests is answered.
    IsAnswered(usize),
    Leaves(usize),
    Second,
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let one = prop_oneof![
        4 => (0..3_u8).prop_map(Event::Comes),
        2 => (0..24_usize).prop_map(Event::Asks),
        2 => (0..24_usize).prop_map(Event::IsAnswered),
        1 => (0..24_usize).prop_map(Event::Leaves),
        1 => Just(Event::Second),
    ];
    prop::collection::vec(one, 0..120)
}

/// A connection as the rule sees it.
#[derive(Debug)]
struct NotificationKind {
    address: u8,
    asked: usize,
    idle_since: Instant,
    is_open: bool,
}

/// Which one is to go for a newcomer of this address, where four are the most and three of one: of
/// an address that has its three, its own; else, of the addresses with an idle one, that with most.
fn to_go(told: &[NotificationKind], address: u8) -> Result<Option<usize>, ()> {
    let open = |of: u8| {
        told.iter()
            .filter(|one| one.is_open && one.address == of)
            .count()
    };
    let longest_idle_of = |of: u8| {
        let idle = told
            .iter()
            .enumerate()
            .filter(|(_, one)| one.is_open && one.address == of && one.asked == 0);
        let first = idle.min_by_key(|(number, one)| (one.idle_since, *number));
        first.map(|(number, _)| number)
    };
    if open(address) >= 3 {
        return longest_idle_of(address).map(Some).ok_or(());
    }
    if told.iter().filter(|one| one.is_open).count() < 4 {
        return Ok(None);
    }
    let with_idle = (0..3).filter(|of| longest_idle_of(*of).is_some());
    let most = with_idle.max_by_key(|of| (open(*of), at(*of)));
    most.and_then(longest_idle_of).map(Some).ok_or(())
}

proptest! {
    #[test]
    fn the_order_that_is_kept_is_the_one_that_would_be_found(events in events()) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        runtime.block_on(async {
            let connections = Arc::new(Connections::new(4, 3));
            let mut told: Vec<NotificationKind> = Vec::new();
            let mut places: Vec<Option<Place>> = Vec::new();
            let mut asking: Vec<Vec<Asking>> = Vec::new();
            for event in events {
                match event {
                    Event::Comes(address) => {
                        let expected = to_go(&told, address);
                        let admitted = connections.admit(Some(at(address)));
                        let Admission::Place(place) = admitted else {
                            assert_eq!(expected, Err(()));
                            continue;
                        };
                        if let Some(gone) = expected.unwrap() {
                            told[gone].is_open = false;
                        }
                        places.push(Some(place));
                        asking.push(Vec::new());
                        let idle_since = Instant::now();
                        told.push(NotificationKind { address, asked: 0, idle_since, is_open: true });
                    }
                    Event::Asks(number) => {
                        if let Some(Some(place)) = places.get(number) {
                            asking[number].push(place.tally().asks());
                            told[number].asked += 1;
                        }
                    }
                    Event::IsAnswered(number) => {
                        if asking.get_mut(number).and_then(Vec::pop).is_some() {
                            told[number].asked -= 1;
                            told[number].idle_since = Instant::now();
                        }
                    }
                    Event::Leaves(number) => {
                        if let Some(place) = places.get_mut(number) {
                            place.take();
                            told[number].is_open = false;
                        }
                    }
                    Event::Second => tokio::time::advance(Duration::from_secs(1)).await,
                }
                for (place, told) in places.iter().zip(&told) {
                    let is_gone = place.as_ref().is_none_or(|place| place.connection.gone.is_cancelled());
                    assert_eq!(is_gone, !told.is_open);
                }
            }
            drop((asking, places));
            let open = connections.open();
            assert_eq!((open.count, open.of.len(), open.idle.len()), (0, 0, 0));
        });
    }
}
