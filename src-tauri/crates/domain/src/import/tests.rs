//! Which column means what, and which rows make a lead.

use proptest::prelude::*;

use super::*;
use crate::text::{HandleError, HandleKind};
use LeadField as F;

fn fields(headers: &[&str]) -> Vec<LeadField> {
    suggest(headers, &[]).into_iter().map(|(field, _)| field).collect()
}

fn read(mapping: &[LeadField], cells: &[&str]) -> Result<ReadRow, RowError> {
    read_row(mapping, cells.iter().copied())
}

#[test]
fn every_field_survives_its_word() {
    for field in F::ALL {
        assert_eq!(field.as_str().parse(), Ok(field));
        assert_eq!(serde_json::to_string(&field).unwrap(), format!("\"{}\"", field.as_str()));
    }
    assert!("phone".parse::<LeadField>().is_err());
}

#[test]
fn an_apollo_export_is_understood_and_the_companys_accounts_are_left_alone() {
    let headers = [
        "First Name",
        "Last Name",
        "Title",
        "Company Name",
        "Email",
        "Email Status",
        "# Employees",
        "Industry",
        "Person Linkedin Url",
        "Website",
        "Company Linkedin Url",
        "Facebook Url",
        "Twitter Url",
        "City",
        "Country",
        "Secondary Email",
        "Telegram",
    ];
    assert_eq!(
        fields(&headers),
        [
            F::FirstName,
            F::LastName,
            F::Role,
            F::Company,
            F::Email,
            F::Ignore,
            F::CompanySize,
            F::Industry,
            F::Linkedin,
            F::Website,
            F::Ignore,
            F::Ignore,
            F::Ignore,
            F::Location,
            F::Ignore,
            F::Ignore,
            F::Telegram,
        ]
    );
}

#[test]
fn a_hubspot_export_is_understood_in_any_order_and_case() {
    let headers = [
        "TWITTER USERNAME",
        "job title",
        "Record ID",
        "E-mail",
        "company name",
        "FIRST NAME",
        "last name",
        "Website URL",
    ];
    assert_eq!(
        fields(&headers),
        [F::X, F::Role, F::Ignore, F::Email, F::Company, F::FirstName, F::LastName, F::Website]
    );
}

#[test]
fn sales_navigator_and_phantombuster_prefer_the_public_profile_over_the_sales_link() {
    let headers =
        ["profileUrl", "fullName", "name", "companyName", "companyUrl", "linkedInProfileUrl", "timestamp"];
    let samples = vec![
        vec!["https://www.linkedin.com/sales/lead/ACwAAB,NAME_SEARCH,x1"],
        vec!["Ana Ruiz"],
        vec!["Ana Ruiz"],
        vec!["Example Freight"],
        vec!["https://www.linkedin.com/sales/company/123"],
        vec!["https://www.linkedin.com/in/ana-ruiz-example"],
        vec!["2026-11-20T10:00:00Z"],
    ];
    let suggested: Vec<_> = suggest(&headers, &samples).into_iter().map(|(field, _)| field).collect();
    assert_eq!(suggested, [F::Ignore, F::Name, F::Ignore, F::Company, F::Ignore, F::Linkedin, F::Ignore]);
}

#[test]
fn german_spanish_and_french_headers_are_known() {
    assert_eq!(
        fields(&["Vorname", "Nachname", "Firma", "E-Mail-Adresse", "Unternehmensgröße", "Branche"]),
        [F::FirstName, F::LastName, F::Company, F::Email, F::CompanySize, F::Industry]
    );
    assert_eq!(
        fields(&["Nombre", "Apellidos", "Empresa", "Correo electrónico", "Cargo"]),
        [F::FirstName, F::LastName, F::Company, F::Email, F::Role]
    );
    assert_eq!(
        fields(&["Prénom", "Nom", "Société", "Adresse e-mail", "Intitulé de poste"]),
        [F::FirstName, F::LastName, F::Company, F::Email, F::Role]
    );
    assert_eq!(fields(&["Nom", "Courriel"]), [F::Name, F::Email], "one half of a name is the whole name");
}

#[test]
fn values_decide_where_the_header_says_nothing_or_something_wrong() {
    let headers = ["A", "B", "C", "LinkedIn", "Website", "Said"];
    let samples = vec![
        vec!["ana@example.com", "", "bo@example.org"],
        vec!["https://t.me/ana_r", "https://t.me/bo_lind"],
        vec!["https://x.com/ana_r"],
        vec!["cy@example.com"],
        vec!["https://www.linkedin.com/in/ana-r"],
        vec!["Spent the whole weekend copying numbers from five carrier portals into one sheet. Again."],
    ];
    let suggested = suggest(&headers, &samples);
    assert_eq!(suggested[0], (F::Email, false));
    assert_eq!(suggested[1], (F::Telegram, false));
    assert_eq!(suggested[2], (F::X, false));
    assert_eq!(suggested[3], (F::Ignore, true), "column A took the e-mail first");
    assert_eq!(suggested[4], (F::Linkedin, false));
    assert_eq!(suggested[5], (F::Post, false));
}

#[test]
fn a_handle_column_whose_values_do_not_fit_is_suggested_without_certainty() {
    let suggested = suggest(&["Telegram", "Email"], &[vec!["+49 170 0000000"], vec!["ana@example.com"]]);
    assert_eq!(suggested, [(F::Telegram, false), (F::Email, true)]);
}

#[test]
fn an_empty_column_gives_way_to_a_filled_one_of_the_same_meaning() {
    let suggested = suggest(&["Email", "Work Email"], &[vec!["", ""], vec!["ana@example.com", ""]]);
    assert_eq!(suggested, [(F::Ignore, true), (F::Email, true)]);
}

#[test]
fn a_first_line_of_data_is_noticed() {
    assert!(looks_like_data(&["Ana Ruiz", "ana@example.com", "Example Freight"]));
    assert!(!looks_like_data(&["Name", "Email", "2025"]));
    assert!(!looks_like_data(&["Who", "Where"]));
}

#[test]
fn a_row_becomes_a_lead_with_clean_fields() {
    let mapping = [
        F::FirstName,
        F::LastName,
        F::Role,
        F::Website,
        F::Followers,
        F::CompanySize,
        F::Telegram,
        F::Email,
        F::Post,
        F::PostUrl,
        F::PostedAt,
        F::Language,
        F::Ignore,
    ];
    let cells = [
        "Priya",
        " Nair ",
        "Head of\u{0} Operations",
        "example.com",
        "12.3K",
        "51-200",
        "https://t.me/Priya_Nair_Ops",
        "PRIYA@example.com",
        "Line one\r\nline two\u{202e}",
        "https://x.com/p/status/1",
        "2026-11-01",
        "en-GB",
        "=1+1",
    ];
    let lead = read(&mapping, &cells).unwrap().lead;
    assert_eq!(lead.profile.name, "Priya Nair");
    assert_eq!(lead.profile.role.as_deref(), Some("Head of Operations"));
    assert_eq!(lead.profile.website.as_deref(), Some("https://example.com/"));
    assert_eq!((lead.profile.followers, lead.profile.company_size), (Some(12_300), Some(51)));
    assert_eq!(lead.profile.language.as_deref(), Some("en"));
    let handles: Vec<_> = lead.handles.iter().map(|h| (h.kind(), h.value())).collect();
    assert_eq!(handles, [(HandleKind::Telegram, "priya_nair_ops"), (HandleKind::Email, "priya@example.com")]);
    assert_eq!(lead.posts[0].text, "Line one\nline two");
    assert_eq!(lead.posts[0].posted_at, Some("2026-11-01T00:00:00Z".parse().unwrap()));
    assert_eq!(lead.posts[0].url.as_deref(), Some("https://x.com/p/status/1"));
}

#[test]
fn a_row_without_any_handle_says_which_columns_would_help() {
    let error = read(&[F::Name, F::Email], &["Ana Ruiz", " "]).unwrap_err();
    assert_eq!(error, RowError::NoHandle);
    assert_eq!(
        error.to_string(),
        "no way to reach this person: add an email, X, Telegram or LinkedIn column"
    );
    let locked = read(&[F::Name, F::Email], &["Ana Ruiz", "email_not_unlocked@domain.com"]);
    assert_eq!(locked.unwrap_err(), RowError::NoHandle);
}

#[test]
fn a_bad_handle_is_dropped_while_another_one_reaches_the_person() {
    let row = read(&[F::Name, F::Telegram, F::Email], &["Ana", "+49 170 000", "ana@example.com"]).unwrap();
    assert_eq!(row.lead.handles.len(), 1);
    assert_eq!(row.dropped, [Dropped { kind: HandleKind::Telegram, error: HandleError::Telegram }]);
    let error = read(&[F::Name, F::Email], &["Ana", "ana at example"]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "no way to reach this person: the email cell is not valid, an e-mail address looks like name@example.com"
    );
}

#[test]
fn a_name_is_needed_from_anywhere() {
    assert_eq!(read(&[F::Name, F::Email], &["-", "ana@example.com"]).unwrap_err(), RowError::NoName);
    let row = read(&[F::LastName, F::Email], &["Ruiz", "ana@example.com"]).unwrap();
    assert_eq!(row.lead.profile.name, "Ruiz");
}

#[test]
fn a_formula_is_refused_as_name_or_handle_and_kept_as_text_elsewhere() {
    for (field, cell) in [
        (F::Name, "=cmd|' /C calc'!A0"),
        (F::FirstName, "+HYPERLINK(\"http://example.com\")"),
        (F::Email, "=1+1@example.com"),
        (F::Telegram, "@SUM(1+1)*cmd"),
        (F::Linkedin, "-cmd"),
    ] {
        let error = read(&[F::Name, F::Email, field], &["Ana", "ana@example.com", cell]).unwrap_err();
        assert_eq!(error, RowError::Formula { field }, "{cell}");
        assert!(error.to_string().contains("replace it with plain text"));
    }
    let row = read(&[F::Name, F::Email, F::Company], &["Ana", "ana@example.com", "=cmd()"]).unwrap();
    assert_eq!(row.lead.profile.company.as_deref(), Some("=cmd()"));
}

#[test]
fn nothing_leaves_as_a_formula() {
    for text in ["=cmd()", "+1", "-1", "@x", "\t=1", "\r=1", "  =1", "＝1"] {
        assert_eq!(export_cell(text), format!("'{text}"));
    }
    assert_eq!(export_cell("a=b"), "a=b");
    assert_eq!(export_cell(""), "");
}

#[test]
fn long_cells_are_bounded_and_markup_stays_text() {
    let long = "x ".repeat(50_000);
    let row = read(&[F::Name, F::Email, F::Bio, F::Post], &[&long, "ana@example.com", &long, &long]).unwrap();
    assert!(row.lead.profile.name.chars().count() <= 200);
    assert!(row.lead.profile.bio.unwrap().chars().count() <= 4_000);
    assert!(row.lead.posts[0].text.chars().count() <= 25_000);
    let markup = read(&[F::Name, F::Linkedin], &["Ana", "linkedin.com/in/ana\"><script>"]).unwrap_err();
    assert!(matches!(markup, RowError::InvalidHandle { kind: HandleKind::Linkedin, .. }));
}

#[test]
fn two_columns_of_one_field_use_the_first_filled_one_and_posts_add_up() {
    let row = read(
        &[F::Email, F::Email, F::Name, F::Post, F::Post],
        &["", "ana@example.com", "Ana", "First post", "Second post"],
    )
    .unwrap();
    assert_eq!(row.lead.handles.len(), 1);
    assert_eq!(row.lead.posts.len(), 2);
}

#[test]
fn numbers_and_dates_are_read_as_exports_write_them() {
    for (cell, value) in [
        ("1,234", Some(1_234)),
        ("1.234", Some(1_234)),
        ("120.0", Some(120)),
        ("1.5M", Some(1_500_000)),
        ("10,001+", Some(10_001)),
        ("51 - 200", Some(51)),
        ("about 5", None),
        ("99999999999", None),
        ("-5", None),
    ] {
        assert_eq!(values::number(cell), value, "{cell}");
    }
    let day = Some("2026-11-20T00:00:00Z".parse().unwrap());
    for cell in [
        "2026-11-20",
        "20.11.2026",
        "20/11/2026",
        "11/20/2026",
        "2026-11-20 00:00:00",
        "2026-11-20T00:00:00Z",
    ] {
        assert_eq!(values::instant(cell), day, "{cell}");
    }
    assert_eq!(values::instant("03/04/2026"), None, "two readings");
    assert_eq!(values::instant("yesterday"), None);
}

#[test]
fn only_web_addresses_are_kept_as_addresses() {
    assert_eq!(values::web_address("example.com/a").as_deref(), Some("https://example.com/a"));
    for cell in ["javascript:alert(1)", "file:///etc/passwd", "n a", "=cmd()", "http://user:pass@example.com"]
    {
        assert_eq!(values::web_address(cell), None, "{cell}");
    }
}

proptest! {
    #[test]
    fn no_row_of_any_content_breaks_the_reader(cells in prop::collection::vec(".*", 0..20)) {
        let headers: Vec<&str> = cells.iter().map(String::as_str).collect();
        let samples: Vec<Vec<&str>> = headers.iter().map(|cell| vec![*cell]).collect();
        let _ = suggest(&headers, &samples);
        if let Ok(row) = read_row(&F::ALL, headers.iter().copied()) {
            prop_assert!(!row.lead.profile.name.trim().is_empty());
            prop_assert!(!row.lead.handles.is_empty());
            prop_assert!(!row.lead.profile.name.chars().any(char::is_control));
        }
    }

    #[test]
    fn an_exported_cell_never_starts_a_formula(text in ".*") {
        let cell = export_cell(&text);
        let first = cell.trim_start_matches(' ').chars().next();
        prop_assert!(!matches!(first, Some('=' | '+' | '-' | '@' | '\t' | '\r')));
    }
}
