//! A sound file of every form that tells of warnings, standings or histories, with places, days and
//! numbers from a seed: what the attacks are made of.

use crate::seeded::Seeded;

/// How a form is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// Elements.
    Xml,
    /// Values.
    Json,
    /// Rows.
    Csv,
    /// Markdown with YAML before it.
    Markdown,
}

/// A form that is read.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// What it is called here.
    pub name: &'static str,
    /// The importer that reads it; nothing: it is read as a warning.
    pub importer: Option<&'static str>,
    /// What its file is called.
    pub file: &'static str,
    /// How it is written.
    pub syntax: Syntax,
}

const fn form(
    name: &'static str,
    importer: Option<&'static str>,
    file: &'static str,
    syntax: Syntax,
) -> Form {
    Form {
        name,
        importer,
        file,
        syntax,
    }
}

/// Every form.
pub const FORMS: &[Form] = &[
    form("cap", None, "alert.cap", Syntax::Xml),
    form("atom", None, "feed.atom", Syntax::Xml),
    form("rss", None, "feed.rss", Syntax::Xml),
    form("nws", None, "alerts.geojson", Syntax::Json),
    form("usgs", None, "quakes.geojson", Syntax::Json),
    form("cap-json", None, "alert.json", Syntax::Json),
    form(
        "alertmanager",
        Some("alertmanager"),
        "hook.json",
        Syntax::Json,
    ),
    form("pagerduty", Some("pagerduty"), "event.json", Syntax::Json),
    form(
        "kubernetes-readiness",
        Some("kubernetes-readiness"),
        "ready.json",
        Syntax::Json,
    ),
    form(
        "protection-results",
        Some("protection-results"),
        "results.json",
        Syntax::Json,
    ),
    form("fema", Some("fema"), "declarations.csv", Syntax::Csv),
    form(
        "storm-tracks",
        Some("storm-tracks"),
        "storms.csv",
        Syntax::Csv,
    ),
    form(
        "usgs-quakes",
        Some("usgs-quakes"),
        "quakes.csv",
        Syntax::Csv,
    ),
    form("incidents", Some("incidents"), "incidents.csv", Syntax::Csv),
    form(
        "postmortems",
        Some("postmortems"),
        "report.md",
        Syntax::Markdown,
    ),
    form("reports", Some("postmortems"), "reports.json", Syntax::Json),
];

/// A sound text of a form.
pub fn text(form: &Form, random: &mut Seeded) -> String {
    let mut number = |from: usize, many: usize| from + random.below(many);
    let (id, lat, lon) = (number(100, 900), number(10, 60), number(5, 100));
    let (day, hour) = (number(1, 27), number(0, 23));
    let at = format!("2026-05-{day:02}T{hour:02}:00:00Z");
    let until = format!("2026-05-{:02}T{hour:02}:00:00Z", day + 1);
    let ring = [(0, 0), (2, 0), (2, 3), (0, 0)];
    let spots: Vec<String> = ring
        .iter()
        .map(|(up, east)| format!("{}.5,{}.25", lat + up, lon + east))
        .collect();
    let points: Vec<String> = ring
        .iter()
        .map(|(up, east)| format!("[{}.25,{}.5]", lon + east, lat + up))
        .collect();
    let (spots, points) = (spots.join(" "), points.join(","));
    match form.name {
        "cap" => format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}",
            alert(id, &at, &until, &spots)
        ),
        "atom" => format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"\n \
             xmlns:cap=\"urn:oasis:names:tc:emergency:cap:1.1\">\n<title>Alerts</title>\n<entry>\n\
             <id>urn:{id}</id>\n<updated>{at}</updated>\n<title>Gale</title>\n<author><name>met</name>\
             </author>\n<cap:event>Gale</cap:event>\n<cap:effective>{at}</cap:effective>\n\
             <cap:expires>{until}</cap:expires>\n<cap:severity>Severe</cap:severity>\n\
             <cap:polygon>{spots}</cap:polygon>\n</entry>\n</feed>\n"
        ),
        "rss" => format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"><channel>\n\
             <title>Alerts</title>\n<item>\n<guid>{id}</guid>\n<description>\n{}</description>\n\
             </item>\n</channel></rss>\n",
            alert(id, &at, &until, &spots)
        ),
        "nws" => format!(
            "{{\"type\":\"FeatureCollection\",\"features\":[\n{{\"type\":\"Feature\",\"id\":\"u{id}\",\
             \"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[{points}]]}},\n\"properties\":{{\
             \"id\":\"u{id}\",\"event\":\"Flood Watch\",\"status\":\"Actual\",\"messageType\":\
             \"Alert\",\"severity\":\"Severe\",\"certainty\":\"Likely\",\"urgency\":\"Future\",\n\
             \"sent\":\"{at}\",\"expires\":\"{until}\",\"sender\":\"met\",\"geocode\":{{\"SAME\":\
             [\"045015\"]}}}}}}]}}\n"
        ),
        "usgs" => format!(
            "{{\"type\":\"FeatureCollection\",\"features\":[\n{{\"type\":\"Feature\",\"id\":\"us{id}\",\
             \"geometry\":{{\"type\":\"Point\",\"coordinates\":[{lon}.25,{lat}.5,10]}},\n\
             \"properties\":{{\"mag\":6.5,\"place\":\"sea\",\"time\":1764050400000,\"updated\":\
             1764050500000,\"ids\":\",us{id},\",\"status\":\"reviewed\",\"type\":\"earthquake\"}}}}]}}\n"
        ),
        "cap-json" => format!(
            "[{{\"identifier\":\"j{id}\",\"sender\":\"met\",\"sent\":\"{at}\",\"status\":\"Actual\",\n\
             \"msgType\":\"Alert\",\"scope\":\"Public\",\"info\":[{{\"category\":[\"Met\"],\n\
             \"event\":\"Storm\",\"urgency\":\"Expected\",\"severity\":\"Extreme\",\"certainty\":\
             \"Likely\",\"expires\":\"{until}\",\n\"area\":[{{\"areaDesc\":\"Coast\",\"polygon\":\
             [\"{spots}\"]}}]}}]}}]\n"
        ),
        _ => importer_text(form, (id, lat, lon), (day, &at, &until)),
    }
}

fn alert(id: usize, at: &str, until: &str, spots: &str) -> String {
    format!(
        "<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">\n<identifier>a{id}</identifier>\n\
         <sender>met</sender>\n<sent>{at}</sent>\n<status>Actual</status>\n<msgType>Alert</msgType>\n\
         <scope>Public</scope>\n<info>\n<category>Met</category>\n<event>Storm</event>\n\
         <urgency>Expected</urgency>\n<severity>Severe</severity>\n<certainty>Likely</certainty>\n\
         <expires>{until}</expires>\n<area>\n<areaDesc>Coast</areaDesc>\n\
         <polygon>{spots}</polygon>\n</area>\n</info>\n</alert>\n"
    )
}

fn importer_text(
    form: &Form,
    (id, lat, lon): (usize, usize, usize),
    (day, at, until): (usize, &str, &str),
) -> String {
    match form.name {
        "alertmanager" => format!(
            "{{\"version\":\"4\",\"status\":\"firing\",\"alerts\":[\n{{\"status\":\"firing\",\
             \"labels\":{{\"alertname\":\"Down\",\"service\":\"web{id}\"}},\"annotations\":{{\
             \"summary\":\"gone\"}},\n\"startsAt\":\"{at}\",\"fingerprint\":\"f{id}\"}}]}}\n"
        ),
        "pagerduty" => format!(
            "{{\"routing_key\":\"k\",\"event_action\":\"trigger\",\"dedup_key\":\"d{id}\",\n\
             \"payload\":{{\"summary\":\"web is down\",\"source\":\"web{id}\",\"severity\":\
             \"critical\",\"timestamp\":\"{at}\"}}}}\n"
        ),
        "kubernetes-readiness" => format!(
            "{{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[\n{{\"apiVersion\":\"apps/v1\",\
             \"kind\":\"Deployment\",\"metadata\":{{\"name\":\"web{id}\"}},\n\"spec\":{{\"replicas\":\
             2}},\"status\":{{\"readyReplicas\":1}}}}]}}\n"
        ),
        "protection-results" => format!(
            "[{{\"dataset\":\"orders{id}\",\"at\":\"site/b\",\"job\":\"nightly\",\"result\":\"ok\",\n\
             \"newest-point\":\"{at}\",\"took\":\"58m\",\"heard\":\"{until}\"}}]\n"
        ),
        "fema" => format!(
            "disasterNumber,declarationDate,disasterName,incidentBeginDate,incidentEndDate,\
             stateCode,incidentType\n{id},2001-01-{day:02}T00:00:00.000Z,ICE,2001-01-01T00:00:00.000Z,\
             2001-01-30T00:00:00.000Z,SC,Severe Ice Storm\n"
        ),
        "storm-tracks" => format!(
            "name,year,month,day,hour,lat,long,wind\nHugo,1989,9,{day},6,{lat}.2,-{lon}.0,120\n\
             Hugo,1989,9,{day},12,{lat}.9,-{lon}.5,85\n"
        ),
        "usgs-quakes" => format!(
            "Date,Latitude,Longitude,Magnitude\n01/02/1965,{lat}.2,-{lon}.0,6.0\n\
             1975-02-{day:02}T02:58:41.000Z,1,2,5.5\n"
        ),
        "incidents" => format!(
            "id,start,end,zone,hazard,site,title,loss\ni-{id},2024-03-{day:02} 20:10,\
             2024-03-{day:02} 22:10,CET,Power outage,SC,Feed B tripped,12000 EUR\n"
        ),
        "postmortems" => format!(
            "---\nuuid: a-{id}\ntitle: \"A: cut\"\ncategories:\n- cloud\n\
             start_time: 2012-07-{day:02}T02:33:00Z\nend_time: 2012-07-{day:02}T05:33:00Z\n---\n\
             Words.\n"
        ),
        _ => format!(
            "{{\"r{id}\":{{\"title\":\"Cut\",\"start_time\":\"{at}\",\"end_time\":\"{until}\"}}}}\n"
        ),
    }
}
