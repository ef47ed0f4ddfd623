//! Tables of cases, and laws that hold for any body.

use super::*;
use proptest::prelude::*;

fn at_least(text: &str) -> Enough {
    Enough::parse(text).unwrap()
}

fn more_than(text: &str) -> Enough {
    Enough::parse(&format!("> {text}")).unwrap()
}

/// The sides of every body here.
fn both() -> [String; 2] {
    ["n".into(), "s".into()]
}

/// Seats of two sides, written `north: yes no - absent out`: `-` is there and silent, `out` keeps out.
fn body(text: &str) -> (Vec<Voter>, Vec<(String, Choice)>) {
    let (mut voters, mut votes) = (Vec::new(), Vec::new());
    for part in text.split(';') {
        let (side, seats) = part.split_once(':').unwrap();
        for (n, word) in seats.split_whitespace().enumerate() {
            voters.push(Voter {
                post: format!("{}{n}", side.trim()),
                side: side.trim().to_owned(),
                present: word != "absent",
                recused: word == "out",
            });
            if let Some(choice) = Choice::find(word) {
                votes.push((side.trim().to_owned(), choice));
            }
        }
    }
    (voters, votes)
}

fn decide(rule: &Majority, joint: bool, text: &str) -> Outcome {
    let (voters, votes) = body(text);
    let tallies = tally(&voters, votes.iter().map(|(side, choice)| (side.as_str(), *choice)));
    outcome(rule, joint, (&both(), &voters), tallies, Vec::new())
}

#[test]
fn what_is_enough_is_counted_exactly() {
    for (enough, base, expected) in [
        (at_least("1/2"), 6, Some(3)),
        (at_least("1/2"), 7, Some(4)),
        (more_than("1/2"), 6, Some(4)),
        (more_than("1/2"), 7, Some(4)),
        (at_least("2/3"), 6, Some(4)),
        (at_least("2/3"), 7, Some(5)),
        (more_than("2/3"), 6, Some(5)),
        (at_least("3/4"), 4, Some(3)),
        (at_least("1"), 5, Some(5)),
        (at_least("1/1000"), 5, Some(1)),
        (at_least("1/2"), 0, None),
    ] {
        assert_eq!(needed(enough, base), expected, "{enough:?} of {base}");
    }
}

#[test]
fn a_share_is_written_as_a_share() {
    for bad in
        ["", "0", "1/0", "3/2", "a", "1/", "-1/2", "0/3", "1.5", "2000/3000", "> 1", "> 2/2", ">", "1/2/3"]
    {
        assert_eq!(Enough::parse(bad), None, "{bad}");
    }
    for (written, read) in [("2/3", "2/3"), ("1", "1"), (">1/2", "> 1/2"), (" > 1/2 ", "> 1/2"), ("1/1", "1")]
    {
        assert_eq!(Enough::parse(written).unwrap().to_string(), read);
    }
}

#[test]
fn a_body_can_decide_when_enough_are_there_and_of_each_side() {
    let half = Quorum { all: at_least("1/2"), each_side: None };
    let sides = Quorum { all: more_than("1/2"), each_side: Some(at_least("1/2")) };
    for (rule, text, expected) in [
        (half, "n: - - -; s: absent absent absent", true),
        (half, "n: - - absent; s: absent absent absent", false),
        (sides, "n: - - -; s: - absent absent", false),
        (sides, "n: - - -; s: - - absent", true),
        (sides, "n: - - -; s: absent absent absent", false),
        // Two of three stay; the one who keeps out is in no base.
        (sides, "n: - - out; s: - - absent", true),
        (sides, "n: out out out; s: - - -", false),
        (sides, "n: - - -", false),
        (half, "n: - - -", true),
        (half, "n: out - -; s: - absent absent", true),
        (half, "n: out - absent; s: - absent absent", false),
    ] {
        let (voters, _) = body(text);
        let found = quorum(&rule, &both(), &voters);
        assert_eq!(found.iter().all(Measure::is_met), expected, "{text}: {found:?}");
    }
}

#[test]
fn majorities_are_those_of_the_rule() {
    let simple = |base| Majority { all: more_than("1/2"), each_side: None, base };
    let double = Majority { all: at_least("2/3"), each_side: Some(more_than("1/2")), base: Base::Present };
    let unanimous = |base| Majority { all: at_least("1"), each_side: None, base };
    for (rule, joint, text, expected) in [
        (simple(Base::Present), false, "n: yes yes yes; s: yes no no", true),
        (simple(Base::Present), false, "n: yes yes yes; s: no no no", false),
        (simple(Base::Present), false, "n: yes yes yes; s: abstain abstain -", false),
        (simple(Base::Cast), false, "n: yes yes yes; s: abstain abstain -", true),
        (simple(Base::Seats), false, "n: yes yes yes; s: absent absent no", false),
        (simple(Base::Present), false, "n: yes yes yes; s: absent absent no", true),
        // A joint matter: the other side has to agree by itself.
        (simple(Base::Present), true, "n: yes yes yes; s: absent absent no", false),
        (simple(Base::Present), true, "n: yes yes yes; s: absent absent absent", false),
        (simple(Base::Present), true, "n: yes yes no; s: absent yes absent", true),
        (simple(Base::Cast), true, "n: yes yes yes; s: abstain abstain abstain", false),
        (simple(Base::Present), true, "n: yes yes yes; s: out out out", false),
        // A side whose seats are all vacant is a side still.
        (simple(Base::Present), true, "n: yes yes yes", false),
        (double, false, "n: yes yes yes", false),
        (double, false, "n: yes yes yes; s: yes no no", false),
        (double, false, "n: yes yes yes; s: yes yes no", true),
        (double, false, "n: yes no no; s: yes yes yes", false),
        (unanimous(Base::Present), false, "n: yes yes yes; s: yes yes absent", true),
        (unanimous(Base::Seats), false, "n: yes yes yes; s: yes yes absent", false),
        (unanimous(Base::Present), false, "n: yes yes yes; s: yes yes abstain", false),
        (unanimous(Base::Cast), false, "n: yes yes yes; s: yes yes abstain", true),
        (unanimous(Base::Present), false, "n: yes yes out; s: yes yes yes", true),
        (unanimous(Base::Cast), false, "n: - - -; s: - - -", false),
    ] {
        let found = decide(&rule, joint, text);
        assert_eq!(found.passes, expected, "{text}: {found:?}");
    }
}

#[test]
fn a_veto_stops_what_has_the_votes() {
    let rule = Majority { all: more_than("1/2"), each_side: None, base: Base::Present };
    let (voters, votes) = body("n: yes yes yes; s: yes yes no");
    let tallies = tally(&voters, votes.iter().map(|(side, choice)| (side.as_str(), *choice)));
    assert!(outcome(&rule, false, (&both(), &voters), tallies.clone(), vec![]).passes);
    let stopped = outcome(&rule, false, (&both(), &voters), tallies, vec!["s2".into()]);
    assert!(!stopped.passes && stopped.measures.iter().all(Measure::is_met));
}

#[test]
fn silence_is_counted_as_silence() {
    let rule = Majority { all: more_than("1/2"), each_side: None, base: Base::Present };
    let found = decide(&rule, false, "n: yes - -; s: absent out yes");
    assert_eq!((found.silent, found.passes), (2, false));
}

fn enough() -> impl Strategy<Value = Enough> {
    (1u32..6, 1u32..6, any::<bool>()).prop_filter_map("a share of a whole", |(parts, of, more)| {
        Enough::parse(&format!("{}{parts}/{of}", if more { ">" } else { "" }))
    })
}

fn rule() -> impl Strategy<Value = Majority> {
    let base = prop::sample::select(vec![Base::Seats, Base::Present, Base::Cast]);
    (enough(), prop::option::of(enough()), base).prop_map(|(all, each_side, base)| Majority {
        all,
        each_side,
        base,
    })
}

/// A seat: side, there, keeps out, vote. Who is not there or keeps out has no vote.
fn seats() -> impl Strategy<Value = Vec<(Voter, Option<Choice>)>> {
    let choice = prop::sample::select(vec![None, Some(Choice::Yes), Some(Choice::No), Some(Choice::Abstain)]);
    let seat = (any::<bool>(), 0u8..5, choice);
    prop::collection::vec(seat, 1..14).prop_map(|seats| {
        let made = seats.into_iter().enumerate().map(|(n, (north, how, choice))| {
            let (present, recused) = (how != 0, how == 1);
            let side = if north { "n" } else { "s" }.to_owned();
            let voter = Voter { post: n.to_string(), side, present, recused };
            (voter, choice.filter(|_| present && !recused))
        });
        made.collect()
    })
}

fn found(rule: &Majority, joint: bool, seats: &[(Voter, Option<Choice>)]) -> Outcome {
    let voters: Vec<Voter> = seats.iter().map(|(voter, _)| voter.clone()).collect();
    let votes = seats.iter().filter_map(|(voter, choice)| Some((voter.side.as_str(), (*choice)?)));
    outcome(rule, joint, (&both(), &voters), tally(&voters, votes), Vec::new())
}

proptest! {
    #[test]
    fn one_more_yes_never_turns_a_pass_into_a_fail(rule in rule(), joint: bool, seats in seats(), at in 0usize..14) {
        let before = found(&rule, joint, &seats);
        let mut after = seats.clone();
        let at = at % after.len();
        if after[at].0.present && !after[at].0.recused {
            after[at].1 = Some(Choice::Yes);
        }
        prop_assert!(!before.passes || found(&rule, joint, &after).passes);
    }

    #[test]
    fn keeping_out_never_counts_as_no(rule in rule(), joint: bool, seats in seats(), at in 0usize..14) {
        let (mut no, mut out) = (seats.clone(), seats.clone());
        let at = at % seats.len();
        (no[at].0.present, no[at].0.recused, no[at].1) = (true, false, Some(Choice::No));
        (out[at].0.present, out[at].0.recused, out[at].1) = (true, true, None);
        prop_assert!(!found(&rule, joint, &no).passes || found(&rule, joint, &out).passes);
        let votes: u32 = found(&rule, joint, &out).tallies.iter().map(|tally| tally.no).sum();
        let others = out.iter().filter(|(_, choice)| *choice == Some(Choice::No)).count();
        prop_assert_eq!(votes as usize, others);
    }

    #[test]
    fn one_side_alone_never_passes_a_joint_matter(rule in rule(), seats in seats()) {
        let alone: Vec<_> = seats.into_iter()
            .map(|(voter, choice)| { let yes = voter.side == "n"; (voter, choice.filter(|c| yes || *c != Choice::Yes)) })
            .collect();
        prop_assert!(!found(&rule, true, &alone).passes);
    }

    #[test]
    fn every_vote_is_counted_once(rule in rule(), joint: bool, seats in seats()) {
        let outcome = found(&rule, joint, &seats);
        let cast: u32 = outcome.tallies.iter().map(Tally::cast).sum();
        let asked = seats.iter().filter(|(voter, _)| voter.present && !voter.recused).count();
        prop_assert_eq!(cast as usize, seats.iter().filter(|(_, choice)| choice.is_some()).count());
        prop_assert_eq!((cast + outcome.silent) as usize, asked);
    }
}
