//! Days and months in every time zone, including changes of the clocks.

use proptest::prelude::*;
use proptest::sample::select;
use rad_admin::domain::{Day, Month, Timestamp, Zone};

/// Zones with unusual changes of the clocks. Half of all cases use them.
const UNUSUAL: &[&str] = &[
    "Europe/Berlin",
    "America/Sao_Paulo",
    "Pacific/Apia",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "Africa/Casablanca",
    "Asia/Gaza",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Pacific/Kwajalein",
    "Antarctica/Troll",
];

fn zone() -> impl Strategy<Value = Zone> {
    let unusual = select(UNUSUAL).prop_map(str::to_owned);
    let names: Vec<_> = jiff::tz::db().available().map(|name| name.to_string()).collect();
    let any_zone = select(names);
    prop_oneof![unusual, any_zone].prop_map(|name| name.parse().unwrap())
}

/// Returns the number of the local day, counted from 1970-01-01.
fn shown_day(zone: Zone, time: i64) -> i64 {
    zone.local_seconds(Timestamp::from_seconds(time)).div_euclid(86_400)
}

proptest! {
    #![proptest_config(super::config(1))]

    /// From 1970 to 2100, which has no 29 February.
    #[test]
    fn days_follow_each_other_without_a_gap(zone in zone(), number in 1_i64..47_500) {
        let day = |number: i64| -> Day { Timestamp::from_seconds(number * 86_400).to_string()[..10].parse().unwrap() };
        let now = Timestamp::from_seconds(0);
        let first = zone.first_second(day(number), now).seconds();
        let last = zone.last_second(day(number), now).seconds();
        prop_assert_eq!(last + 1, zone.first_second(day(number + 1), now).seconds());
        prop_assert!(shown_day(zone, first - 1) < number, "it begins at its first second");
        prop_assert!(shown_day(zone, first) >= number, "not before");
        prop_assert!((-1..=93_600).contains(&(last - first)), "a day lasts {} s", last - first + 1);
    }

    #[test]
    fn months_begin_where_the_one_before_ends(zone in zone(), year in 1975_i64..9998, month in 1_i64..=12) {
        let month = Month::from_number(year * 100 + month).unwrap();
        let start = zone.start_of(month).seconds();
        prop_assert_eq!(zone.month_of(Timestamp::from_seconds(start)), month);
        prop_assert_eq!(zone.month_of(Timestamp::from_seconds(start - 1)).next(), month);
    }
}
