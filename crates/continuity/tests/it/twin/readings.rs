//! Readings of the page on which product and twin differ, each with the sentence it turns on. True
//! is what the twin reads; false is what the product does today.

/// "The lesser of its RTO and MTPD − WRT − margin", and with a backlog WRT grows with the time
/// down: T + λT/(μ − λ) + margin = MTPD, so T = (MTPD − margin)·(μ − λ)/μ. The product takes the
/// margin from MTPD·(μ − λ)/μ.
pub const MARGIN_BEFORE_BACKLOG: bool = true;

/// "A dataset takes the R of its holders", "holder and dataset are no cycle": data that an item
/// both holds and requires leaves the group in R as it does in T, else every such dataset is due
/// before its holder although it comes back with it. The product passes R − tail on to it.
pub const HELD_DATA_LEAVES_THE_GROUP_IN_R: bool = true;

/// "MTPD from the approved impacts where none is declared, TV-1 to TV-5": TV-2 is the crossing of
/// the loss with `intolerable-loss`, so it limits MTPD like any category. The product shows it and
/// lets the levels alone decide.
pub const INTOLERABLE_LOSS_LIMITS_MTPD: bool = false;

/// "An item is lost when its `site` is lost", and a protection counts when it survives: a copy in
/// a room of the site that is lost is lost with it. The product compares the two sites by name
/// only, and so counts a copy in a room of the lost building as one at another site.
pub const SITE_LOSS_TAKES_SITES_WITHIN: bool = true;

/// "Mark together the items of a component joined only by entries of phase run or of unwritten
/// phase whose other needs are met": items that such entries alone join stand together even where
/// a written entry also lies inside their component and is met from outside it. The product wants
/// every entry inside the component to be of phase run or unwritten, and so calls a circle a
/// deadlock as soon as one member also has a written k-of-n that other members already meet.
pub const UNWRITTEN_CIRCLES_WITHIN_COMPONENTS: bool = true;

/// "The losses considered are all items but activities and i itself; teams only with `--people`":
/// the common event of a group strikes only members that can be lost. The product lets it strike
/// the whole group, and so gives a chance of a stop that no set of losses brings about.
pub const COMMON_EVENT_SPARES_WHAT_IS_NEVER_LOST: bool = true;
