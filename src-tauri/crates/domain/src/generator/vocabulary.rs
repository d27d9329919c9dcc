//! The vocabulary of the generator: made-up people, companies and what they do. Words only.
//!
//! **Invariant:** names are plain ASCII and unlike each other, so that handles made from them are, too.

use super::posts::problems;

/// Company name endings an industry.
pub(super) const ENDINGS: usize = 6;

/// An industry with its companies, roles and troubles.
#[derive(Debug)]
pub(super) struct Industry {
    /// Its name.
    pub(super) name: &'static str,
    /// Second words of company names.
    pub(super) endings: [&'static str; ENDINGS],
    /// Roles people of this industry have.
    pub(super) roles: &'static [&'static str],
    /// What they write about when something hurts, one list a problem.
    pub(super) problems: &'static [&'static [&'static str]],
}

/// Every industry.
pub(super) const INDUSTRIES: &[Industry] = &[
    Industry {
        name: "Technology",
        endings: ["Software", "Cloud", "Systems", "Labs", "Data", "Digital"],
        roles: &[
            "VP Sales",
            "Head of Sales",
            "Head of Revenue Operations",
            "VP Engineering",
            "CTO",
            "Head of Customer Success",
            "IT Manager",
            "Head of Growth",
            "Sales Operations Manager",
            "Co-founder",
        ],
        problems: &[
            problems::LEADS,
            problems::ONBOARDING,
            problems::SUPPORT,
            problems::REPORTING,
            problems::CLOUD,
        ],
    },
    Industry {
        name: "Manufacturing",
        endings: ["Manufacturing", "Machining", "Components", "Industrial", "Plastics", "Tooling"],
        roles: &[
            "Plant Manager",
            "VP Operations",
            "Production Manager",
            "Head of Quality",
            "Supply Chain Director",
            "Maintenance Manager",
            "Procurement Manager",
            "COO",
        ],
        problems: &[
            problems::DOWNTIME,
            problems::INVENTORY,
            problems::REPORTING,
            problems::QUALITY,
            problems::COMPLIANCE,
        ],
    },
    Industry {
        name: "Healthcare",
        endings: ["Clinics", "Health", "Medical Group", "Care", "Dental", "Diagnostics"],
        roles: &[
            "Practice Manager",
            "Clinic Director",
            "Head of Patient Services",
            "Chief Nursing Officer",
            "Compliance Manager",
            "Director of Operations",
            "IT Director",
            "Revenue Cycle Manager",
        ],
        problems: &[
            problems::SCHEDULING,
            problems::COMPLIANCE,
            problems::INTAKE,
            problems::INVOICING,
            problems::REPORTING,
        ],
    },
    Industry {
        name: "Retail",
        endings: ["Outfitters", "Market", "Home Goods", "Stores", "Apparel", "Grocers"],
        roles: &[
            "Head of E-commerce",
            "Store Operations Manager",
            "Merchandising Director",
            "Inventory Manager",
            "VP Retail Operations",
            "Owner",
            "Customer Service Manager",
            "Head of Marketing",
        ],
        problems: &[
            problems::INVENTORY,
            problems::SUPPORT,
            problems::SCHEDULING,
            problems::REPORTING,
            problems::LEADS,
        ],
    },
    Industry {
        name: "Finance",
        endings: ["Capital", "Credit Union", "Advisors", "Insurance", "Payments", "Wealth"],
        roles: &[
            "CFO",
            "Head of Finance",
            "Compliance Officer",
            "Controller",
            "VP Finance",
            "Risk Manager",
            "Head of Operations",
            "Director of Client Onboarding",
        ],
        problems: &[
            problems::COMPLIANCE,
            problems::INVOICING,
            problems::ONBOARDING,
            problems::REPORTING,
            problems::DATA_ENTRY,
        ],
    },
    Industry {
        name: "Logistics",
        endings: ["Freight", "Logistics", "Carriers", "Warehousing", "Shipping", "Forwarding"],
        roles: &[
            "VP Operations",
            "Logistics Manager",
            "Fleet Manager",
            "Warehouse Manager",
            "Head of Supply Chain",
            "Dispatch Manager",
            "Operations Director",
            "Customs Manager",
        ],
        problems: &[
            problems::SHIPPING,
            problems::REPORTING,
            problems::INVENTORY,
            problems::DATA_ENTRY,
            problems::SCHEDULING,
        ],
    },
];

/// Given names.
pub(super) const FIRST_NAMES: &[&str] = &[
    "Ada", "Amara", "Anton", "Astrid", "Beatriz", "Benedikt", "Bruno", "Camila", "Carla", "Cedric", "Clara",
    "Dario", "Delia", "Dmitri", "Edith", "Elias", "Elina", "Emeka", "Enzo", "Esther", "Fabian", "Farah",
    "Felix", "Fiona", "Freya", "Gabriel", "Greta", "Gustav", "Hana", "Hector", "Helena", "Hugo", "Ibrahim",
    "Ida", "Imani", "Ines", "Ivan", "Jana", "Jasper", "Jonas", "Julia", "Kaia", "Karim", "Katya", "Kenji",
    "Lars", "Leila", "Leon", "Linnea", "Lucia", "Magnus", "Maja", "Malik", "Marta", "Matteo", "Mei", "Milan",
    "Mira", "Nadia", "Naomi", "Niklas", "Noor", "Olga", "Oscar", "Paola", "Pavel", "Petra", "Priya",
    "Quentin", "Rafael", "Renata", "Rohan", "Rosa", "Ruben", "Sabine", "Samir", "Selma", "Silas", "Simone",
    "Sofia", "Stefan", "Tamara", "Tariq", "Thea", "Tobias", "Uma", "Valentin", "Vera", "Viktor", "Wanda",
    "Xavier", "Yara", "Yusuf", "Zara", "Zeno",
];

/// Family names, nine letters at most.
pub(super) const LAST_NAMES: &[&str] = &[
    "Abreu", "Adler", "Alvarez", "Anders", "Aoki", "Arden", "Asante", "Bauer", "Becker", "Bellamy",
    "Bergman", "Bianchi", "Blum", "Bosko", "Brandt", "Calder", "Carver", "Castell", "Chandra", "Cortez",
    "Dahl", "Danso", "Delgado", "Dorn", "Duarte", "Ekman", "Elsner", "Engel", "Faber", "Falk", "Farrow",
    "Fenwick", "Ferro", "Fischer", "Forsyth", "Frost", "Galindo", "Garner", "Gilmore", "Grant", "Greco",
    "Gupta", "Haas", "Hale", "Hansen", "Hartley", "Hayashi", "Heller", "Herrera", "Holm", "Hoyle", "Hughes",
    "Ibarra", "Ivers", "Jansen", "Joshi", "Kamara", "Kaplan", "Keller", "Khan", "Klein", "Koval", "Kruger",
    "Lacey", "Landau", "Larsen", "Leclerc", "Lind", "Lopez", "Lund", "Malik", "Marsh", "Mendes", "Meyer",
    "Moreau", "Morgan", "Moritz", "Nakano", "Nassar", "Navarro", "Ndiaye", "Nolan", "Novak", "Nyberg",
    "Obrien", "Okafor", "Olsen", "Ortega", "Osei", "Park", "Patel", "Pereira", "Petrov", "Pohl", "Quinn",
    "Ramos", "Rask", "Reyes", "Richter", "Rossi", "Roth", "Sandoval", "Sato", "Schmitt", "Serrano", "Shah",
    "Silva", "Skov", "Soler", "Sorensen", "Stark", "Stein", "Strand", "Sutter", "Tanaka", "Thorne", "Torres",
    "Ueda", "Urban", "Valdez", "Vance", "Vargas", "Vogel", "Wagner", "Walsh", "Weiss", "Wilder", "Winter",
    "Wolff", "Yamada", "Zanetti", "Ziegler",
];

/// First words of company names.
pub(super) const PREFIXES: &[&str] = &[
    "Northwind",
    "Bluepeak",
    "Silverline",
    "Greenfield",
    "Harborview",
    "Ironbridge",
    "Lakeside",
    "Maplewood",
    "Oakhurst",
    "Pinecrest",
    "Quarrystone",
    "Redwater",
    "Stonegate",
    "Summitcrest",
    "Tidewater",
    "Valeford",
    "Westbrook",
    "Windmere",
    "Ashgrove",
    "Brightwell",
    "Clearwater",
    "Copperleaf",
    "Eastmoor",
    "Fairhaven",
    "Goldcrest",
    "Hillmark",
    "Juniper",
    "Kestrel",
    "Larkspur",
    "Meridian",
    "Nightingale",
    "Orchard",
    "Palisade",
    "Riverbend",
    "Sagebrush",
    "Thornbury",
    "Umberland",
    "Vantage",
    "Willowmere",
    "Yarrow",
];

/// Where they live.
pub(super) const CITIES: &[&str] = &[
    "Rotterdam",
    "Leeds",
    "Hamburg",
    "Austin",
    "Toronto",
    "Lisbon",
    "Gdansk",
    "Nairobi",
    "Osaka",
    "Valencia",
    "Lyon",
    "Denver",
    "Malmo",
    "Dublin",
    "Singapore",
    "Porto",
    "Columbus",
    "Antwerp",
    "Graz",
    "Brisbane",
];

/// How their bios end.
pub(super) const BIOS: &[&str] = &[
    "Opinions are mine.",
    "Building calm teams.",
    "Always learning from the shop floor.",
    "Runner, reader, spreadsheet survivor.",
    "Ten years in the trade.",
    "I like processes that people follow.",
    "Parent of two, coffee person.",
    "Here to trade notes with peers.",
    "Making things run on time.",
    "Former analyst.",
];
