//! Warnings in every form and in most ways of being wrong.

use continuity::requirements::warning::{Message, NOT_ACTUAL, Severity, Warning};
use exchange::warning::{Reading, read};

fn all(text: &str) -> Reading {
    read(text.as_bytes()).unwrap_or_else(|complaint| panic!("{complaint:?}"))
}

fn one(text: &str) -> Warning {
    let mut reading = all(text);
    assert_eq!(reading.warnings.len(), 1, "{reading:?}");
    reading.warnings.remove(0)
}

fn refused(bytes: &[u8]) -> String {
    read(bytes).expect_err("it is refused").text
}

/// An alert with some header elements and an area of one's own.
fn cap(head: &str, area: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">\
         <identifier>a1</identifier><sender>met@example.org</sender>\
         <sent>2026-11-25T06:00:00+01:00</sent><status>Actual</status><msgType>Alert</msgType>\
         <scope>Public</scope>{head}<info><category>Met</category><event>Storm surge</event>\
         <urgency>Expected</urgency><severity>Severe</severity><certainty>Likely</certainty>\
         <expires>2026-11-26T06:00:00+01:00</expires>\
         <area><areaDesc>Coast</areaDesc>{area}</area></info></alert>"
    )
}

const SQUARE: &str = "<polygon>53,8 53,9 54,9 54,8 53,8</polygon>";

#[track_caller]
fn remarks(warning: &Warning, expected: &str) {
    let found = warning.remarks.iter().any(|it| it.contains(expected));
    assert!(found, "{expected}: {:?}", warning.remarks);
}

#[test]
fn an_alert_in_good_order_needs_no_remark() {
    let warning = one(&cap("", SQUARE));
    assert!(warning.remarks.is_empty(), "{:?}", warning.remarks);
    assert_eq!(warning.severity, Some(Severity::Severe));
    assert_eq!(warning.sent.unwrap().to_string(), "2026-11-25T05:00:00Z");
    assert_eq!(warning.areas[0].polygons[0].rings[0].len(), 5);
}

#[test]
fn order_names_and_words_are_taken_as_they_come() {
    let text = cap("", SQUARE)
        .replace("<severity>Severe</severity>", "<severity>SEVERE</severity>")
        .replace("<scope>Public</scope>", "")
        .replace("<msgType>Alert</msgType>", "<msgtype>Alert</msgtype>")
        .replace("<urgency>Expected</urgency>", "<urgency>Soonish</urgency>")
        .replace("<event>Storm surge</event>", "")
        .replace("</certainty>", "</certainty><event>Storm surge</event>");
    let warning = one(&text);
    for expected in [
        "another order",
        "`scope` is missing",
        "`msgType` is written `msgtype`",
        "`Soonish` is no word for `urgency`",
        "`SEVERE` is written Severe",
    ] {
        remarks(&warning, expected);
    }
    assert_eq!(warning.severity, Some(Severity::Severe));
    assert_eq!(warning.urgency, None);
}

#[test]
fn the_three_versions_are_told_by_their_namespace() {
    for (space, form) in [
        ("http://www.incident.com/cap/1.0", "CAP 1.0"),
        ("urn:oasis:names:tc:emergency:cap:1.1", "CAP 1.1"),
    ] {
        let text = cap("", SQUARE).replace("urn:oasis:names:tc:emergency:cap:1.2", space);
        assert_eq!(one(&text).format, form);
    }
    let prefixed = cap("", SQUARE)
        .replace("<", "<c:")
        .replace("<c:/", "</c:")
        .replace("<c:?", "<?")
        .replace("xmlns=", "xmlns:c=");
    let warning = one(&prefixed);
    assert_eq!(warning.format, "CAP 1.2");
    assert_eq!(warning.event(), Some("Storm surge"));
}

#[test]
fn several_languages_are_one_alert() {
    let text = cap("", SQUARE);
    let (head, rest) = text.split_once("<info>").unwrap();
    let info = rest.strip_suffix("</alert>").unwrap();
    let german = info
        .replace("Storm surge", "Sturmflut")
        .replace("Severe", "Extreme");
    let both = format!(
        "{head}<info><language>de-DE</language>{german}<info><language>en-GB</language>{info}\
         </alert>"
    );
    let warning = one(&both);
    assert_eq!(warning.events, ["Storm surge", "Sturmflut"]);
    assert_eq!(warning.severity, Some(Severity::Extreme));
    assert_eq!(warning.areas.len(), 1);
    remarks(&warning, "2 languages of one alert");
}

#[test]
fn a_cancel_needs_no_info_and_names_what_it_calls_off() {
    let text = cap(
        "<references>met@example.org,a0,2026-11-25T04:00:00+01:00</references>",
        SQUARE,
    )
    .replace("<msgType>Alert", "<msgType>Cancel");
    let (head, _) = text.split_once("<info>").unwrap();
    let warning = one(&format!("{head}</alert>"));
    assert_eq!(warning.message, Message::Cancel);
    assert_eq!(warning.references[0].identifier, "a0");
    assert!(warning.remarks.is_empty(), "{:?}", warning.remarks);
}

#[test]
fn tests_and_exercises_are_said_to_be_none() {
    let exercise = cap("", SQUARE).replace(">Actual<", ">Exercise<");
    let monthly = cap("", SQUARE).replace("Storm surge", "Required Monthly Test");
    for text in [exercise, monthly] {
        assert_eq!(one(&text).remarks[0], NOT_ACTUAL);
    }
}

#[test]
fn what_cannot_be_on_the_globe_is_left_out_and_never_empty() {
    for (area, why) in [
        ("<polygon>8,153 9,153 9,154 8,154</polygon>", ""),
        (
            "<polygon>153,8 153,9 154,9</polygon>",
            "latitude comes first",
        ),
        ("<polygon>53,8 53,9</polygon>", "fewer than three points"),
        ("<polygon>53,8 53,NaN 54,9</polygon>", "no number"),
        ("<polygon>53,8 53;9 54,9</polygon>", "no pair"),
        ("<circle>53,8 -4</circle>", "no radius on the globe"),
        ("<circle>53,8</circle>", "too few numbers"),
        ("<circle>53,8 90000</circle>", "no radius on the globe"),
    ] {
        let warning = one(&cap("", area));
        assert_eq!(warning.areas[0].unread, !why.is_empty(), "{area}");
        if !why.is_empty() {
            remarks(&warning, why);
            assert!(warning.areas[0].polygons.is_empty());
        }
    }
}

#[test]
fn polygons_are_read_as_agencies_write_them() {
    for area in [
        "<polygon>+53,8 53,9, +54,9, 54,8,</polygon>",
        "<polygon>53 8 53 9 54 9 54 8 53 8</polygon>",
    ] {
        let warning = one(&cap("", area));
        remarks(&warning, "it was read all the same");
        assert_eq!(warning.areas[0].polygons.len(), 1);
    }
    let open = one(&cap("", "<polygon>53,8 53,9 54,9</polygon>"));
    remarks(&open, "not closed");
}

#[test]
fn codes_may_stand_in_pairs_and_several_in_one_value() {
    let area = "<geocode><valueName>FIPS6</valueName><value>009007 009009</value>\
                <valueName>UGC</valueName><value>CTZ001</value></geocode>";
    let warning = one(&cap("", area));
    assert_eq!(
        warning.areas[0].codes,
        ["FIPS6:009007", "FIPS6:009009", "UGC:CTZ001"]
    );
}

#[test]
fn a_document_type_is_refused_whatever_it_holds() {
    let laughs = "<!DOCTYPE alert [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]>";
    let outside = "<!DOCTYPE alert SYSTEM \"file:///etc/passwd\">";
    let parameter = "<!DOCTYPE alert [<!ENTITY % p SYSTEM \"http://127.0.0.1:9/x\"> %p;]>";
    for head in [laughs, outside, parameter, "<!DOCTYPE alert>"] {
        let text = cap("", SQUARE).replace("?>\n", &format!("?>\n{head}"));
        assert!(refused(text.as_bytes()).contains("DOCTYPE"), "{head}");
        let wide: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert!(refused(&wide).contains("DOCTYPE"), "{head} in UTF-16");
    }
    let text = cap("", SQUARE).replace("?>", " encoding=\"UTF-7\"?>");
    assert!(refused(text.as_bytes()).contains("UTF-7 is not read"));
}

#[test]
fn an_unknown_entity_is_left_out_and_said() {
    let text = cap("", SQUARE).replace("Storm surge", "Storm&xxe; &amp; surge&#33;");
    let reading = all(&text);
    assert_eq!(reading.warnings[0].event(), Some("Storm & surge!"));
    assert!(
        reading.remarks[0].contains("&xxe;"),
        "{:?}",
        reading.remarks
    );
}

#[test]
fn encodings_that_lie_are_believed_by_their_bytes() {
    let said = |encoding: &str| {
        cap("", SQUARE)
            .replace("?>", &format!(" encoding=\"{encoding}\"?>"))
            .replace("Storm surge", "Überflutung")
    };
    let latin = |text: &str| -> Vec<u8> { text.chars().map(|c| c as u8).collect() };
    let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_be_bytes).collect() };
    for (bytes, lies) in [
        (said("UTF-8").into_bytes(), false),
        (latin(&said("ISO-8859-1")), false),
        (latin(&said("UTF-8")), true),
        (said("ISO-8859-1").into_bytes(), true),
        (said("UTF-16").into_bytes(), true),
        (wide(&said("UTF-16")), false),
        (wide(&said("UTF-8")), true),
    ] {
        let reading = read(&bytes).expect("it is read");
        assert_eq!(reading.warnings[0].event(), Some("Überflutung"));
        assert_eq!(!reading.remarks.is_empty(), lies, "{:?}", reading.remarks);
    }
    assert!(refused(b"<alert>\0</alert>").contains("NUL"));
}

#[test]
fn what_is_not_well_formed_names_its_line() {
    let broken = read(b"<alert>\n<info>\n</alert>").expect_err("it is refused");
    assert_eq!(broken.at.line, 3, "{broken:?}");
    let deep = "<a>".repeat(100_000);
    assert!(refused(deep.as_bytes()).contains("within each other"));
    assert!(refused(b"<html/>").contains("no alert"));
    assert!(refused(b"{\"a\": 1}").contains("no alerts"));
    assert!(refused(b"hello").contains("neither XML nor JSON"));
    assert!(refused(b"").contains("empty"));
    let nested = "[".repeat(1_000_000);
    assert!(read(nested.as_bytes()).is_err());
    assert!(read(b"<alert/>").is_err(), "neither time nor place");
}

#[test]
fn a_million_points_are_one_polygon() {
    let points: Vec<String> = (0..1_000_000)
        .map(|index| {
            let angle = f64::from(index) * std::f64::consts::TAU / 1e6;
            format!("{:.5},{:.5}", 50.0 + angle.sin(), 8.0 + angle.cos())
        })
        .collect();
    let text = cap("", &format!("<polygon>{}</polygon>", points.join(" ")));
    let warning = one(&text);
    assert_eq!(warning.areas[0].polygons[0].rings[0].len(), 1_000_000);
}

#[test]
fn feeds_hold_alerts_their_fields_or_only_point_to_them() {
    let alert = cap("", SQUARE).replace("<?xml version=\"1.0\"?>\n", "");
    let feed = format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:cap=\"urn:x\"><title>t</title>\
         <entry><id>1</id><content type=\"text/xml\">{alert}</content></entry>\
         <entry><id>2</id><updated>2026-11-25T06:00:00Z</updated><title>Wind</title>\
         <author><name>met</name></author><category term=\"x\"/><cap:event>Wind</cap:event>\
         <cap:expires>2026-11-26T06:00:00Z</cap:expires><cap:severity>Minor</cap:severity>\
         <cap:polygon>53,8 53,9 54,9 53,8</cap:polygon></entry>\
         <entry><id>3</id><link href=\"http://127.0.0.1:9/alert.cap\"/></entry></feed>"
    );
    let reading = all(&feed);
    let names: Vec<&str> = reading
        .warnings
        .iter()
        .map(|it| it.identifier.as_str())
        .collect();
    assert_eq!(names, ["a1", "2"]);
    assert_eq!(reading.warnings[1].sender.as_deref(), Some("met"));
    assert!(
        reading.remarks[0].contains("1 of its entries"),
        "{:?}",
        reading.remarks
    );
    let rss = "<rss><channel><item><guid>9</guid><pubDate>Wed, 25 Nov 2026 06:00:00 GMT</pubDate>\
               <title>x</title></item></channel></rss>";
    assert!(all(rss).warnings.is_empty());
}

#[test]
fn the_weather_service_is_read_longitude_first() {
    let text = r#"{"type":"FeatureCollection","features":[{"type":"Feature","id":"u","geometry":
      {"type":"MultiPolygon","coordinates":[[[[8,53],[9,53],[9,54],[8,54],[8,53]],
      [[8.4,53.4],[8.6,53.4],[8.6,53.6],[8.4,53.4]]]]},"properties":{"id":"nws-1",
      "event":"Flood Watch","status":"Actual","messageType":"Update","severity":"Severe",
      "certainty":"Possible","urgency":"Future","sent":"2026-11-25T06:00:00Z",
      "expires":"2026-11-26T06:00:00Z","geocode":{"SAME":["045015"],"UGC":["SCZ045"]},
      "references":[{"identifier":"nws-0","sender":"w","sent":"2026-11-25T05:00:00Z"}]}}]}"#;
    let warning = one(text);
    let rings = &warning.areas[0].polygons[0].rings;
    assert_eq!(
        (rings[0][0].lat, rings[0][0].lon, rings.len()),
        (53.0, 8.0, 2)
    );
    assert_eq!(warning.areas[0].codes, ["SAME:045015", "UGC:SCZ045"]);
    assert_eq!(warning.references[0].identifier, "nws-0");
    assert!(warning.remarks.is_empty(), "{:?}", warning.remarks);
}

#[test]
fn one_quake_under_two_names_is_kept_once() {
    let quake = |id: &str, updated: u64| {
        format!(
            r#"{{"type":"Feature","id":"{id}","geometry":{{"type":"Point","coordinates":
            [139.7,35.7,10]}},"properties":{{"mag":6.5,"place":"near Tokyo","time":1764050400000,
            "updated":{updated},"ids":",us1,jp1,","alert":null,"status":"reviewed",
            "type":"earthquake"}}}}"#
        )
    };
    let (first, later) = (
        quake("us1", 1_764_050_500_000),
        quake("jp1", 1_764_050_900_000),
    );
    let text = format!(r#"{{"type":"FeatureCollection","features":[{first},{later}]}}"#);
    let warning = one(&text);
    assert_eq!(warning.identifier, "jp1");
    assert_eq!(warning.severity, Some(Severity::Severe));
    assert_eq!(warning.onset.unwrap().to_string(), "2025-11-25T06:00:00Z");
    // (1.68 * 6.5 - 8.29) / 0.0206
    assert_eq!(warning.areas[0].circles[0].km, 128.0);
}

#[test]
fn cap_may_be_written_as_json() {
    let text = r#"[{"identifier":"j1","sender":"s","sent":"2026-11-25T06:00:00Z",
      "status":"Actual","msgType":"Alert","scope":"Public","info":[{"category":["Met"],
      "event":"Storm","urgency":"Immediate","severity":"Extreme","certainty":"Observed",
      "expires":"2026-11-26T06:00:00Z","area":[{"areaDesc":"Coast","polygon":
      ["53,8 53,9 54,9 53,8"],"circle":[],"geocode":[{"valueName":"SAME","value":"045015"}]}]}]}]"#;
    let warning = one(text);
    assert_eq!(warning.severity, Some(Severity::Extreme));
    assert_eq!(warning.areas[0].codes, ["SAME:045015"]);
    assert_eq!(warning.areas[0].polygons.len(), 1);
}

/// Any change of a sound file may be refused or read with remarks, but never panics, and what is
/// read comes back from the journal's form as it was.
#[test]
fn changed_files_never_panic_and_read_back() {
    let quake = r#"{"type":"Feature","id":"us1","geometry":{"type":"Point","coordinates":
[139.7,35.7,10]},"properties":{"mag":6.5,"time":1764050400000,"ids":",us1,","type":"é"}}"#;
    let weather = r#"{"type":"Feature","geometry":{"type":"Polygon","coordinates":
[[[8,53],[9,53],[9,54],[8,53]]]},"properties":{"id":"n","event":"Flood",
"sent":"2026-11-25T06:00:00Z","geocode":{"SAME":["045015"]}}}"#;
    let alert = cap("<references>a,b,2026-11-25T06:00:00Z</references>", SQUARE)
        .replace("><", ">\n<")
        .replace("?>", " encoding=\"ISO-8859-1\"?>");
    let samples = [alert.as_bytes(), quake.as_bytes(), weather.as_bytes()];
    for seed in 0..4_000 {
        let mut random = crate::mutate::Seeded(seed);
        let sample = samples[random.below(samples.len())];
        let hostile = crate::mutate::mutated(sample, &mut random);
        let Ok(reading) = read(&hostile) else {
            continue;
        };
        for warning in reading.warnings {
            let mut complaints = record::complaint::Complaints::new();
            let again = <Warning as record::shape::Shape>::read(
                &record::shape::Shape::write(&warning),
                &mut complaints,
            );
            assert_eq!(again, Some(warning), "seed {seed}: {:?}", complaints.all);
        }
    }
}
