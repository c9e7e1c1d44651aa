//! TV-9 without the promises of the services: what the two activities ask by themselves.

use serde_json::json;

use super::business_demand;
use crate::testing::judged;

#[test]
fn promises_between_services_do_not_hide_what_the_business_asks() {
    let records = json!([
        { "kind": "activity", "id": "pay", "targets": { "mtpd": "8h", "wrt": "2h" },
          "requires": [{ "item": "service/gateway", "tail": "30m" }] },
        { "kind": "activity", "id": "people", "targets": { "mtpd": "72h", "wrt": "8h" },
          "requires": [{ "item": "component/net", "tail": "4h" }] },
        { "kind": "service", "id": "gateway", "targets": { "rto": "1h" },
          "requires": [{ "item": "component/net", "tail": "90m" }] },
        { "kind": "component", "id": "net" },
        { "kind": "component", "id": "alone" },
    ]);
    judged(records, |judge| {
        let demand = business_demand(&judge.standpoint, &judge.targets);
        let of = |name: &str| {
            let item = judge.estate().find(name).expect("an item");
            let path = demand.path(&judge.standpoint, item, 20);
            let path: Vec<String> = path.into_iter().map(|step| step.id).collect();
            (demand.seconds(item), path)
        };
        // 8 h less 2 h of work recovery less 30 minutes after it; the RTO of 1 h decides nothing.
        let (seconds, path) = of("service/gateway");
        assert_eq!(seconds, Some(19_800));
        assert_eq!(path, ["activity/pay", "service/gateway"]);
        let (seconds, path) = of("component/net");
        assert_eq!(seconds, Some(14_400));
        assert_eq!(path, ["activity/pay", "service/gateway", "component/net"]);
        assert_eq!(of("component/alone").0, None);
        let required = judge
            .targets
            .deadlines
            .required(judge.estate().find("service/gateway").expect("it"));
        assert_eq!(
            required.seconds,
            Some(3_600),
            "with the promise it is tighter"
        );
    });
}
