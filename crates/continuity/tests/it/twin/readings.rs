//! Readings of the page on which product and twin differ, each with the sentence it turns on. True
//! is what the twin reads; false is what the product does today.

/// "The lesser of its RTO and MTPD − WRT − margin", and with a backlog WRT grows with the time
/// down: T + λT/(μ − λ) + margin = MTPD, so T = (MTPD − margin)·(μ − λ)/μ. The product takes the
/// margin from MTPD·(μ − λ)/μ.
pub const MARGIN_BEFORE_BACKLOG: bool = false;

/// "A dataset takes the R of its holders", "holder and dataset are no cycle": data that an item
/// both holds and requires leaves the group in R as it does in T, else every such dataset is due
/// before its holder although it comes back with it. The product passes R − tail on to it.
pub const HELD_DATA_LEAVES_THE_GROUP_IN_R: bool = false;
