//! The example organisations as the program carries them: every file of records that stands in
//! `examples/`, word for word.

use clap::ValueEnum;

/// An organisation to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Organisation {
    /// The invented ferry house that also runs payments.
    Havensund,
    /// The public service catalogue of GitLab.com.
    GitlabCom,
}

impl Organisation {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Organisation::Havensund => "Havensund",
            Organisation::GitlabCom => "GitLab.com",
        }
    }

    /// Its files: name and text.
    pub fn files(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Organisation::Havensund => HAVENSUND,
            Organisation::GitlabCom => GITLAB_COM,
        }
    }
}

macro_rules! carried {
    ($folder:literal: $($name:literal)*) => {
        &[$((
            $name,
            include_str!(concat!("../../../../examples/", $folder, "/", $name)),
        )),*]
    };
}

const HAVENSUND: &[(&str, &str)] = carried! {
    "havensund":
    "implementation/arrangements.yaml"
    "implementation/plans-crossings.yaml"
    "implementation/plans-office.yaml"
    "implementation/plans-payments.yaml"
    "implementation/procedures.yaml"
    "initiation/people.yaml"
    "initiation/places-and-suppliers.yaml"
    "initiation/policies.yaml"
    "initiation/scope-and-programme.yaml"
    "initiation/teams.yaml"
    "invocation/lessons.yaml"
    "operation/exercises.yaml"
    "operation/signals.yaml"
    "requirements/activities.yaml"
    "requirements/components/1-power.yaml"
    "requirements/components/2-network.yaml"
    "requirements/components/3-storage-and-hosts.yaml"
    "requirements/components/4-foundations.yaml"
    "requirements/components/5-databases.yaml"
    "requirements/components/6-applications.yaml"
    "requirements/datasets.yaml"
    "requirements/impacts.yaml"
    "requirements/risks.yaml"
    "requirements/scenarios.yaml"
    "requirements/services/crossings.yaml"
    "requirements/services/office.yaml"
    "requirements/services/payments.yaml"
    "requirements/services/supporting.yaml"
};

const GITLAB_COM: &[(&str, &str)] = carried! {
    "gitlab-com":
    "datasets.yaml"
    "places.yaml"
    "recovery-guide.yaml"
    "services.yaml"
    "teams.yaml"
};
