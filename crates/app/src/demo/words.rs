//! What the demo's reps wrote down.
//!
//! The businesses are real and the calls are not, so nothing here says anything of them that would
//! matter if it were believed.

/// Remarks on a call by its disposition; an empty one where most reps write nothing.
pub(super) fn remarks(disposition: &str) -> &'static [&'static str] {
    match disposition {
        "no_answer" => &[
            "",
            "",
            "",
            "Rang out, nobody picked up.",
            "Probably brewing day. Try again in the afternoon.",
            "Ten rings, no mailbox.",
        ],
        "busy" => &["", "", "Engaged, twice in a row.", "Engaged. Try right after lunch."],
        "voicemail" => &[
            "",
            "Left a short message with my number.",
            "Mailbox only. Did not leave a message.",
            "Left a message for the head brewer.",
            "Greeting says the office opens at ten.",
        ],
        "call_back" => &[
            "Head brewer is in the cellar, asked me to ring back.",
            "Owner decides. In again on the day we agreed.",
            "Wants to look at the price list first.",
            "In the middle of bottling, call again as agreed.",
            "Office put me down for a call with the brewer.",
            "Good talk, had to stop for a delivery. Go on where we left off: tonnes a year.",
        ],
        "not_interested" => &[
            "Happy with the current supplier.",
            "Contract runs until the end of next year. No interest now.",
            "Buys through a cooperative, cannot choose.",
            "Pallets are too large for them.",
            "Friendly, but no. Does not want a trial.",
        ],
        "wrong_number" => &["Private household.", "Number of another company."],
        "do_not_call" => &["Does not want calls. Taken off the list.", "Asked for no more calls."],
        "warm" => &[
            "Wants the spec sheet by email, then talks to the partner.",
            "Interested for the spring brew. Decides next month.",
            "Asked for an offer for five tonnes a year.",
            "Takes the sample. Calls us when the brew is in the tank.",
            "Likes the idea, needs the price for two years in writing.",
        ],
        "closed" => &[
            "Ordered the trial pallet, delivery in three weeks.",
            "Agreed on four tonnes a year.",
            "Switches one beer over, first order taken.",
            "Order by email arrived while we talked. Very pleasant.",
        ],
        _ => &[],
    }
}

/// What is to be done at a promised time.
pub(super) const PROMISES: [&str; 8] = [
    "Speak with the head brewer.",
    "Ask whether the spec sheet arrived.",
    "Go through the price list together.",
    "Settle the date of the trial brew.",
    "Owner is back, ask for a decision.",
    "Confirm tonnes a year and bag size.",
    "Call the direct line, not the restaurant.",
    "Ask how the samples were.",
];

/// Notes on a lead.
pub(super) const NOTES: [&str; 10] = [
    "Best reached after two in the afternoon.",
    "Ask for the head brewer; the restaurant cannot transfer calls.",
    "Website lists mostly lager: pilsner malt is the way in.",
    "Prefers email first. Sent the introduction, call in a few days.",
    "Spoke with the office: two people decide together.",
    "Batch size is about 20 hl, so one pallet lasts for a while.",
    "Speaks slowly on purpose, give it time. Knows a lot about barley.",
    "Delivery only through the back yard, not before eight.",
    "Sent price list and spec sheet by email.",
    "Asked who else we deliver to nearby.",
];
