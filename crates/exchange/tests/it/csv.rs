//! CSV as people have it: what must be read at the first try, and what must be refused.

use exchange::import::{File, Import, csv};
use exchange::write::{self, tables};
use record::kinds::{Record, Registers};
use record::requirements::Service;
use record::value::Duration;

use super::mutate::never_panics;

const FORTY: &[u8] = include_bytes!("fixtures/forty-services.csv");

fn import(name: &str, text: &str) -> Import {
    let bytes = text.as_bytes();
    csv::import(&[File { name, bytes }])
}

fn filed(import: &Import) -> Registers {
    let mut registers = Registers::default();
    for record in &import.records {
        registers
            .file(record.clone())
            .expect("an importer gives each id once");
    }
    registers
}

fn service(import: &Import, id: &str) -> record::kind::Filed<Service> {
    let found = import.records.iter().find_map(|record| match record {
        Record::Service(service) if &*service.id == id => Some(service.clone()),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no service {id} in {import:#?}"))
}

#[test]
fn forty_services_pasted_are_read_at_the_first_try() {
    let import = csv::import(&[File {
        name: "services/forty-services.csv",
        bytes: FORTY,
    }]);
    assert_eq!(import.complaints, []);
    assert_eq!(import.records.len(), 40);
    let shop = service(&import, "svc-017");
    assert_eq!(shop.envelope.name.as_deref(), Some("Web shop"));
    assert_eq!(shop.envelope.also, ["SVC-017"]);
    assert_eq!(
        shop.envelope.source.as_deref(),
        Some("csv forty-services.csv, row 18")
    );
    let owner = shop.envelope.owner.as_ref().map(|owner| &*owner.text);
    assert_eq!(owner, Some("role/head-of-sales"));
    let targets = shop.item.targets.as_ref().expect("targets were given");
    assert_eq!(targets.rto.map(|rto| rto.within), Some(Duration(7_200)));
    assert_eq!(targets.rpo, Some(Duration(900)));
    let needs: Vec<&str> = shop
        .item
        .requires
        .iter()
        .map(|need| &*need.of[0].text)
        .collect();
    assert_eq!(
        needs,
        ["service/svc-018", "service/svc-020", "service/svc-005"]
    );
    assert_eq!(shop.item.hours, None, "24x7 is what no hours mean");
    assert_eq!(shop.item.tier, Some(1));
    let team = shop
        .item
        .recovery
        .as_ref()
        .and_then(|recovery| recovery.by.clone());
    assert_eq!(team.map(|team| team.text), Some("shop".into()));
    let payroll = service(&import, "svc-035");
    assert_eq!(
        payroll.item.hours.clone().map(|hours| hours.text),
        Some("office".into())
    );
    let ledger = service(&import, "svc-036");
    assert_eq!(&*ledger.item.requires[1].of[0].text, "service/svc-005");
    let reporting = service(&import, "svc-038");
    assert_eq!(&*reporting.item.requires[0].of[0].text, "data-warehouse");
    let said = import.remarks.join("\n");
    assert!(
        said.contains("no row answers to `Data warehouse`"),
        "{said}"
    );
    assert!(said.contains("`TBD` counts as missing (row 13)"), "{said}");
}

#[test]
fn headings_are_matched_as_people_write_them() {
    let text = "Application_Name *;Recovery Time Objective (h);RPO in minutes;\
                depends-on 1;Depends On 2\n\
                Shop;4;15;Bank;Mail\nBank;1.5;;;\nMail;8;n/a;;\n";
    let import = import("list.csv", text);
    assert_eq!(import.complaints, []);
    let shop = service(&import, "shop");
    let targets = shop.item.targets.as_ref().expect("targets were given");
    assert_eq!(targets.rto.map(|rto| rto.within), Some(Duration(14_400)));
    assert_eq!(targets.rpo, Some(Duration(900)));
    let needs: Vec<&str> = shop
        .item
        .requires
        .iter()
        .map(|need| &*need.of[0].text)
        .collect();
    assert_eq!(needs, ["service/bank", "service/mail"]);
    let bank = service(&import, "bank");
    let targets = bank.item.targets.as_ref().expect("a target was given");
    assert_eq!(targets.rto.map(|rto| rto.within), Some(Duration(5_400)));
    assert_eq!(targets.rpo, None, "an empty cell is missing, never zero");
}

#[test]
fn every_delimiter_mark_and_encoding_that_spreadsheets_save_is_read() {
    let plain = "name,rto,owner\nShop,4h,Sales\n\"Ba\nnk\",2h,Finance\n";
    let tabs = plain.replace(',', "\t");
    let semicolons = plain.replace(',', ";").replace('\n', "\r\n");
    let marked = format!("\u{feff}{plain}");
    let declared = format!("sep=|\n{}", plain.replace(',', "|"));
    let titled = format!("Service inventory,,\n,,\n{plain}");
    for text in [plain, &tabs, &semicolons, &marked, &declared, &titled] {
        let import = import("list.csv", text);
        assert_eq!(import.complaints, [], "{text}");
        let rto = service(&import, "shop")
            .item
            .targets
            .as_ref()
            .and_then(|t| t.rto);
        assert_eq!(rto.map(|rto| rto.within), Some(Duration(14_400)), "{text}");
        assert_eq!(import.records.len(), 2, "{text}");
    }
    let mut wide = vec![0xff, 0xfe];
    wide.extend(tabs.encode_utf16().flat_map(u16::to_le_bytes));
    let import = csv::import(&[File {
        name: "unicode.txt",
        bytes: &wide,
    }]);
    assert_eq!((import.complaints.len(), import.records.len()), (0, 2));
}

#[test]
fn a_bare_number_is_a_complaint_that_names_its_cell_and_how_to_mend_it() {
    let import = import("list.csv", "name,rto,mbco\nShop,4,50\nBank,4h,50%\n");
    let texts: Vec<&str> = import
        .complaints
        .iter()
        .map(|(_, c)| c.text.as_str())
        .collect();
    assert_eq!(
        texts,
        [
            "cell B2 (`rto`): `4` has no unit; write `4h` (or `m`, `d`) or name the unit in the \
             heading: `rto (h)`",
            "cell C2 (`mbco`): `50` has no unit; write `50%`, if that is what it means",
        ]
    );
    assert_eq!(
        (
            import.complaints[0].1.at.line,
            import.complaints[0].1.at.column
        ),
        (2, 2)
    );
}

#[test]
fn all_complaints_come_at_once_each_with_its_cell() {
    let text = "kind,name,rto,users\nservice,A,soon,many\nservise,B,,\nservice,A,1h,\n";
    let import = import("list.csv", text);
    let said: Vec<&str> = import
        .complaints
        .iter()
        .map(|(_, c)| c.text.as_str())
        .collect();
    let has = |part: &str| {
        assert!(
            said.iter().any(|text| text.contains(part)),
            "{part}: {said:?}"
        )
    };
    has("cell C2 (`rto`): `soon` is not a duration");
    has("cell D2 (`users`)");
    has("cell A3: unknown kind `servise`; did you mean `service`?");
    has("`A` stands in row 2 before");
    assert_eq!(said.len(), 4);
}

#[test]
fn a_spreadsheet_impact_analysis_becomes_activities_and_draft_impacts() {
    let text = "Business process,MTPD,Financial 1h,Financial 4h,Financial after 24 hours,\
                Reputation (1h),Reputation (4h),Reputation (24h),Legal 1h,Legal 4h,Legal 24h\n\
                Card payments,1d,1,2,4,0,1,3,1,,tbd\n\
                Payroll,5d,,,,,,,,,\n";
    let import = import("bia.csv", text);
    assert_eq!(import.complaints, []);
    let impacts: Vec<_> = import
        .records
        .iter()
        .filter_map(|record| match record {
            Record::Impact(impact) => Some(impact),
            _ => None,
        })
        .collect();
    assert_eq!(import.records.len(), 3, "two activities, one impact");
    let impact = impacts[0];
    assert!(
        !impact.is_approved(),
        "the business has not approved it yet"
    );
    assert_eq!(
        impact.after,
        [Duration(3_600), Duration(14_400), Duration(86_400)]
    );
    assert_eq!(impact.levels["financial"], [1, 2, 4]);
    assert_eq!(impact.levels["reputation"], [0, 1, 3]);
    assert!(
        !impact.levels.contains_key("legal"),
        "judged at one time only"
    );
    assert!(
        import
            .remarks
            .iter()
            .any(|said| said.contains("`legal` is not judged"))
    );
}

#[test]
fn an_impact_analysis_with_a_row_for_each_category_is_read_too() {
    let text =
        "Activity,Category,1h,8h,72h\nBilling,Financial,0,1,3\n,Legal,0,0,2\nClaims,Legal,1,1,x\n";
    let import = import("bia.csv", text);
    let texts: Vec<&str> = import
        .complaints
        .iter()
        .map(|(_, c)| c.text.as_str())
        .collect();
    assert_eq!(texts.len(), 1, "{texts:?}");
    assert!(
        texts[0].starts_with("cell E4 (`72h`): `x` is no level"),
        "{texts:?}"
    );
    let import = self::import("bia.csv", &text.replace(",x", ",2"));
    assert_eq!(import.complaints, []);
    let impact = import.records.iter().find_map(|record| match record {
        Record::Impact(impact) => Some(impact),
        _ => None,
    });
    let impact = impact.expect("billing was judged");
    assert_eq!(impact.levels.len(), 2);
}

#[test]
fn a_mapping_names_columns_kind_and_delimiter() {
    let mapping =
        "columns: { \"Svc Nm\": name, Wiederanlauf: rto }\nkind: component\ndelimiter: \"|\"\n";
    let table = "Svc Nm|Wiederanlauf\nDB, main|4h\n";
    let files = [
        File {
            name: "list.csv",
            bytes: table.as_bytes(),
        },
        File {
            name: "map.yaml",
            bytes: mapping.as_bytes(),
        },
    ];
    let import = csv::import(&files);
    assert_eq!(import.complaints, []);
    let reference: Vec<String> = import.records.iter().map(Record::reference).collect();
    assert_eq!(reference, ["component/db-main"]);
    let wrong = "columns: { x: rtoo }\nkind: servise\nsurplus: 1\n";
    let files = [File {
        name: "map.yaml",
        bytes: wrong.as_bytes(),
    }];
    assert!(!csv::import(&files).complaints.is_empty());
}

#[test]
fn what_is_no_table_is_refused_in_bounded_time() {
    let wide = "a,".repeat(1_000_000);
    let cases: [(&[u8], &str); 6] = [
        (wide.as_bytes(), "1000001 columns"),
        (b"name,rto\nSh\0op,4h\n", "NUL"),
        (b"name\n\xff\xfe\xfd\n", "UTF-8"),
        (b"1,2,3\n4,5,6\n", "no row of headings"),
        (b"\"name,rto\nShop,4h\n", "is never closed"),
        (b"\n", ""),
    ];
    for (bytes, part) in cases {
        let import = csv::import(&[File {
            name: "x.csv",
            bytes,
        }]);
        assert!(import.records.is_empty());
        let said: Vec<&str> = import
            .complaints
            .iter()
            .map(|(_, c)| c.text.as_str())
            .collect();
        assert!(
            said.iter().any(|text| text.contains(part)) || part.is_empty(),
            "{part}: {said:?}"
        );
    }
}

#[test]
fn formulas_are_texts_on_the_way_in_and_out() {
    let names = [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2",
        "@SUM(A1)",
        "\tx",
        "＝1",
        "'=1",
        "''",
        "'tis",
    ];
    let mut registers = Registers::default();
    for (index, name) in names.iter().enumerate() {
        let id = format!("s{index}");
        let service = record::node::Node::map([
            ("kind", record::node::Node::text("service")),
            ("id", record::node::Node::text(id)),
            ("name", record::node::Node::text(*name)),
        ]);
        registers.file(record(&service)).expect("ids differ");
    }
    let table = &tables::of(&registers)[0];
    let text = write::csv::table(table);
    for line in text.lines().skip(1) {
        for cell in line.split(',') {
            let cell = cell.trim_matches('"');
            let risky = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
            assert!(!risky, "{line}");
        }
    }
    let again = import("services.csv", &text);
    assert_eq!(again.complaints, []);
    assert_eq!(filed(&again), registers);
}

fn record(node: &record::node::Node) -> Record {
    let mut complaints = record::complaint::Complaints::new();
    let record = Record::read(node, 0, &mut complaints);
    record.unwrap_or_else(|| panic!("{:?}", complaints.all))
}

/// Records in which every form of a field occurs, and texts that could be mistaken.
pub fn estate() -> Registers {
    let text = include_str!("fixtures/every-form.json");
    let nodes = exchange::read::json::read(text, 1, 10_000).expect("the fixture is JSON");
    let mut registers = Registers::default();
    for node in nodes.as_list().expect("the fixture is a list") {
        registers.file(record(node)).expect("ids differ");
    }
    registers
}

#[test]
fn tables_written_and_read_again_change_nothing() {
    let registers = estate();
    let texts: Vec<(String, String)> = tables::of(&registers)
        .iter()
        .map(|table| (format!("{}.csv", table.name), write::csv::table(table)))
        .collect();
    let files: Vec<File<'_>> = texts
        .iter()
        .map(|(name, text)| File {
            name,
            bytes: text.as_bytes(),
        })
        .collect();
    let again = csv::import(&files);
    assert_eq!(again.complaints, []);
    assert_eq!(filed(&again), registers, "{texts:#?}");
}

#[test]
fn no_two_fields_have_the_same_heading() {
    for about in record::kinds::ALL {
        let mut seen = std::collections::HashSet::new();
        for field in (about.fields)() {
            assert!(
                seen.insert(field.key.replace('-', " ")),
                "{} {}",
                about.name,
                field.key
            );
        }
    }
}

#[test]
fn hostile_tables_do_no_harm() {
    let bia = "Business process,MTPD,Financial 1h,Financial 4h\nPay,1d,1,2\nBill,2d,0,3\n";
    let mapping = "columns: { Svc: name }\nkind: service\n";
    let own = write::csv::table(&tables::of(&estate())[0]);
    let few: Vec<&str> = std::str::from_utf8(FORTY)
        .expect("the sample is text")
        .lines()
        .take(8)
        .collect();
    let few = few.join("\n");
    never_panics(
        &[
            ("list.csv", few.as_bytes()),
            ("map.yaml", mapping.as_bytes()),
        ],
        csv::import,
    );
    never_panics(&[("bia.csv", bia.as_bytes())], csv::import);
    never_panics(&[("own.csv", own.as_bytes())], csv::import);
}
