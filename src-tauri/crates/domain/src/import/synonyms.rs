//! What export tools and people call their columns.
//!
//! Names are compared without case, accents, blanks and punctuation: `First Name`, `first_name`,
//! `firstName` and `FIRST-NAME` are one name. Within a field the earlier name wins, so a file with both
//! `Email` and `Work Email` gives the address its owner trusts most.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::LeadField;

/// A header without case, accents, blanks and punctuation.
pub(super) fn fold(header: &str) -> String {
    header
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric())
        .map(|c| if c == 'ß' { 's' } else { c })
        .collect()
}

/// The field a folded header names, and how good a name it is (0 is best).
pub(super) fn lookup(folded: &str) -> Option<(LeadField, usize)> {
    SYNONYMS
        .iter()
        .find_map(|(field, names)| names.iter().position(|name| *name == folded).map(|rank| (*field, rank)))
}

/// Sources, by their own export: Apollo (`Title`, `# Employees`, `Person Linkedin Url`), HubSpot (`Job
/// Title`, `Company name`, `Website URL`, `Twitter Username`), PhantomBuster and Sales Navigator
/// (`fullName`, `linkedInProfileUrl`, `defaultProfileUrl`, `titleDescription`), Waalaxy (`occupation`,
/// `linkedinUrl`, `company_name`), LinkedIn's own (`Email Address`, `Position`).
#[rustfmt::skip] // a table reads better than a column
const SYNONYMS: &[(LeadField, &[&str])] = &[
    (LeadField::Name, &[
        "fullname", "name", "contactname", "personname", "displayname", "leadname", "prospectname",
        "contact", "person", "vollstandigername", "vollername", "nombrecompleto", "nomcomplet",
        "prenometnom", "nomprenom", "ansprechpartner", "kontakt",
    ]),
    (LeadField::FirstName, &[
        "firstname", "givenname", "forename", "contactfirstname", "leadfirstname", "fname", "vorname",
        "prenom", "nombre", "primernombre",
    ]),
    (LeadField::LastName, &[
        "lastname", "surname", "familyname", "contactlastname", "leadlastname", "lname", "nachname",
        "familienname", "apellidos", "apellido", "nomdefamille", "nom",
    ]),
    (LeadField::Role, &[
        "jobtitle", "title", "role", "position", "currentposition", "currentjobtitle", "occupation",
        "job", "linkedinjobtitle", "persontitle", "currenttitle", "headlinetitle", "stelle",
        "berufsbezeichnung", "funktion", "rolle", "cargo", "puesto", "puestodetrabajo", "poste",
        "fonction", "intituledeposte", "titredeposte", "intituleduposte",
    ]),
    (LeadField::Company, &[
        "companyname", "company", "currentcompany", "currentcompanyname", "organization",
        "organisation", "organizationname", "organisationname", "accountname", "account", "employer",
        "associatedcompany", "companynameforemails", "primarycompany", "firma", "firmenname",
        "unternehmen", "unternehmensname", "empresa", "nombredelaempresa", "compania", "entreprise",
        "nomdelentreprise", "societe", "nomdelasociete",
    ]),
    (LeadField::Industry, &[
        "industry", "companyindustry", "sector", "industries", "vertical", "linkedinindustry",
        "branche", "industrie", "industria", "secteur", "secteurdactivite", "sectordeactividad",
    ]),
    (LeadField::Bio, &[
        "bio", "summary", "about", "biography", "linkedinbio", "twitterbio", "headline",
        "linkedinheadline", "profilesummary", "description", "linkedindescription", "titledescription",
        "uberuns", "beschreibung", "biografie", "biografia", "descripcion", "resumen", "apropos",
        "biographie",
    ]),
    (LeadField::Location, &[
        "location", "personlocation", "city", "linkedinlocation", "country", "countryregion", "state",
        "region", "ort", "stadt", "standort", "land", "ubicacion", "ciudad", "pais", "localisation",
        "lieu", "ville", "pays",
    ]),
    (LeadField::Website, &[
        "website", "companywebsite", "websiteurl", "companydomain", "domain", "companydomainname",
        "homepage", "companysite", "webpage", "webseite", "internetseite", "sitioweb", "paginaweb",
        "siteweb", "siteinternet",
    ]),
    (LeadField::Language, &[
        "language", "preferredlanguage", "lang", "locale", "languages", "sprache", "idioma", "langue",
    ]),
    (LeadField::Followers, &[
        "followers", "followerscount", "followercount", "numberoffollowers", "twitterfollowers",
        "xfollowers", "linkedinfollowerscount", "linkedinfollowers", "twitterfollowercount",
        "seguidores", "abonnes", "abonnenten",
    ]),
    (LeadField::CompanySize, &[
        "employees", "numberofemployees", "companysize", "employeecount", "companyemployeecount",
        "headcount", "companyheadcount", "companyemployees", "estimatednumemployees",
        "linkedincompanysize", "noofemployees", "mitarbeiter", "mitarbeiterzahl", "anzahlmitarbeiter",
        "unternehmensgrosse", "unternehmensgrose", "empleados", "numerodeempleados",
        "tamanodelaempresa", "effectif", "tailledelentreprise", "nombredesalaries", "nombredemployes",
    ]),
    (LeadField::X, &[
        "xhandle", "twitterhandle", "x", "twitter", "twitterusername", "xusername", "xurl",
        "twitterurl", "xprofile", "twitterprofile", "twitterprofileurl", "xprofileurl",
        "persontwitterurl", "linkedintwitter", "xtwitter", "twitterx",
    ]),
    (LeadField::Telegram, &[
        "telegramhandle", "telegram", "telegramusername", "telegramurl", "telegramlink",
        "telegramprofile", "telegramuser", "tg", "tghandle", "tgusername", "telegramname",
        "telegrambenutzername", "usuariodetelegram",
    ]),
    (LeadField::Email, &[
        "email", "emailaddress", "workemail", "businessemail", "professionalemail", "proemail",
        "companyemail", "primaryemail", "mail", "contactemail", "leademail", "personemail",
        "personalemail", "secondaryemail", "tertiaryemail", "emailadresse", "mailadresse", "correo",
        "correoelectronico", "adresseemail", "adressemail", "courriel", "adresseelectronique",
    ]),
    (LeadField::Linkedin, &[
        "defaultprofileurl", "linkedinprofileurl", "personlinkedinurl", "linkedinurl", "linkedin",
        "linkedinprofile", "linkedinprofilelink", "linkedinlink", "linkedinpublicprofileurl",
        "linkedinpublicurl", "publicprofileurl", "contactlinkedinurl", "linkedincontactprofileurl",
        "personallinkedinurl", "linkedinbioprofile", "linkedinprofil", "perfildelinkedin",
        "profillinkedin", "salesnavigatorurl", "linkedinsalesnavigatorurl",
    ]),
    (LeadField::Post, &[
        "post", "posttext", "postcontent", "recentpost", "lastpost", "latestpost", "tweet", "tweettext",
        "tweetcontent", "lasttweet", "latesttweet", "message", "comment", "commenttext", "content",
        "text", "beitrag", "letzterbeitrag", "publicacion", "ultimapublicacion", "publication",
        "dernierepublication",
    ]),
    (LeadField::PostUrl, &[
        "posturl", "postlink", "recentposturl", "lastposturl", "tweeturl", "tweetlink", "linktopost",
        "sourcelink", "commenturl", "beitragslink", "beitragsurl", "urldelapublicacion",
        "lienpublication", "liendelapublication",
    ]),
    (LeadField::PostedAt, &[
        "postedat", "postdate", "posttimestamp", "recentpostdate", "lastpostdate", "tweetdate",
        "tweetedat", "publishedat", "posttime", "beitragsdatum", "veroffentlichtam",
        "fechadepublicacion", "datedepublication", "datepublication",
    ]),
];

/// Columns about the company, or by the rep, that must not be taken for the person: two colleagues
/// would share the handle and become one lead, a private note would be quoted as the lead's words.
pub(super) fn is_about_someone_else(folded: &str) -> bool {
    const STARTS: &[&str] = &[
        "companylinkedin",
        "companytwitter",
        "companyfacebook",
        "companyx",
        "companyemail",
        "organizationlinkedin",
    ];
    const ENDS: &[&str] = &["owner", "owneremail", "ownerid", "status", "source", "confidence", "verifiedat"];
    const WHOLE: &[&str] = &[
        "companyurl",
        "regularcompanyurl",
        "accountowner",
        "companyid",
        // the rep's own words, and those of our error file
        "note",
        "notes",
        "notizen",
        "notas",
        "keywords",
        "technologies",
        "tags",
        "lists",
        "line",
        "reason",
    ];
    let own = lookup(folded).is_some();
    !own && (STARTS.iter().any(|s| folded.starts_with(s))
        || ENDS.iter().any(|s| folded.ends_with(s))
        || WHOLE.contains(&folded))
}
