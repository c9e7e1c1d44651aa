//! The columns that imports of tables know, with the headings people give them. Every other field
//! of a kind may be a column too, under its own key.

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its heading, as exports write it.
    pub key: &'static str,
    /// The field it fills, as a path.
    pub field: &'static str,
    /// A cell as it may stand there.
    pub example: &'static str,
    /// What it means.
    pub help: &'static str,
    /// Other headings it is known by, in lower case and plain words.
    pub also: &'static [&'static str],
}

macro_rules! column {
    ($key:literal, $field:literal, $example:literal, $help:literal, [$($also:literal),*]) => {
        Column {
            key: $key, field: $field, example: $example, help: $help, also: &[$($also),*],
        }
    };
}

/// The columns, in the order in which people expect them.
pub const COLUMNS: &[Column] = &[
    column!(
        "kind",
        "kind",
        "service",
        "What the row is: any kind of record. Left out: a service.",
        ["record kind"]
    ),
    column!(
        "id",
        "id",
        "web-shop",
        "Unique within its kind. Left out: made from the name.",
        [
            "identifier",
            "key",
            "service id",
            "application id",
            "app id",
            "ci id"
        ]
    ),
    column!(
        "name",
        "name",
        "Web shop",
        "Name in plain words.",
        [
            "service",
            "service name",
            "application",
            "application name",
            "app",
            "app name",
            "system",
            "system name",
            "title",
            "activity",
            "activity name",
            "process",
            "process name",
            "business process",
            "business activity",
            "business function",
            "business service",
            "it service",
            "asset",
            "asset name",
            "ci name",
            "component",
            "component name"
        ]
    ),
    column!(
        "owner",
        "owner",
        "Head of Sales",
        "Who answers for it: `role/…`, `team/…`, `person/…`, or a name, which becomes a role.",
        [
            "service owner",
            "business owner",
            "system owner",
            "application owner",
            "process owner",
            "product owner",
            "owned by",
            "responsible",
            "accountable"
        ]
    ),
    column!(
        "tier",
        "tier",
        "1",
        "Criticality tier: 0 is the foundation, 1 the most urgent.",
        [
            "criticality",
            "criticality tier",
            "service tier",
            "recovery tier",
            "tier level"
        ]
    ),
    column!(
        "rto",
        "targets.rto",
        "4h",
        "Recovery time objective, with its unit.",
        [
            "recovery time objective",
            "target rto",
            "rto target",
            "required rto"
        ]
    ),
    column!(
        "rpo",
        "targets.rpo",
        "15m",
        "Recovery point objective, with its unit.",
        [
            "recovery point objective",
            "target rpo",
            "rpo target",
            "required rpo"
        ]
    ),
    column!(
        "mtpd",
        "targets.mtpd",
        "1d",
        "Maximum tolerable period of disruption, with its unit.",
        [
            "maximum tolerable period of disruption",
            "mtd",
            "maximum tolerable downtime",
            "mao",
            "maximum acceptable outage",
            "max tolerable downtime",
            "maximum tolerable outage"
        ]
    ),
    column!(
        "wrt",
        "targets.wrt",
        "2h",
        "Work recovery time after the technical recovery.",
        ["work recovery time"]
    ),
    column!(
        "mbco",
        "targets.mbco",
        "50%",
        "Minimum business continuity objective: the least level of any use.",
        [
            "minimum business continuity objective",
            "minimum service level",
            "minimum level"
        ]
    ),
    column!(
        "depends on",
        "requires",
        "database; identity",
        "What it needs, by name or id, separated by `;`.",
        [
            "dependencies",
            "dependency",
            "depends",
            "depends upon",
            "requires",
            "needs",
            "relies on",
            "upstream",
            "upstream dependencies",
            "dependent on",
            "required by it",
            "supporting systems",
            "supporting services"
        ]
    ),
    column!(
        "hours",
        "hours",
        "office",
        "The calendar of its agreed hours; `24x7` or nothing means always.",
        [
            "service hours",
            "agreed hours",
            "support hours",
            "operating hours",
            "business hours"
        ]
    ),
    column!(
        "site",
        "site",
        "ams1",
        "The site it stands in: lost with it.",
        [
            "location",
            "data centre",
            "data center",
            "datacentre",
            "datacenter",
            "dc",
            "hosting location",
            "primary site",
            "hosted at"
        ]
    ),
    column!(
        "supplier",
        "supplier",
        "Example Cloud",
        "The supplier it comes from: lost with it.",
        [
            "vendor",
            "provider",
            "third party",
            "supplied by",
            "saas provider"
        ]
    ),
    column!(
        "team",
        "recovery.by",
        "platform",
        "The team that recovers it.",
        [
            "support team",
            "recovery team",
            "operations team",
            "support group",
            "recovered by",
            "squad",
            "assignment group",
            "responsible team"
        ]
    ),
    column!(
        "takes",
        "recovery.takes",
        "45m",
        "How long its own recovery takes: an estimate or a measurement of your own.",
        [
            "recovery time",
            "time to recover",
            "restore time",
            "recovery takes"
        ]
    ),
    column!(
        "class",
        "class",
        "database",
        "What sort of thing it is.",
        ["type", "ci type", "component type", "asset type"]
    ),
    column!(
        "environment",
        "environment",
        "production",
        "Production, standby, test.",
        ["env"]
    ),
    column!(
        "also",
        "also",
        "shop; webshop",
        "Other names it is known by, separated by `;`.",
        [
            "aliases",
            "alias",
            "other names",
            "acronym",
            "short name",
            "abbreviation",
            "aka"
        ]
    ),
    column!(
        "tags",
        "tags",
        "pci; customer-facing",
        "Free labels, separated by `;`.",
        ["labels"]
    ),
    column!(
        "status",
        "status",
        "approved",
        "draft, in-review, approved (the default) or retired.",
        ["lifecycle", "state"]
    ),
    column!(
        "users",
        "users",
        "2500",
        "How many use it.",
        ["user count", "number of users"]
    ),
    column!(
        "description",
        "description",
        "Sells to customers",
        "What it is about, in sentences.",
        ["details", "summary", "purpose"]
    ),
    column!(
        "category",
        "category",
        "financial",
        "With columns headed by times (`4h`): the kind of harm whose levels they hold.",
        ["impact category", "harm", "impact type"]
    ),
    column!(
        "financial 4h",
        "levels",
        "3",
        "A category and a time: the level of harm after so long; any category, any times.",
        []
    ),
    column!(
        "source",
        "source",
        "service catalogue, 2026-03-01",
        "Where the fact came from. Without such a column: the file and its row.",
        []
    ),
];

/// The heading of a field in exports: its column's, else its path.
pub fn heading(path: &str) -> &str {
    let column = COLUMNS
        .iter()
        .find(|column| column.field == path && column.key != "financial 4h");
    column.map_or(path, |column| column.key)
}
