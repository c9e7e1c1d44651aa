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

/// The style of all pages.
pub static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    asset(
        "style",
        "css",
        "text/css; charset=utf-8",
        include_bytes!("style.css"),
    )
});

/// The mark of the house, for the browser's tab.
pub static MARK: LazyLock<Asset> =
    LazyLock::new(|| asset("mark", "svg", "image/svg+xml", include_bytes!("mark.svg")));

/// The asset of a path, if its content is still the same.
pub fn find(path: &str) -> Option<&'static Asset> {
    [&*STYLE, &*MARK]
        .into_iter()
        .find(|asset| asset.path == path)
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
