//! Real export shapes are understood; every bad file is answered with a sentence.

use sdr_connectors::csv::{CsvError, CsvFile, CsvFiles, write_errors};
use sdr_domain::import::LeadField as F;
use sdr_domain::lead::NewLead;
use sdr_domain::text::HandleKind;
use sdr_ports::lead_file::{FilePreview, LeadFiles, RowRejection};

use crate::data;

fn preview(name: &str) -> FilePreview {
    CsvFile::open(&data(name)).unwrap().preview(None).unwrap()
}

fn fields(preview: &FilePreview) -> Vec<(&str, F)> {
    preview
        .columns
        .iter()
        .filter(|column| column.field != F::Ignore)
        .map(|column| (column.header.as_str(), column.field))
        .collect()
}

fn leads(name: &str) -> (Vec<NewLead>, Vec<RowRejection>) {
    let file = CsvFile::open(&data(name)).unwrap();
    let mapping: Vec<F> = file.preview(None).unwrap().columns.iter().map(|column| column.field).collect();
    let (mut leads, mut rejected) = (Vec::new(), Vec::new());
    for chunk in file.chunks(&mapping, 3).unwrap() {
        let chunk = chunk.unwrap();
        assert!(chunk.leads.len() + chunk.rejected.len() <= 3);
        leads.extend(chunk.leads.into_iter().map(|(_, lead)| lead));
        rejected.extend(chunk.rejected);
    }
    (leads, rejected)
}

fn handle(lead: &NewLead, kind: HandleKind) -> Option<&str> {
    lead.handles.iter().find(|handle| handle.kind() == kind).map(sdr_domain::text::Handle::value)
}

fn error(name: &str) -> CsvError {
    match CsvFile::open(&data(name)) {
        Err(error) => error,
        Ok(file) => file.preview(None).unwrap_err(),
    }
}

#[test]
fn an_apollo_export_imports_as_it_is() {
    let preview = preview("apollo.csv");
    assert_eq!((preview.rows, preview.accepted, preview.rejected_count), (25, 25, 0));
    assert_eq!(
        fields(&preview),
        [
            ("First Name", F::FirstName),
            ("Last Name", F::LastName),
            ("Title", F::Role),
            ("Company Name", F::Company),
            ("Email", F::Email),
            ("# Employees", F::CompanySize),
            ("Industry", F::Industry),
            ("Person Linkedin Url", F::Linkedin),
            ("Website", F::Website),
            ("City", F::Location),
            ("Telegram", F::Telegram),
            ("Recent Post", F::Post),
        ]
    );
    assert!(preview.columns.iter().all(|column| column.certain), "{:?}", preview.columns);
    let (leads, _) = leads("apollo.csv");
    let priya = leads.iter().find(|lead| lead.profile.name == "Priya Nair").unwrap();
    assert_eq!(handle(priya, HandleKind::Telegram), Some("priya_nair_ops"));
    assert_eq!(handle(priya, HandleKind::Email), Some("priya.nair@harbourline.example"));
    assert!(priya.posts[0].text.contains("one spreadsheet"));
    let nadia = leads.iter().find(|lead| lead.profile.name == "Nadia Haddad").unwrap();
    assert_eq!(handle(nadia, HandleKind::Email), None, "an address that was not unlocked is none");
    assert!(handle(nadia, HandleKind::X).is_none(), "the company's account is not the person's");
}

#[test]
fn a_hubspot_export_imports_as_it_is() {
    let preview = preview("hubspot.csv");
    assert_eq!((preview.rows, preview.delimiter), (25, ','));
    let fields = fields(&preview);
    for expected in [
        ("Job Title", F::Role),
        ("Company name", F::Company),
        ("Twitter Username", F::X),
        ("LinkedIn URL", F::Linkedin),
        ("Preferred language", F::Language),
        ("Follower Count", F::Followers),
        ("Website URL", F::Website),
    ] {
        assert!(fields.contains(&expected), "{expected:?} in {fields:?}");
    }
    // One contact has neither e-mail nor any other handle but LinkedIn.
    assert_eq!(preview.accepted, 25, "{:?}", preview.rejected);
}

#[test]
fn a_sales_navigator_export_uses_the_public_profile() {
    let preview = preview("sales-navigator.csv");
    assert_eq!((preview.rows, preview.accepted), (25, 25));
    let (leads, _) = leads("sales-navigator.csv");
    assert_eq!(
        handle(&leads[0], HandleKind::Linkedin),
        Some("https://www.linkedin.com/in/priya-nair-example/")
    );
    assert!(leads[0].profile.bio.as_deref().unwrap().contains("spreadsheet"));
}

#[test]
fn a_waalaxy_export_with_semicolons_brings_telegram_and_posts() {
    let preview = preview("waalaxy.csv");
    assert_eq!((preview.delimiter, preview.rows, preview.accepted), (';', 25, 25));
    let (leads, _) = leads("waalaxy.csv");
    assert_eq!(handle(&leads[1], HandleKind::Telegram), Some("tomas_lindqvist"));
    assert!(leads[1].posts[0].url.as_deref().unwrap().starts_with("https://www.linkedin.com/feed/"));
    assert!(leads[1].posts[0].posted_at.is_some());
}

#[test]
fn the_same_people_come_out_of_every_encoding_and_delimiter() {
    for (name, encoding, delimiter) in [
        ("bad/bom.csv", "UTF-8", ','),
        ("bad/semicolon.csv", "UTF-8", ';'),
        ("bad/utf16.csv", "UTF-16LE", '\t'),
        ("bad/latin1.csv", "windows-1252", ';'),
    ] {
        let preview = preview(name);
        assert_eq!((preview.encoding.as_str(), preview.delimiter), (encoding, delimiter), "{name}");
        assert_eq!((preview.rows, preview.accepted), (8, 8), "{name}");
        let (leads, _) = leads(name);
        assert_eq!(leads[4].profile.name, "Lucía Fernández", "{name}");
        assert_eq!(leads[3].profile.company.as_deref(), Some("Weber & Söhne Spedition"), "{name}");
        let warned = preview.warnings.iter().any(|warning| warning.contains("CSV UTF-8"));
        assert_eq!(warned, name == "bad/latin1.csv", "{name}: {:?}", preview.warnings);
    }
}

#[test]
fn utf16_without_a_mark_and_big_endian_are_read() {
    let text = "Name,Email\nAna Ruiz,ana@example.com\n";
    for big in [false, true] {
        let unit = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
        let bytes: Vec<u8> = text.encode_utf16().flat_map(unit).collect();
        let preview = CsvFile::from_bytes(bytes).unwrap().preview(None).unwrap();
        assert_eq!(preview.accepted, 1);
        assert_eq!(preview.encoding, if big { "UTF-16BE" } else { "UTF-16LE" });
    }
}

#[test]
fn an_excel_hint_old_mac_line_ends_and_a_late_accent_are_read() {
    let hinted = CsvFile::from_bytes(*b"sep=;\r\nName;Email\r\nRuiz, Ana;ana@example.com\r\n").unwrap();
    let preview = hinted.preview(None).unwrap();
    assert_eq!((preview.delimiter, preview.accepted), (';', 1));

    let mac = CsvFile::from_bytes(*b"Name,Email\rAna,ana@example.com\rBo,nothing\r").unwrap();
    let preview = mac.preview(None).unwrap();
    assert_eq!((preview.accepted, preview.rejected[0].line), (1, 3));

    let mut late = b"Name,Email\n".to_vec();
    for row in 0..20_000 {
        late.extend_from_slice(format!("Ana {row},ana{row}@example.com\n").as_bytes());
    }
    late.extend_from_slice(b"J\xfcrgen,juergen@example.com\n");
    let file = CsvFile::from_bytes(late).unwrap();
    assert_eq!(file.encoding(), "windows-1252");
}

#[test]
fn files_that_are_no_lists_are_refused_with_what_to_do() {
    for (name, code, words) in [
        ("bad/empty.csv", "empty", "Export it again"),
        ("bad/header-only.csv", "header_only", "no rows"),
        ("bad/binary.xlsx-like", "excel", "save it as CSV"),
    ] {
        let error = error(name);
        assert_eq!(error.code(), code);
        assert!(error.to_string().contains(words), "{error}");
    }
    for bytes in [&b"%PDF-1.7\n"[..], b"\x1f\x8b\x08", b"Name,Email\nAna\0\0,\0x\n"] {
        assert!(matches!(CsvFile::from_bytes(bytes), Err(CsvError::Binary)));
    }
    assert!(matches!(CsvFile::from_bytes(*b"\n\r\n\n"), Err(CsvError::Empty)));
    assert!(matches!(CsvFile::from_bytes(*b"\xef\xbb\xbf"), Err(CsvError::Empty)));
    let gone = CsvFiles.preview(&data("no-such-file.csv"), None).unwrap_err();
    assert_eq!(gone.code, "unreadable");
}

#[test]
fn a_quote_that_never_closes_is_named_by_line_and_the_rows_before_it_count() {
    let preview = preview("bad/unclosed-quote.csv");
    assert_eq!((preview.accepted, preview.rejected_count), (3, 1));
    assert_eq!(preview.rejected[0].line, 5);
    assert!(preview.rejected[0].reason.contains("opens in line 5"), "{}", preview.rejected[0].reason);

    let inside =
        CsvFile::from_bytes(*b"Name,Bio,Email\nAna,\"two\nlines\",a@example.com\nBo,x,\"open\n\n").unwrap();
    let preview = inside.preview(None).unwrap();
    assert_eq!((preview.accepted, preview.rejected[0].line), (1, 4), "blank and quoted lines count");

    let at_once = CsvFile::from_bytes(*b"Name,Email\n\"Ana,ana@example.com\n").unwrap();
    let error = at_once.preview(None).unwrap_err();
    assert!(matches!(error, CsvError::UnclosedQuote { line: 2 }), "{error}");
    let header = CsvFile::from_bytes(*b"Name,\"Email\nAna,ana@example.com\n").unwrap_err();
    assert!(matches!(header, CsvError::UnclosedQuote { line: 1 }), "{header}");
}

#[test]
fn an_open_quote_in_a_huge_file_ends_at_one_megabyte() {
    let mut bytes = b"Name,Email\nAna,ana@example.com\n\"Bo,bo@example.com\n".to_vec();
    bytes.resize(3 * 1024 * 1024, b'x');
    let preview = CsvFile::from_bytes(bytes).unwrap().preview(None).unwrap();
    assert_eq!((preview.accepted, preview.rejected[0].line), (1, 3));
    assert!(preview.rejected[0].reason.contains("longer than 1 MB"));
}

#[test]
fn ragged_rows_come_back_with_their_line_and_blank_rows_do_not_count() {
    let preview = preview("bad/ragged.csv");
    assert_eq!((preview.rows, preview.accepted), (5, 3));
    let lines: Vec<u64> = preview.rejected.iter().map(|row| row.line).collect();
    assert_eq!(lines, [3, 5]);
    assert!(preview.rejected[0].reason.contains("3 cells where the header has 5"));
}

#[test]
fn formulas_are_refused_as_names_and_handles_and_text_elsewhere() {
    let (leads, rejected) = leads("bad/formula.csv");
    let lines: Vec<u64> = rejected.iter().map(|row| row.line).collect();
    assert_eq!(lines, [2, 5, 6]);
    assert!(rejected.iter().all(|row| row.reason.contains("formula")));
    let roles: Vec<_> = leads.iter().map(|lead| lead.profile.role.as_deref().unwrap()).collect();
    assert!(roles[0].starts_with("=HYPERLINK"));
    assert_eq!(roles[2], "@mention");
}

#[test]
fn rows_without_a_handle_say_what_is_missing() {
    let (leads, rejected) = leads("bad/no-handle.csv");
    assert_eq!((leads.len(), rejected.len()), (1, 3));
    assert_eq!(
        rejected[0].reason,
        "no way to reach this person: add an email, X, Telegram or LinkedIn column"
    );
    assert!(rejected[2].reason.contains("the email cell is not valid"));
}

#[test]
fn duplicate_rows_are_valid_rows_with_equal_handles() {
    let (leads, rejected) = leads("bad/duplicates.csv");
    assert!(rejected.is_empty());
    assert_eq!(leads.len(), 5);
    assert_eq!(handle(&leads[0], HandleKind::Email), handle(&leads[1], HandleKind::Email));
    assert_eq!(handle(&leads[0], HandleKind::Telegram), handle(&leads[2], HandleKind::Telegram));
    assert_eq!(leads[3].person_key(), leads[4].person_key());
}

#[test]
fn columns_of_the_same_name_are_told_apart() {
    let preview = preview("bad/duplicate-headers.csv");
    let headers: Vec<_> = preview.columns.iter().map(|column| column.header.as_str()).collect();
    assert_eq!(headers, ["Name", "Email", "Email (2)", "Column 4"]);
    assert!(preview.warnings.iter().any(|warning| warning.contains("Two columns are called \"Email\"")));
}

#[test]
fn a_mapping_is_taken_as_given_and_must_fit_the_file() {
    let file = CsvFile::from_bytes(*b"a,b\nAna,ana@example.com\n").unwrap();
    let given = file.preview(Some(&[F::Name, F::Email])).unwrap();
    assert_eq!(given.accepted, 1);
    let wrong = file.preview(Some(&[F::Name])).unwrap_err();
    assert!(wrong.to_string().contains("2 columns, but 1"), "{wrong}");
    let unnamed = file.preview(Some(&[F::Ignore, F::Ignore])).unwrap();
    assert_eq!((unnamed.accepted, unnamed.warnings.len()), (0, 2), "{:?}", unnamed.warnings);
}

#[test]
fn a_file_without_column_names_is_noticed() {
    let file = CsvFile::from_bytes(*b"Ana Ruiz,ana@example.com\nBo Lind,bo@example.com\n").unwrap();
    let preview = file.preview(None).unwrap();
    assert!(preview.warnings[0].contains("looks like a person"), "{:?}", preview.warnings);
}

#[test]
fn the_error_file_opens_safely_and_can_be_imported_again() {
    let file = CsvFile::open(&data("bad/formula.csv")).unwrap();
    let (_, rejected) = leads("bad/formula.csv");
    let bytes = write_errors(file.headers(), &rejected);
    assert!(bytes.starts_with(b"\xef\xbb\xbfline,reason,Name,"));
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(!text.contains(",=") && !text.contains("\n=") && !text.contains(",@SUM"), "{text}");
    assert!(text.contains("'=cmd|"), "{text}");
    let again = CsvFile::from_bytes(bytes).unwrap().preview(None).unwrap();
    assert_eq!(again.rows, 3);
    assert_eq!((again.columns[0].field, again.columns[1].field), (F::Ignore, F::Ignore));
}

#[test]
fn the_port_stops_reading_when_told_and_never_changes_the_file() {
    let path = data("apollo.csv");
    let before = std::fs::read(&path).unwrap();
    let mapping: Vec<F> =
        CsvFiles.preview(&path, None).unwrap().columns.iter().map(|column| column.field).collect();
    let mut chunks = 0;
    CsvFiles
        .read(&path, &mapping, 10, &mut |chunk| {
            chunks += 1;
            assert_eq!(chunk.leads.len(), 10);
            chunks < 2
        })
        .unwrap();
    assert_eq!(chunks, 2);
    assert_eq!(std::fs::read(&path).unwrap(), before);
}
