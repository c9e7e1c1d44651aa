//! What pages load beside themselves, embedded in the program. The name holds a digest of the
//! content, so that a browser may keep it for ever and never shows an old one.

use std::sync::LazyLock;

use ring::digest::{SHA256, digest};

/// One file that pages load.
pub struct Asset {
    /// Its path, which changes with its content.
    pub path: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: &'static [u8],
}

/// The style of all pages: one sheet, its parts in this order.
pub static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    let sheet = concat!(
        include_str!("style/base.css"),
        include_str!("style/frame.css"),
        include_str!("style/estate.css"),
        include_str!("style/ahead.css"),
        include_str!("style/demo.css"),
        include_str!("style/records.css"),
        include_str!("style/initiation.css"),
        include_str!("style/bia.css"),
        include_str!("style/report.css"),
        include_str!("style/operation.css"),
        include_str!("style/margin.css"),
        include_str!("style/forecast.css"),
        include_str!("style/strategy.css"),
        include_str!("style/risks.css"),
        include_str!("style/warnings.css"),
        include_str!("style/recover.css"),
    );
    asset("style", "css", "text/css; charset=utf-8", sheet.as_bytes())
});

/// The mark of the house, for the browser's tab.
pub static MARK: LazyLock<Asset> =
    LazyLock::new(|| asset("mark", "svg", "image/svg+xml", include_bytes!("mark.svg")));

/// The modules that make pages quicker to use; every page works without them.
const MODULES: &[(&str, &[u8])] = &[
    ("frame", include_bytes!("script/frame.js")),
    ("grid", include_bytes!("script/grid.js")),
    ("estate", include_bytes!("script/estate.js")),
    ("map", include_bytes!("script/map.js")),
    ("margin", include_bytes!("script/margin.js")),
    ("record", include_bytes!("script/record.js")),
    ("bia", include_bytes!("script/bia.js")),
    ("run", include_bytes!("script/run.js")),
];

static SCRIPTS: LazyLock<Vec<(&'static str, Asset)>> = LazyLock::new(|| {
    let made = |(name, bytes): &(&'static str, &'static [u8])| {
        (
            *name,
            asset(name, "js", "text/javascript; charset=utf-8", bytes),
        )
    };
    MODULES.iter().map(made).collect()
});

/// A module by its name.
pub fn script(name: &str) -> Option<&'static Asset> {
    let found = SCRIPTS.iter().find(|(known, _)| *known == name);
    debug_assert!(found.is_some(), "no module is called {name}");
    found.map(|(_, asset)| asset)
}

/// The asset of a path, if its content is still the same.
pub fn find(path: &str) -> Option<&'static Asset> {
    let scripts = SCRIPTS.iter().map(|(_, asset)| asset);
    let mut all = [&*STYLE, &*MARK].into_iter().chain(scripts);
    all.find(|asset| asset.path == path)
}

fn asset(stem: &str, extension: &str, media_type: &'static str, bytes: &'static [u8]) -> Asset {
    let digest = digest(&SHA256, bytes);
    let digest: String = digest.as_ref()[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Asset {
        path: format!("/assets/{stem}-{digest}.{extension}"),
        media_type,
        bytes,
    }
}
