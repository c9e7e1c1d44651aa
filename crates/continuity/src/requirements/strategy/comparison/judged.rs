//! Whether a way to recover reaches what is asked: time, data, level, and what binds it.

use record::requirements::scenario::Mode;

use super::{Asked, Column};
use crate::requirements::recovery_points::Point;
use crate::requirements::recovery_targets::Verdict;

impl Asked<'_, '_, '_> {
    /// Whether it reaches what is asked, with the margins.
    pub(super) fn judge(&self, column: &mut Column) {
        let required = self.workings.required(self.reference);
        let point = self.workings.required_point(self.reference);
        let point = point.filter(|_| self.mode != Mode::People);
        let mbco = self.workings.judge.estate();
        let mbco = mbco
            .find(self.reference)
            .map_or(0, |item| mbco.listed(item).item.mbco());
        let mut verdicts = Vec::new();
        if let Some(required) = required {
            column.margin_seconds = column.rtc_seconds.map(|rtc| required - rtc);
            verdicts.push(match column.margin_seconds {
                None => Err("nobody knows how soon it is back".to_string()),
                Some(margin) if margin < 0 => Ok(Some("it is back too late".to_string())),
                Some(_) => Ok(None),
            });
        }
        if let Some(required) = point {
            verdicts.push(match column.rpc_seconds {
                Some(Point::Seconds(lost)) => {
                    column.rpo_margin_seconds = Some(required - lost);
                    Ok((lost > required).then(|| "it loses too much data".to_string()))
                }
                Some(Point::None) => Ok(Some("its data cannot be restored".to_string())),
                _ => Err("nobody knows how much data it loses".to_string()),
            });
        }
        if mbco > 0 {
            verdicts.push(match column.level_percent {
                Some(level) => {
                    Ok((level.0 < mbco).then(|| "its level is below the least of any use".into()))
                }
                None => Err("nobody knows the level it reaches".to_string()),
            });
        }
        let ruled_out = column.constraints.iter().find(|it| it.met == Some(false));
        if let Some(constraint) = ruled_out {
            verdicts.push(Ok(Some(format!("ruled out: {}", constraint.says))));
        }
        column.verdict = verdict(&verdicts);
        for found in verdicts {
            column.because.extend(match found {
                Ok(why) => why,
                Err(unknown) => Some(unknown),
            });
        }
    }
}

fn verdict(found: &[Result<Option<String>, String>]) -> Verdict {
    if found.is_empty() {
        return Verdict::NoTarget;
    }
    if found.iter().any(|it| matches!(it, Ok(Some(_)))) {
        return Verdict::Misses;
    }
    match found.iter().any(Result::is_err) {
        true => Verdict::Unknown,
        false => Verdict::Meets,
    }
}
