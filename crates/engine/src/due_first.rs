//! Earliest due date first: the order in which one worker, or one team that does one thing at a
//! time, keeps its greatest lateness least (Jackson's rule). Release times are all the same; what
//! waits for what is the schedule's.

#[cfg(test)]
mod tests;

/// One thing to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Job {
    /// How long it takes.
    pub takes: i64,
    /// When it must be done; `None`: whenever.
    pub due: Option<i64>,
}

/// One thing done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// Its index among the jobs.
    pub job: usize,
    /// When it is done.
    pub ends: i64,
    /// How much too late; 0 if in time.
    pub late: i64,
}

/// The jobs, earliest due first; of equals the shorter, then the earlier index. Cost: sorting.
pub fn due_first(jobs: &[Job]) -> Vec<Turn> {
    let mut order: Vec<usize> = (0..jobs.len()).collect();
    order.sort_by_key(|&job| {
        let Job { takes, due } = jobs[job];
        (due.is_none(), due, takes, job)
    });
    in_order(jobs, &order)
}

/// The jobs in an order of one's own: indices of jobs, each at most once.
pub fn in_order(jobs: &[Job], order: &[usize]) -> Vec<Turn> {
    let mut now = 0i64;
    let turn = |&job: &usize| {
        let Job { takes, due } = jobs[job];
        now = now.saturating_add(takes);
        let late = due.map_or(0, |due| now.saturating_sub(due).max(0));
        Turn {
            job,
            ends: now,
            late,
        }
    };
    order.iter().map(turn).collect()
}
