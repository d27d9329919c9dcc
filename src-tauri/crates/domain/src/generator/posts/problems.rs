//! Trouble, one list a problem. `{n}` is a small number, `{day}` a day.

type List = &'static [&'static str];

pub(in crate::generator) const REPORTING: List = &[
    "We still build the weekly report by hand: {n} spreadsheets, copy, paste, pray.",
    "Spent {n} hours this week copying numbers between spreadsheets for one management report.",
    "Our {day} reporting takes days and the numbers are out of date before anyone reads them.",
    "Manual reporting is killing us. {n} people, the same spreadsheet, nobody trusts the numbers.",
    "Every month I lose hours to a report that should build itself.",
];

pub(in crate::generator) const LEADS: List = &[
    "We are struggling with lead quality. {n} demos booked this week, two showed up.",
    "Half of the leads in our CRM bounce. My team is wasting mornings on dead contacts.",
    "Our outbound pipeline is drying up and prospecting eats up {n} hours a week per rep.",
    "Sales keeps chasing leads that were never going to buy. I am tired of this pipeline review.",
    "{n} new leads since {day} and not one of them fits. Lead quality is our biggest problem.",
];

pub(in crate::generator) const ONBOARDING: List = &[
    "Onboarding a new client takes us {n} days because every form is retyped by hand.",
    "We are drowning in onboarding checklists. {n} new hires and nobody knows who owns what.",
    "Onboarding is still a mess here: {n} emails before a new customer can even log in.",
    "Our onboarding takes forever and people are frustrated before they start.",
];

pub(in crate::generator) const INVENTORY: List = &[
    "Inventory counts never match the system. {n} stockouts since {day}.",
    "We ran out of our best seller again because the stock numbers are wrong. Inventory is a nightmare.",
    "Struggling with inventory across {n} locations. Overstock here, empty shelves there.",
    "Another weekend counting stock by hand. Our inventory system is out of sync with the warehouse.",
];

pub(in crate::generator) const COMPLIANCE: List = &[
    "Audit in {n} days and we are still chasing evidence by email. Compliance is eating up the whole team.",
    "We failed the audit over a policy nobody had updated. Compliance by spreadsheet does not scale.",
    "Tired of compliance paperwork: {n} signatures for one change.",
    "Our compliance evidence lives in {n} inboxes. I dread the auditor's call.",
];

pub(in crate::generator) const INVOICING: List = &[
    "Month end again: {n} days of reconciling invoices by hand. We are exhausted.",
    "We are chasing {n} overdue invoices and billing still happens in a spreadsheet.",
    "Invoice matching is a bottleneck for us, every error costs us a week.",
    "Our billing team retypes every invoice twice. It is frustrating and full of errors.",
];

pub(in crate::generator) const SUPPORT: List = &[
    "Our support backlog hit {n}00 tickets. The team is overwhelmed and customers wait for days.",
    "We can't keep up with support tickets since {day}. Same {n} questions, over and over.",
    "Support tickets fall through the cracks here because they live in {n} inboxes.",
];

pub(in crate::generator) const CLOUD: List = &[
    "Our cloud bill grew again and we have no visibility into which team causes it.",
    "{n} alerts a night, most of them noise. My on-call engineers are burning out.",
    "Deploys keep breaking and every incident eats up {n} hours of engineering time.",
];

pub(in crate::generator) const DOWNTIME: List = &[
    "Line {n} was down again on {day}. Unplanned downtime is killing us this quarter.",
    "We still plan maintenance on a whiteboard and machines fail at the worst moment. So frustrating.",
    "{n} hours of downtime because a spare part was not in stock. We need to fix our maintenance planning.",
];

pub(in crate::generator) const QUALITY: List = &[
    "Scrap rate is up again and our inspection notes are on paper. We find defects too late.",
    "{n} returns this week for the same defect. Our quality checks are by hand and error prone.",
    "We are drowning in rework. By the time quality sees the data it is {n} days old.",
];

pub(in crate::generator) const SCHEDULING: List = &[
    "Spent {day} evening rebuilding the shift schedule for {n} people. By hand. Again.",
    "Scheduling is chaos here, {n} no-shows and nobody updated the calendar.",
    "Our appointment scheduling takes us hours every week and still double books.",
];

pub(in crate::generator) const INTAKE: List = &[
    "Patient intake on paper takes us {n} minutes each and someone retypes it all at night.",
    "Our patient waitlist is out of control and referrals get lost between {n} systems.",
    "Nurses here spend hours every week on charting instead of patients. It is frustrating.",
];

pub(in crate::generator) const SHIPPING: List = &[
    "{n} shipments late since {day} and our customers hear it from the carrier first. We have no visibility.",
    "We are still chasing carriers by phone for every ETA. Dispatch is overwhelmed.",
    "Demurrage charges are costing us a fortune because freight papers arrive too late.",
    "Our dispatchers plan {n} routes by hand every morning. It does not scale.",
];

pub(in crate::generator) const DATA_ENTRY: List = &[
    "We retype the same order into {n} systems. Manual data entry is a waste of time.",
    "My team spends hours every week on data entry because nothing talks to our legacy system.",
    "Copy, paste, repeat. {n} hours of manual entry on {day} and still errors in every file.",
];
