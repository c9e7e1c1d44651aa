//! What each function may do, as a table to be read and argued about. Kinds that a function files
//! or approves stand in two lists below it.

use super::{Action, Function};
use Function::*;

/// In a list of kinds: all of them.
pub const EVERY: &str = "*";

/// Functions that file and approve only what is theirs: its owner is they, a role they hold or a
/// team they belong to.
pub const OWN_ONLY: &[Function] = &[ProcessOwner, ServiceOwner, RecoveryTeam];

const AUTHORS: &[Function] = &[
    Administrator,
    Sponsor,
    ContinuityManager,
    ProcessOwner,
    ServiceOwner,
    RecoveryTeam,
    Crisis,
    Communications,
    RiskOwner,
    SupplierManager,
    SecurityLead,
    Facilities,
    ExerciseDirector,
];

/// Those who write records, and programs that file signals.
const SPEAKERS: &[Function] = &[
    Administrator,
    Sponsor,
    ContinuityManager,
    ProcessOwner,
    ServiceOwner,
    RecoveryTeam,
    Crisis,
    Communications,
    RiskOwner,
    SupplierManager,
    SecurityLead,
    Facilities,
    ExerciseDirector,
    Monitor,
];

/// Whoever reads: all but programs that only say how items stand.
const READERS: &[Function] = &[
    Administrator,
    Sponsor,
    ContinuityManager,
    ProcessOwner,
    ServiceOwner,
    RecoveryTeam,
    Crisis,
    Communications,
    Scribe,
    RiskOwner,
    SupplierManager,
    SecurityLead,
    Facilities,
    ExerciseDirector,
    Auditor,
    Reader,
];

/// Those who carry something out on the day, and those who write it down for them.
const CREW: &[Function] = &[
    Administrator,
    ContinuityManager,
    ProcessOwner,
    ServiceOwner,
    RecoveryTeam,
    Crisis,
    Communications,
    Scribe,
    SupplierManager,
    SecurityLead,
    Facilities,
    ExerciseDirector,
];

/// Who may do what at all.
pub const MAY: &[(Action, &[Function])] = &[
    (Action::Read, READERS),
    (
        Action::ReadMoney,
        &[
            Administrator,
            Sponsor,
            ContinuityManager,
            ProcessOwner,
            Crisis,
            RiskOwner,
            SupplierManager,
            Facilities,
            Auditor,
        ],
    ),
    (
        Action::ReadContacts,
        &[
            Administrator,
            ContinuityManager,
            RecoveryTeam,
            Crisis,
            Communications,
            Facilities,
        ],
    ),
    (
        Action::ReadLog,
        &[
            Administrator,
            Sponsor,
            ContinuityManager,
            SecurityLead,
            Auditor,
        ],
    ),
    (Action::File, SPEAKERS),
    (Action::Amend, SPEAKERS),
    (Action::Retire, AUTHORS),
    (Action::Attach, AUTHORS),
    (
        Action::Approve,
        &[
            Administrator,
            Sponsor,
            ContinuityManager,
            ProcessOwner,
            ServiceOwner,
            RiskOwner,
            SupplierManager,
            ExerciseDirector,
            Monitor,
        ],
    ),
    (Action::Import, &[Administrator, ContinuityManager]),
    (Action::Export, READERS),
    (Action::Sync, &[Administrator, ContinuityManager]),
    (Action::Erase, &[Administrator, ContinuityManager]),
    (Action::ManageAccounts, &[Administrator]),
    (Action::OwnAccount, Function::ALL),
    (Action::Keep, &[Administrator]),
    (
        Action::StartExercise,
        &[
            Administrator,
            ContinuityManager,
            ServiceOwner,
            RecoveryTeam,
            ExerciseDirector,
        ],
    ),
    (Action::StartLive, &[Administrator, Crisis]),
    (
        Action::ReceiveWarning,
        &[
            Administrator,
            ContinuityManager,
            Crisis,
            RiskOwner,
            SecurityLead,
            Facilities,
        ],
    ),
    (Action::DecidePrecaution, &[Administrator, Crisis]),
    (
        Action::JudgeWarning,
        &[
            Administrator,
            ContinuityManager,
            Crisis,
            RiskOwner,
            SecurityLead,
            Facilities,
        ],
    ),
    (Action::Tick, CREW),
    (
        Action::StandDown,
        &[Administrator, ContinuityManager, Crisis, ExerciseDirector],
    ),
    (
        Action::VerifyRun,
        &[
            Administrator,
            Sponsor,
            ContinuityManager,
            ProcessOwner,
            ServiceOwner,
            Crisis,
            RiskOwner,
            ExerciseDirector,
        ],
    ),
    (
        Action::KeepForecasts,
        &[Administrator, ContinuityManager, RiskOwner, SecurityLead],
    ),
];

/// The kinds that each function files, changes and retires.
pub const FILES: &[(Function, &[&str])] = &[
    (Administrator, &[EVERY]),
    (ContinuityManager, &[EVERY]),
    (
        Sponsor,
        &[
            "policy",
            "scope",
            "programme",
            "body",
            "budget",
            "obligation",
            "review",
        ],
    ),
    (
        ProcessOwner,
        &["activity", "impact", "workaround", "action", "lesson"],
    ),
    (
        ServiceOwner,
        &[
            "service",
            "component",
            "dataset",
            "plan",
            "procedure",
            "call-tree",
            "arrangement",
            "option",
            "exercise",
            "finding",
            "action",
            "change",
            "signal",
            "lesson",
        ],
    ),
    (
        RecoveryTeam,
        &[
            "plan",
            "procedure",
            "call-tree",
            "component",
            "finding",
            "action",
            "change",
            "signal",
            "lesson",
        ],
    ),
    (
        Crisis,
        &["call-tree", "template", "finding", "action", "lesson"],
    ),
    (Communications, &["call-tree", "template"]),
    (
        RiskOwner,
        &[
            "hazard",
            "occurrence",
            "indicator",
            "risk",
            "scenario",
            "measure",
            "waiver",
            "finding",
            "action",
        ],
    ),
    (
        SupplierManager,
        &["supplier", "contract", "arrangement", "action", "change"],
    ),
    (
        SecurityLead,
        &[
            "hazard",
            "occurrence",
            "indicator",
            "risk",
            "scenario",
            "measure",
        ],
    ),
    (
        Facilities,
        &[
            "site",
            "person",
            "assignment",
            "team",
            "calendar",
            "measure",
            "training",
        ],
    ),
    (
        ExerciseDirector,
        &[
            "scenario", "template", "exercise", "finding", "action", "training", "lesson",
        ],
    ),
    (Monitor, &["signal"]),
];

/// The kinds that each function puts in force. What it takes beyond that is granted to a role by
/// its `authority`.
pub const APPROVES: &[(Function, &[&str])] = &[
    (Administrator, &[EVERY]),
    (
        Sponsor,
        &[
            "policy",
            "scope",
            "programme",
            "body",
            "budget",
            "obligation",
            "option",
            "choice",
            "waiver",
            "review",
        ],
    ),
    (
        ContinuityManager,
        &[
            "scope",
            "programme",
            "body",
            "role",
            "person",
            "assignment",
            "team",
            "calendar",
            "site",
            "supplier",
            "contract",
            "obligation",
            "activity",
            "impact",
            "service",
            "component",
            "dataset",
            "workaround",
            "hazard",
            "occurrence",
            "indicator",
            "scenario",
            "measure",
            "option",
            "arrangement",
            "plan",
            "procedure",
            "call-tree",
            "template",
            "exercise",
            "finding",
            "action",
            "training",
            "review",
            "change",
            "signal",
            "lesson",
        ],
    ),
    (ProcessOwner, &["activity", "impact", "workaround"]),
    (
        ServiceOwner,
        &[
            "service",
            "component",
            "dataset",
            "plan",
            "procedure",
            "call-tree",
            "change",
            "action",
        ],
    ),
    (RiskOwner, &["risk", "waiver"]),
    (SupplierManager, &["supplier", "contract"]),
    (
        ExerciseDirector,
        &["exercise", "finding", "training", "lesson"],
    ),
    (Monitor, &["signal"]),
];

/// The kinds that stand beside a function.
pub fn kinds(
    list: &[(Function, &'static [&'static str])],
    function: Function,
) -> &'static [&'static str] {
    let row = list.iter().find(|(known, _)| *known == function);
    row.map_or(&[], |(_, kinds)| kinds)
}
