//! The form of the figures.

use super::{Metrics, Request, Route, Why};

#[test]
fn figures_are_written_in_the_form_that_monitoring_reads() {
    let metrics = Metrics::new();
    let request = Request {
        route: "/api/v1/me".into(),
        method: "GET".into(),
        status: 200,
    };
    metrics.requests.get_or_create(&request).inc();
    let route = Route {
        route: "/api/v1/me".into(),
    };
    metrics.request_seconds.get_or_create(&route).observe(0.002);
    metrics
        .refusals
        .get_or_create(&Why {
            code: "not-allowed".into(),
        })
        .inc();
    metrics.head.set(17);
    let text = metrics.text();
    let line = "mainstay_requests_total{route=\"/api/v1/me\",method=\"GET\",status=\"200\"} 1\n";
    assert!(text.contains(line), "{text}");
    assert!(
        text.contains("mainstay_request_seconds_count{route=\"/api/v1/me\"} 1\n"),
        "{text}"
    );
    assert!(
        text.contains("mainstay_refusals_total{code=\"not-allowed\"} 1\n"),
        "{text}"
    );
    assert!(text.contains("mainstay_head 17\n"), "{text}");
    assert!(text.contains("mainstay_backup_age_seconds -1\n"), "{text}");
    assert!(text.ends_with("# EOF\n"), "{text}");
}
