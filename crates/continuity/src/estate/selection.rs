//! Which items a selector means: those that match every key it has.

use record::selector::Selector;

use super::{Estate, Listed};

/// Whether an item matches every key of a selector.
pub fn matches(estate: &Estate<'_>, listed: &Listed<'_>, selector: &Selector) -> bool {
    let item = listed.item;
    let same = |wanted: &Option<String>, found: Option<&str>| {
        wanted.as_deref().is_none_or(|wanted| Some(wanted) == found)
    };
    let region = || {
        let site = item
            .site
            .as_ref()
            .and_then(|site| estate.find_kind("site", site.id()));
        let of_site = site.and_then(|site| estate.listed(site).item.region.as_deref());
        item.region.as_deref().or(of_site)
    };
    let id = selector.id.as_deref();
    same(&selector.kind, Some(listed.kind()))
        && id.is_none_or(|id| id == listed.id() || id == listed.reference)
        && same(&selector.class, item.class.as_deref())
        && same(&selector.admin_domain, item.admin_domain.as_deref())
        && same(&selector.environment, item.environment.as_deref())
        && same(&selector.legal_entity, item.legal_entity.as_deref())
        && (selector.region.is_none() || same(&selector.region, region()))
        && selector.tier.is_none_or(|tier| item.tier == Some(tier))
        && selector
            .tag
            .as_ref()
            .is_none_or(|tag| listed.envelope.tags.contains(tag))
        && named(&selector.site, &item.site)
        && named(&selector.supplier, &item.supplier)
        && selector.team.as_ref().is_none_or(|team| {
            let by = item
                .recovery
                .as_ref()
                .and_then(|recovery| recovery.by.as_ref());
            by == Some(team)
        })
}

fn named<K>(wanted: &Option<record::link::Id<K>>, found: &Option<record::link::Id<K>>) -> bool {
    wanted.is_none() || wanted == found
}
