//! Random small estates from a seed, with everything that the page gives a meaning to.
//! Made as text and read as files are, so reading is tried as well.

use record::node::Node;

use super::flow;

/// A generator of numbers from a seed (SplitMix64).
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Chance {
        Chance(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A whole number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    /// True in so many of a hundred cases.
    pub fn percent(&mut self, n: usize) -> bool {
        self.below(100) < n
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

const TIMES: [&str; 9] = ["0s", "5m", "10m", "30m", "45m", "1h", "90m", "2h", "4h"];
const LIMITS: [&str; 7] = ["30m", "1h", "2h", "4h", "8h", "12h", "24h"];
const SHARES: [&str; 5] = ["20%", "50%", "60%", "80%", "100%"];
const CALENDARS: [&str; 3] = [
    "zone: Europe/Berlin, windows: [{days: [mon, tue, wed, thu, fri], from: \"08:00\", to: \"18:00\"}], exceptions: [{date: \"2026-12-25\", closed: true}]",
    "zone: UTC, windows: [{days: [mon, tue, wed, thu, fri, sat], from: \"06:00\", to: \"14:00\"}, {days: [sat], from: \"13:00\", to: \"20:00\"}]",
    "zone: Asia/Tokyo, windows: [{days: [mon, wed, fri, sun], from: \"20:00\", to: \"06:00\"}]",
];

/// What is being made.
struct Maker {
    chance: Chance,
    /// Kind and id of every item, in the order in which needs mostly point.
    items: Vec<(&'static str, String)>,
    lines: Vec<String>,
}

/// An estate from a seed.
pub fn random(seed: u64) -> Vec<Node> {
    let mut maker = Maker {
        chance: Chance::new(seed),
        items: Vec::new(),
        lines: Vec::new(),
    };
    maker.make();
    flow::parse(&maker.lines.join("\n"))
}

impl Maker {
    fn make(&mut self) {
        let most = [
            ("activity", 2, "a"),
            ("service", 3, "s"),
            ("component", 4, "c"),
            ("dataset", 2, "d"),
            ("site", 3, "x"),
            ("supplier", 2, "u"),
            ("team", 3, "t"),
        ];
        for (kind, most, letter) in most {
            let count = self.chance.below(most + 1);
            for n in 0..count {
                self.items.push((kind, format!("{letter}{n}")));
            }
        }
        if self.items.is_empty() {
            self.items.push(("service", "s0".into()));
        }
        for index in 0..self.items.len() {
            let line = self.item(index);
            self.lines.push(line);
        }
        for n in 0..2 {
            let hours = self.chance.pick(&CALENDARS);
            self.lines
                .push(format!("{{kind: calendar, id: k{n}, {hours}}}"));
        }
        self.policies();
        self.plans();
        self.activity_records();
    }

    fn ids(&self, kind: &str) -> Vec<String> {
        let of = self.items.iter().filter(|(k, _)| *k == kind);
        of.map(|(_, id)| id.clone()).collect()
    }

    fn one(&mut self, ids: &[String]) -> Option<String> {
        (!ids.is_empty()).then(|| ids[self.chance.below(ids.len())].clone())
    }

    /// Adds `key: value` in so many of a hundred cases.
    fn maybe(&mut self, fields: &mut Vec<String>, percent: usize, key: &str, from: &[&str]) {
        if self.chance.percent(percent) {
            fields.push(format!("{key}: {}", self.chance.pick(from)));
        }
    }

    /// A member of a group: mostly one that comes later, sometimes any, itself, or nobody.
    fn member(&mut self, index: usize) -> String {
        if self.chance.percent(3) {
            return "component/ghost".into();
        }
        let later = self.items.len() - index - 1;
        let at = if later > 0 && self.chance.percent(85) {
            index + 1 + self.chance.below(later)
        } else {
            self.chance.below(self.items.len())
        };
        let (kind, id) = &self.items[at];
        if self.chance.percent(20) {
            format!("{kind}/{id}")
        } else {
            id.clone()
        }
    }

    fn need(&mut self, index: usize) -> String {
        if self.chance.percent(40) {
            return self.member(index);
        }
        let mut fields = Vec::new();
        if self.chance.percent(45) {
            let mut of: Vec<String> = Vec::new();
            for _ in 0..=self.chance.below(3) {
                let member = self.member(index);
                let bare = |m: &String| m.rsplit('/').next().map(str::to_string);
                if !of.iter().any(|known| bare(known) == bare(&member)) {
                    of.push(member);
                }
            }
            let k = 1 + self.chance.below(of.len());
            fields.push(format!("any: {k}, of: [{}]", of.join(", ")));
        } else {
            fields.push(format!("item: {}", self.member(index)));
        }
        self.maybe(&mut fields, 40, "phase", &["run", "recover", "both"]);
        self.maybe(&mut fields, 25, "switch", &TIMES);
        self.maybe(&mut fields, 30, "tail", &TIMES);
        self.maybe(&mut fields, 15, "beta", &["0.05", "0.1", "0.5"]);
        self.maybe(&mut fields, 8, "bootstrap", &["true"]);
        if self.chance.percent(20) {
            let to = self.chance.pick(&SHARES);
            fields.push(format!("effect: degrade, to: {to}"));
        }
        format!("{{{}}}", fields.join(", "))
    }

    fn takes(&mut self) -> String {
        if self.chance.percent(15) {
            let worst = self.chance.pick(&["2h", "3h", "5h"]);
            let likely = self.chance.pick(&["45m", "90m", "2h"]);
            let best = self.chance.pick(&["30m", "45m"]);
            return format!("{{best: {best}, likely: {likely}, worst: {worst}}}");
        }
        self.chance.pick(&TIMES).into()
    }

    fn rto(&mut self) -> String {
        let within = self.chance.pick(&LIMITS);
        let from = self.chance.pick(&["disruption", "detection", "invocation"]);
        let short = self.chance.pick(&["30m", "1h", "2h", "4h"]);
        match self.chance.below(8) {
            0..4 => within.into(),
            4 | 5 => format!("{{within: {within}, from: {from}}}"),
            6 => format!("{{within: {short}, from: {from}, clock: service-hours}}"),
            _ => format!("{{by: opening, within: {short}, from: {from}}}"),
        }
    }

    fn targets(&mut self, kind: &str) -> String {
        let mut fields = Vec::new();
        let asks = matches!(kind, "activity" | "service");
        if self.chance.percent(if asks { 50 } else { 15 }) {
            fields.push(format!("rto: {}", self.rto()));
        }
        self.maybe(&mut fields, 15, "rpo", &["15m", "1h", "24h"]);
        self.maybe(&mut fields, 25, "mbco", &["30%", "60%", "90%"]);
        if kind == "activity" {
            self.maybe(&mut fields, 50, "mtpd", &["4h", "8h", "24h", "72h"]);
            self.maybe(
                &mut fields,
                20,
                "mtpd-ends",
                &["mbco-reached", "work-recovered"],
            );
        }
        fields.join(", ")
    }

    fn item(&mut self, index: usize) -> String {
        let (kind, id) = self.items[index].clone();
        let mut fields = vec![format!("kind: {kind}, id: {id}")];
        let c = self.chance.percent(4);
        if c {
            fields.push("status: retired".into());
        }
        let mut needs = Vec::new();
        let most = match kind {
            "activity" | "service" | "component" => 4,
            _ => 2,
        };
        if most == 4 || self.chance.percent(25) {
            for _ in 0..self.chance.below(most) {
                needs.push(self.need(index));
            }
        }
        if !needs.is_empty() {
            fields.push(format!("requires: [{}]", needs.join(", ")));
        }
        for place in ["site", "supplier"] {
            let ids: Vec<String> = self.ids(place);
            let at = self.one(&ids).filter(|_| self.chance.percent(30));
            if let Some(at) = at.filter(|_| kind != "activity") {
                fields.push(format!("{place}: {at}"));
            } else if self.chance.percent(2) {
                fields.push(format!("{place}: {place}/nowhere"));
            }
        }
        let targets = self.targets(kind);
        let wrt = !targets.is_empty() && kind == "activity" && self.chance.percent(50);
        if wrt {
            let wrt = self.chance.pick(&["0s", "1h", "2h"]);
            fields.push(format!("targets: {{{targets}, wrt: {wrt}}}"));
        } else if !targets.is_empty() {
            fields.push(format!("targets: {{{targets}}}"));
        }
        self.recovery(kind, &mut fields);
        self.rest(kind, wrt, &mut fields);
        format!("{{{}}}", fields.join(", "))
    }

    fn recovery(&mut self, kind: &str, fields: &mut Vec<String>) {
        let mut recovery = Vec::new();
        let takes = if matches!(kind, "activity" | "dataset") {
            30
        } else {
            92
        };
        if self.chance.percent(takes) {
            recovery.push(format!("takes: {}", self.takes()));
        }
        self.maybe(&mut recovery, 30, "resume", &["0s", "5m", "10m"]);
        let teams = self.ids("team");
        if let Some(team) = self.one(&teams).filter(|_| self.chance.percent(50)) {
            recovery.push(format!("by: team/{team}"));
        }
        if self.chance.percent(5) {
            recovery.push("observed: [{took: 7h}]".into());
        }
        if !recovery.is_empty() {
            fields.push(format!("recovery: {{{}}}", recovery.join(", ")));
        }
    }

    fn rest(&mut self, kind: &str, wrt: bool, fields: &mut Vec<String>) {
        if self.chance.percent(25) {
            fields.push(format!("lead: {{{}}}", self.lead()));
        }
        self.maybe(fields, 40, "hours", &["k0", "k1"]);
        self.maybe(
            fields,
            60,
            "failure",
            &[
                "{rate: 0.5/yr}",
                "{rate: 3/yr}",
                "{mtbf: 2y}",
                "{rate: 40/yr}",
            ],
        );
        let datasets = self.ids("dataset");
        let mut held: Vec<String> = Vec::new();
        if matches!(kind, "component" | "service" | "site" | "supplier") {
            for dataset in datasets {
                if self
                    .chance
                    .percent(if kind == "component" { 40 } else { 10 })
                {
                    held.push(dataset);
                }
            }
        }
        if !held.is_empty() {
            fields.push(format!("holds: [{}]", held.join(", ")));
        }
        if kind == "activity" && !wrt && self.chance.percent(30) {
            let clears = self.chance.pick(&["200/h", "125/h", "100/h", "50/h"]);
            fields.push(format!("backlog: {{arrives: 100/h, clears: {clears}}}"));
        }
        if kind == "activity" {
            self.conditions(fields);
        }
        if kind == "dataset" {
            self.data(fields);
        } else {
            self.maybe(fields, 20, "admin-domain", &["prod", "backup"]);
        }
        if kind == "team" {
            self.maybe(fields, 60, "call-out", &["45m", "2h"]);
            self.maybe(fields, 40, "capacity", &["1", "2"]);
            let teams = self.ids("team");
            if let Some(deputy) = self.one(&teams).filter(|_| self.chance.percent(50)) {
                fields.push(format!("deputy: {deputy}"));
            }
        }
    }

    /// Peaks, mostly on some days and sometimes with an MTPD of their own, and data made anew.
    fn conditions(&mut self, fields: &mut Vec<String>) {
        let mut peaks = Vec::new();
        for name in ["rush", "fair"] {
            if self.chance.percent(35) {
                let mut peak = vec![format!("name: {name}")];
                let days = [
                    "last-3-working",
                    "first-2-working",
                    "mon",
                    "sat",
                    "2026-01-07",
                ];
                self.maybe(&mut peak, 85, "days", &days);
                self.maybe(&mut peak, 30, "mtpd", &["2h", "6h", "48h"]);
                peaks.push(format!("{{{}}}", peak.join(", ")));
            }
        }
        if !peaks.is_empty() {
            fields.push(format!("peaks: [{}]", peaks.join(", ")));
        }
        let mut anew = Vec::new();
        for dataset in self.ids("dataset") {
            if self.chance.percent(25) {
                let mut entry = vec![format!("dataset: {dataset}")];
                self.maybe(&mut entry, 100, "reaches-back", &["30m", "24h"]);
                self.maybe(&mut entry, 90, "takes", &["0s", "30m", "1h", "2h"]);
                anew.push(format!("{{{}}}", entry.join(", ")));
            }
        }
        if !anew.is_empty() {
            fields.push(format!("reconstructs: [{}]", anew.join(", ")));
        }
    }

    fn lead(&mut self) -> String {
        let mut lead = Vec::new();
        self.maybe(&mut lead, 80, "detect", &["0s", "10m", "20m"]);
        self.maybe(&mut lead, 80, "decide", &["0s", "15m", "25m"]);
        lead.join(", ")
    }

    fn data(&mut self, fields: &mut Vec<String>) {
        self.maybe(fields, 80, "size", &["6 TB", "600 GB"]);
        self.maybe(fields, 50, "consistency-group", &["ledger"]);
        fields.push("admin-domain: prod".into());
        let mut all = Vec::new();
        for _ in 0..self.chance.below(4) {
            all.push(self.protection());
        }
        if !all.is_empty() {
            fields.push(format!("protection: [{}]", all.join(", ")));
        }
    }

    fn protection(&mut self) -> String {
        let methods = [
            "backup",
            "snapshot",
            "log-shipping",
            "async",
            "sync",
            "continuous",
        ];
        let method = self.chance.pick(&methods);
        let mut p = vec![format!("method: {method}")];
        let places = [self.ids("site"), self.ids("component")].concat();
        if let Some(at) = self.one(&places).filter(|_| self.chance.percent(60)) {
            p.push(format!("at: {at}"));
        }
        if matches!(method, "backup" | "snapshot" | "log-shipping") {
            self.maybe(&mut p, 95, "every", &["15m", "4h", "24h"]);
            self.maybe(&mut p, 70, "runs", &["2m", "2h"]);
            self.maybe(&mut p, 20, "missed", &["0", "1", "2"]);
        }
        if method == "async" {
            self.maybe(&mut p, 90, "lag-p99", &["5s", "45s"]);
            self.maybe(&mut p, 30, "lag-max", &["20m"]);
        }
        self.maybe(&mut p, 40, "offsite-after", &["3h", "12h"]);
        self.maybe(&mut p, 60, "retention", &["7d", "30d"]);
        self.maybe(&mut p, 40, "immutable", &["true"]);
        self.maybe(&mut p, 60, "admin-domain", &["prod", "backup"]);
        self.maybe(&mut p, 70, "restore-rate", &["400 MB/s", "100 MB/s"]);
        self.maybe(&mut p, 20, "overhead", &["10m", "1h"]);
        format!("{{{}}}", p.join(", "))
    }

    fn policies(&mut self) {
        for n in 0..self.chance.below(3) {
            let mut fields = vec![format!("kind: policy, id: p{n}")];
            self.maybe(&mut fields, 10, "status", &["retired"]);
            if self.chance.percent(50) {
                fields.push(format!("lead: {{{}}}", self.lead()));
            }
            self.maybe(&mut fields, 50, "margin", &["10%", "30m", "0s", "25%"]);
            self.maybe(&mut fields, 40, "dwell", &["5d", "10d", "25d"]);
            if self.chance.percent(60) {
                let mut scale = vec!["levels: [a, b, c, d, e]".to_string()];
                self.maybe(&mut scale, 100, "intolerable", &["2", "3"]);
                self.maybe(&mut scale, 40, "intolerable-loss", &["60 EUR", "120 EUR"]);
                let ends = ["first-intolerable", "last-tolerable"];
                self.maybe(&mut scale, 40, "report", &ends);
                fields.push(format!("impact-scale: {{{}}}", scale.join(", ")));
            }
            self.lines.push(format!("{{{}}}", fields.join(", ")));
        }
    }

    fn plans(&mut self) {
        let first = self.items.len().min(2);
        let names: Vec<String> = (0..first).map(|_| self.member(0)).collect();
        let modes = ["loss", "corruption", "malicious", "supplier-exit", "people"];
        for n in 0..2 {
            let mode = self.chance.pick(&modes);
            let kind = self
                .chance
                .pick(&["component", "site", "team, id: t0", "dataset"]);
            let select = format!("{{kind: {kind}}}");
            let domain = "{admin-domain: prod, kind: component}".to_string();
            let loses = match (n, self.chance.below(3), names.is_empty()) {
                (0, 0..2, false) => names.join(", "),
                (_, 2, _) => domain,
                _ => select,
            };
            let lead = if self.chance.percent(30) {
                ", lead: {detect: 5m}"
            } else {
                ""
            };
            self.lines.push(format!(
                "{{kind: scenario, id: z{n}, mode: {mode}, loses: [{loses}]{lead}}}"
            ));
        }
        for n in 0..self.chance.below(3) {
            let mut steps = Vec::new();
            for s in 0..1 + self.chance.below(5) {
                let mut step = vec![format!("id: e{s}")];
                if self.chance.percent(93) {
                    step.push(format!("takes: {}", self.takes()));
                }
                let earlier: Vec<String> = (0..s)
                    .filter(|_| self.chance.percent(60))
                    .map(|s| format!("e{s}"))
                    .collect();
                if !earlier.is_empty() {
                    step.push(format!("after: [{}]", earlier.join(", ")));
                }
                let at = self.chance.below(self.items.len());
                let (kind, id) = self.items[at].clone();
                if self.chance.percent(50) && kind != "activity" {
                    step.push(format!("restores: {kind}/{id}"));
                }
                steps.push(format!("{{{}}}", step.join(", ")));
            }
            let status = self
                .chance
                .pick(&["approved", "approved", "draft", "retired"]);
            let scenarios = self.chance.pick(&["[]", "[z0]", "[z1]", "[z0, z1]"]);
            let covers = self.member(0);
            self.lines.push(format!(
                "{{kind: plan, id: p{n}, status: {status}, scenarios: {scenarios}, covers: [{covers}], steps: [{}]}}",
                steps.join(", ")
            ));
        }
    }

    fn activity_records(&mut self) {
        for (n, activity) in self.ids("activity").into_iter().enumerate() {
            for (when, likely) in [("normal", 50), ("rush", 25), ("fair", 15)] {
                if !self.chance.percent(likely) {
                    continue;
                }
                let status = self.chance.pick(&["approved", "approved", "draft"]);
                let levels = self.chance.pick(&[
                    "[0, 1, 2, 3]",
                    "[1, 1, 1, 2]",
                    "[3, 3, 4, 4]",
                    "[0, 0, 0, 1]",
                ]);
                let loss = if self.chance.percent(40) {
                    ", loss: [0 EUR, 20 EUR, 80 EUR, 200 EUR]"
                } else {
                    ""
                };
                self.lines.push(format!(
                    "{{kind: impact, id: i{n}-{when}, when: {when}, status: {status}, activity: {activity}, after: [1h, 4h, 10h, 24h], levels: {{money: {levels}, law: [0, 0, 1, 3]}}{loss}}}"
                ));
            }
            for w in 0..self.chance.below(3) {
                let mut fields = vec![format!(
                    "kind: workaround, id: w{n}{w}, activity: {activity}"
                )];
                self.maybe(&mut fields, 10, "status", &["retired"]);
                self.maybe(&mut fields, 90, "start-within", &["30m", "1h", "6h"]);
                self.maybe(&mut fields, 90, "sustain-for", &["2h", "12h"]);
                self.maybe(&mut fields, 50, "capacity", &SHARES);
                self.lines.push(format!("{{{}}}", fields.join(", ")));
            }
        }
    }
}
