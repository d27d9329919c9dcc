//! The time zone of a lead, as far as the place on their profile tells.
//!
//! A place that is not in the table, or a country of several zones without a city or state, gives nothing:
//! then the SDR's own hours decide alone. A guess would be worse.

use jiff::tz::TimeZone;

/// Places and their zones: countries of one zone, and cities, states and provinces of the others,
/// parted by bars.
const PLACES: &[(&str, &str)] = &[
    (
        "Europe/London",
        "united kingdom|uk|england|scotland|wales|northern ireland|great britain|london|manchester|birmingham|edinburgh|glasgow|bristol|leeds|cambridge uk|oxford",
    ),
    ("Europe/Dublin", "ireland|dublin|cork"),
    ("Europe/Lisbon", "lisbon|lisboa|porto"),
    ("Europe/Madrid", "madrid|barcelona|valencia|sevilla|seville|malaga|bilbao"),
    ("Europe/Paris", "paris|lyon|marseille|toulouse|nantes|lille|bordeaux"),
    ("Europe/Brussels", "belgium|belgique|brussels|bruxelles|antwerp|ghent"),
    (
        "Europe/Amsterdam",
        "netherlands|the netherlands|nederland|holland|amsterdam|rotterdam|utrecht|eindhoven|the hague|den haag",
    ),
    ("Europe/Luxembourg", "luxembourg"),
    (
        "Europe/Berlin",
        "germany|deutschland|berlin|munich|munchen|hamburg|frankfurt|cologne|koln|stuttgart|dusseldorf|leipzig|dresden|bremen|hannover|nuremberg|nurnberg",
    ),
    ("Europe/Zurich", "switzerland|schweiz|suisse|zurich|geneva|geneve|basel|bern|lausanne"),
    ("Europe/Vienna", "austria|osterreich|vienna|wien|graz|linz|salzburg"),
    ("Europe/Rome", "italy|italia|rome|roma|milan|milano|turin|torino|bologna|naples|florence"),
    ("Europe/Copenhagen", "denmark|danmark|copenhagen|kobenhavn|aarhus"),
    ("Europe/Oslo", "norway|norge|oslo|bergen|trondheim"),
    ("Europe/Stockholm", "sweden|sverige|stockholm|gothenburg|goteborg|malmo"),
    ("Europe/Helsinki", "finland|suomi|helsinki|espoo|tampere"),
    ("Europe/Tallinn", "estonia|tallinn|tartu"),
    ("Europe/Riga", "latvia|riga"),
    ("Europe/Vilnius", "lithuania|vilnius|kaunas"),
    ("Europe/Warsaw", "poland|polska|warsaw|warszawa|krakow|wroclaw|gdansk|poznan|lodz"),
    ("Europe/Prague", "czechia|czech republic|prague|praha|brno"),
    ("Europe/Bratislava", "slovakia|bratislava"),
    ("Europe/Budapest", "hungary|budapest"),
    ("Europe/Ljubljana", "slovenia|ljubljana"),
    ("Europe/Zagreb", "croatia|hrvatska|zagreb"),
    ("Europe/Belgrade", "serbia|belgrade|novi sad"),
    ("Europe/Bucharest", "romania|bucharest|cluj|cluj napoca"),
    ("Europe/Sofia", "bulgaria|sofia"),
    ("Europe/Athens", "greece|athens|thessaloniki"),
    ("Europe/Kyiv", "ukraine|kyiv|kiev|lviv|kharkiv|odesa"),
    ("Europe/Istanbul", "turkey|turkiye|istanbul|ankara|izmir"),
    ("Europe/Moscow", "moscow|saint petersburg|st petersburg"),
    ("Atlantic/Reykjavik", "iceland|reykjavik"),
    ("Europe/Malta", "malta|valletta"),
    ("Asia/Nicosia", "cyprus|nicosia|limassol"),
    ("Asia/Jerusalem", "israel|tel aviv|jerusalem|haifa"),
    ("Asia/Dubai", "united arab emirates|uae|dubai|abu dhabi"),
    ("Asia/Riyadh", "saudi arabia|riyadh|jeddah"),
    ("Asia/Qatar", "qatar|doha"),
    ("Africa/Cairo", "egypt|cairo"),
    ("Africa/Lagos", "nigeria|lagos|abuja"),
    ("Africa/Nairobi", "kenya|nairobi"),
    ("Africa/Johannesburg", "south africa|johannesburg|cape town|durban|pretoria"),
    ("Africa/Casablanca", "morocco|casablanca"),
    ("Africa/Accra", "ghana|accra"),
    ("Asia/Karachi", "pakistan|karachi|lahore|islamabad"),
    (
        "Asia/Kolkata",
        "india|mumbai|delhi|new delhi|bangalore|bengaluru|hyderabad|chennai|pune|kolkata|gurgaon|gurugram|noida|ahmedabad",
    ),
    ("Asia/Colombo", "sri lanka|colombo"),
    ("Asia/Kathmandu", "nepal|kathmandu"),
    ("Asia/Dhaka", "bangladesh|dhaka"),
    ("Asia/Bangkok", "thailand|bangkok"),
    ("Asia/Ho_Chi_Minh", "vietnam|hanoi|ho chi minh city"),
    ("Asia/Jakarta", "jakarta|bandung"),
    ("Asia/Kuala_Lumpur", "malaysia|kuala lumpur"),
    ("Asia/Singapore", "singapore"),
    ("Asia/Manila", "philippines|manila"),
    ("Asia/Hong_Kong", "hong kong"),
    ("Asia/Taipei", "taiwan|taipei"),
    ("Asia/Shanghai", "china|shanghai|beijing|shenzhen|guangzhou|hangzhou"),
    ("Asia/Tokyo", "japan|tokyo|osaka|kyoto"),
    ("Asia/Seoul", "south korea|korea|seoul"),
    ("Australia/Sydney", "sydney|new south wales|nsw|canberra"),
    ("Australia/Melbourne", "melbourne|victoria australia"),
    ("Australia/Brisbane", "brisbane|queensland"),
    ("Australia/Adelaide", "adelaide|south australia"),
    ("Australia/Perth", "perth|western australia"),
    ("Pacific/Auckland", "new zealand|auckland|wellington|christchurch"),
    (
        "America/New_York",
        "new york|nyc|new york city|ny|brooklyn|boston|massachusetts|ma|philadelphia|pennsylvania|washington dc|dc|atlanta|ga|miami|north carolina|nc|charlotte|raleigh|new jersey|nj|connecticut|ct|maryland|md|baltimore|pittsburgh|ohio|oh|columbus|cleveland|cincinnati|detroit|orlando|tampa|vermont|maine|new hampshire|rhode island|south carolina",
    ),
    (
        "America/Chicago",
        "chicago|illinois|il|austin|dallas|houston|san antonio|minneapolis|minnesota|mn|wisconsin|wi|milwaukee|st louis|missouri|mo|new orleans|louisiana|nashville|memphis|iowa|oklahoma|arkansas|alabama|mississippi",
    ),
    (
        "America/Denver",
        "denver|colorado|boulder|utah|ut|salt lake city|new mexico|albuquerque|montana|wyoming",
    ),
    ("America/Phoenix", "phoenix|arizona|az|scottsdale|tucson"),
    (
        "America/Los_Angeles",
        "california|ca|san francisco|sf|bay area|sf bay area|san francisco bay area|silicon valley|los angeles|la|san diego|san jose|palo alto|mountain view|oakland|sacramento|seattle|washington state|wa|portland or|oregon|nevada|nv|las vegas",
    ),
    ("America/Anchorage", "alaska|anchorage"),
    ("Pacific/Honolulu", "hawaii|honolulu"),
    ("America/Toronto", "toronto|ontario|ottawa|montreal|quebec|waterloo ontario"),
    ("America/Winnipeg", "winnipeg|manitoba"),
    ("America/Edmonton", "calgary|edmonton|alberta"),
    ("America/Vancouver", "vancouver|british columbia|bc"),
    ("America/Halifax", "halifax|nova scotia"),
    ("America/Mexico_City", "mexico city|ciudad de mexico|cdmx|guadalajara|monterrey"),
    ("America/Bogota", "colombia|bogota|medellin"),
    ("America/Lima", "peru|lima"),
    ("America/Argentina/Buenos_Aires", "argentina|buenos aires|cordoba argentina"),
    ("America/Montevideo", "uruguay|montevideo"),
    ("America/Santiago", "santiago|santiago de chile"),
    (
        "America/Sao_Paulo",
        "sao paulo|rio de janeiro|belo horizonte|brasilia|curitiba|porto alegre|florianopolis",
    ),
    ("America/Costa_Rica", "costa rica"),
    ("America/Panama", "panama"),
    ("America/Puerto_Rico", "puerto rico|san juan"),
];

/// The zone of a place such as "Munich, Germany"; none when the table does not know it.
pub fn lead_zone(location: Option<&str>) -> Option<TimeZone> {
    zone_name(location?).and_then(|name| TimeZone::get(name).ok())
}

/// The name of the zone. The most exact part of a place comes first, so "Perth, Scotland" needs both to be
/// told from Perth: parts that name different zones give nothing.
pub fn zone_name(location: &str) -> Option<&'static str> {
    let whole = folded(location);
    if whole.chars().count() > 200 {
        return None;
    }
    let mut found: Option<&'static str> = exact(&whole);
    if found.is_some() {
        return found;
    }
    for part in location.split([',', '/', '|', ';', '(', ')', '·', '•']) {
        let Some(zone) = exact(&folded(part)) else { continue };
        if found.is_some_and(|other| other != zone) {
            return None;
        }
        found = Some(zone);
    }
    found
}

fn exact(place: &str) -> Option<&'static str> {
    let place = place.strip_prefix("greater ").unwrap_or(place);
    let place = place.strip_suffix(" area").filter(|_| exact_name(place).is_none()).unwrap_or(place);
    exact_name(place.strip_suffix(" metropolitan").unwrap_or(place))
}

fn exact_name(place: &str) -> Option<&'static str> {
    PLACES.iter().find(|(_, places)| places.split('|').any(|one| one == place)).map(|(zone, _)| *zone)
}

/// Small letters without accents, words parted by one blank.
fn folded(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut out = String::with_capacity(text.len());
    for letter in text.nfd().flat_map(char::to_lowercase) {
        match letter {
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'ß' => out.push_str("ss"),
            'ı' => out.push('i'),
            _ if letter.is_alphanumeric() => out.push(letter),
            _ if unicode_normalization::char::is_combining_mark(letter)
                || letter == '.'
                || letter == '\'' => {}
            _ if !out.is_empty() && !out.ends_with(' ') => out.push(' '),
            _ => {}
        }
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_city_a_country_or_both_give_the_zone() {
        for (place, zone) in [
            ("Berlin", "Europe/Berlin"),
            ("München, Deutschland", "Europe/Berlin"),
            ("KØBENHAVN", "Europe/Copenhagen"),
            ("Bengaluru, India", "Asia/Kolkata"),
            ("San Francisco, CA", "America/Los_Angeles"),
            ("San Francisco Bay Area", "America/Los_Angeles"),
            ("Greater Boston Area", "America/New_York"),
            ("Washington, D.C.", "America/New_York"),
            ("São Paulo, Brazil", "America/Sao_Paulo"),
            ("New York / Remote", "America/New_York"),
        ] {
            assert_eq!(zone_name(place), Some(zone), "{place}");
        }
    }

    #[test]
    fn what_the_table_does_not_know_is_not_guessed() {
        for place in
            ["", "Mars", "United States", "Canada", "Remote", "Berlin / New York", "everywhere, always"]
        {
            assert_eq!(zone_name(place), None, "{place}");
        }
        assert!(lead_zone(None).is_none());
    }

    #[test]
    fn every_zone_of_the_table_exists_and_every_place_is_folded_and_named_once() {
        let mut seen = std::collections::HashSet::new();
        for (zone, places) in PLACES {
            assert!(TimeZone::get(zone).is_ok(), "{zone}");
            for place in places.split('|') {
                assert_eq!(folded(place), place);
                assert!(seen.insert(place), "{place} twice");
            }
        }
    }
}
