//! `/initiation` and the pages of stages that list what their sub-stages have come to.

use axum::response::Response;
use maud::html;

use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::frame::{Page, show as framed};
use crate::web::generic::stage::{self, About};
use crate::web::reckoned;

const INITIATION: About = About {
    number: 1,
    name: "Initiation",
    lead: "What must survive, how much harm is too much, who decides, and what it may cost.",
};

const REQUIREMENTS: About = About {
    number: 2,
    name: "Requirements and strategy",
    lead: "What must be back, how fast, at what loss; what threatens it; and which way is chosen.",
};

const IMPLEMENTATION: About = About {
    number: 3,
    name: "Implementation",
    lead: "The people, the standby, the measures and the plans that bring it back.",
};

const INVOCATION: About = About {
    number: 5,
    name: "Invocation",
    lead: "The day itself: declare, recover, stand down, and learn.",
};

/// Stage 1.
pub async fn initiation(call: Call) -> Result<Response, Problem> {
    of(&call, &INITIATION, "/initiation", "1-initiation").await
}

/// Stage 2.
pub async fn requirements(call: Call) -> Result<Response, Problem> {
    of(&call, &REQUIREMENTS, "/requirements", "2-requirements").await
}

/// Stage 3.
pub async fn implementation(call: Call) -> Result<Response, Problem> {
    of(
        &call,
        &IMPLEMENTATION,
        "/implementation",
        "3-implementation",
    )
    .await
}

/// Stage 5.
pub async fn invocation(call: Call) -> Result<Response, Problem> {
    of(&call, &INVOCATION, "/invocation", "5-invocation").await
}

async fn of(
    call: &Call,
    about: &About,
    place: &'static str,
    help: &'static str,
) -> Result<Response, Problem> {
    let now = reckoned::of(call).await?;
    let body = stage::body(&now, about, &html! {});
    let page = Page::new(about.name, place, body).help(help);
    let page = page.export([("As JSON", "/api/v1/programme-status")]);
    framed(call, page).await
}
