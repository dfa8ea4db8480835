//! The credits commands.

mod common;

use common::Home;

#[test]
fn an_award_adds_to_the_awarded_balance() {
    let home = Home::seeded();
    home.ok(&["credits", "award", "carol@example.org", "12"]);
    assert_eq!(home.balances("carol@example.org"), (12, 30));
}
