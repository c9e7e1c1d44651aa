//! Kubernetes manifests: real ones by their check numbers, small ones for every rule.

use exchange::import::{File, Import, kubernetes};
use record::kinds::Record;

use crate::{mutate, real};

const SMALL: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 3
  template:
    metadata: { labels: { app: web, tier: front } }
    spec:
      containers:
        - name: main
          env:
            - { name: CART_ADDR, value: \"cart:7070\" }
            - { name: CART_URL, value: \"http://cart.shop.svc.cluster.local:7070/v1\" }
            - { name: MAIL_ADDR, value: \"mail:25\" }
            - { name: PAY_URL, value: \"https://pay.example.com/x\" }
            - { name: MODE, value: cart }
            - { name: IMAGE, value: \"cart:latest\" }
            - { name: SELF, value: \"127.0.0.1:80\" }
            - { name: PASSWORD, valueFrom: { secretKeyRef: { name: s, key: p } } }
            - { name: LOGS, valueFrom: { configMapKeyRef: { name: settings, key: logs } } }
          envFrom: [ { configMapRef: { name: settings } } ]
      volumes: [ { name: d, persistentVolumeClaim: { claimName: uploads } } ]
---
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Service
    metadata: { name: web, namespace: shop }
    spec: { selector: { app: web } }
  - apiVersion: v1
    kind: Service
    metadata: { name: cart, namespace: shop }
    spec: { selector: { app: cart } }
  - apiVersion: v1
    kind: Service
    metadata: { name: lonely, namespace: shop }
  - apiVersion: v1
    kind: ConfigMap
    metadata: { name: settings, namespace: shop }
    data: { logs: \"tcp://lonely:514\", KAFKA_SERVERS: \"k1:9092,k2:9092\" }
  - apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: { name: uploads, namespace: shop }
    spec: { resources: { requests: { storage: 20Gi } } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: cart, namespace: shop }
spec:
  template: { metadata: { labels: { app: cart } }, spec: { containers: [ ] } }
  volumeClaimTemplates: [ { metadata: { name: store }, spec: { resources: { requests: { storage: 5G } } } } ]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: cart, namespace: shop }
spec: { template: { metadata: { labels: { app: cart } } } }
---
apiVersion: v1
kind: Secret
metadata: { name: s }
data: { p: aHVudGVyMg== }
---
apiVersion: v1
kind: Service
metadata: { name: lonely, namespace: shop }
spec: { selector: { app: other } }
";

fn small(text: &str) -> Import {
    kubernetes::import(&[File {
        name: "all.yaml",
        bytes: text.as_bytes(),
    }])
}

/// Workloads, services, needs of workloads, needs of services.
fn counts(import: &Import) -> [usize; 4] {
    let mut counts = [0; 4];
    for record in &import.records {
        match record {
            Record::Component(component) => {
                counts[0] += 1;
                counts[2] += component.item.requires.len();
            }
            Record::Service(service) => {
                counts[1] += 1;
                counts[3] += service.item.requires.len();
            }
            _ => {}
        }
    }
    counts
}

const BOUTIQUE: &str = "online-boutique-k8s";

#[test]
fn a_real_shop_has_sixteen_edges_by_address() {
    let Some(import) = real::import(BOUTIQUE, &["kubernetes-manifests.yaml"], kubernetes::import)
    else {
        return;
    };
    assert_eq!(import.complaints, []);
    // One address leads to a Service that is not there: it is kept beside the sixteen.
    assert_eq!(counts(&import), [12, 12, 16 + 1, 12]);
    insta::assert_snapshot!(import.remarks.join("\n"));
}

#[test]
fn the_same_shop_from_two_places_is_one_shop() {
    let Some(folder) = real::folder(BOUTIQUE) else {
        return;
    };
    let mut paths = vec!["kubernetes-manifests.yaml".to_string()];
    for entry in std::fs::read_dir(folder.join("kubernetes-manifests")).expect("a folder") {
        let name = entry.expect("an entry").file_name();
        paths.push(format!("kubernetes-manifests/{}", name.to_string_lossy()));
    }
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let import = real::import(BOUTIQUE, &paths, kubernetes::import).expect("the set is there");
    assert_eq!(import.complaints, []);
    assert_eq!(counts(&import), [12, 12, 16 + 1, 12]);
    let alone = real::import(BOUTIQUE, &paths[1..], kubernetes::import).expect("the set is there");
    assert_eq!(counts(&alone), [12, 12, 16 + 1, 12]);
}

#[test]
fn a_real_estate_without_declared_edges_has_none() {
    let part = |number: u32| {
        format!("kubernetes-manifests/k8s-with-jaeger/ts-deployment-part{number}.yml")
    };
    let paths = [part(1), part(2), part(3)];
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let Some(import) = real::import("train-ticket-k8s", &paths, kubernetes::import) else {
        return;
    };
    assert_eq!(import.complaints, []);
    let [workloads, services, edges, _] = counts(&import);
    assert_eq!((workloads, services, edges), (64, 67, 0));
    insta::assert_snapshot!(import.remarks.join("\n"));
}

#[test]
fn addresses_selectors_and_claims_become_needs_and_data() {
    let import = small(SMALL);
    assert_eq!(import.complaints, []);
    let nodes: Vec<_> = import.records.iter().map(Record::write).collect();
    let written = exchange::write::yaml::documents(&nodes);
    assert!(!written.contains("aHVudGVyMg"), "no Secret is read");
    insta::assert_snapshot!(format!("{}\n\n{written}", import.remarks.join("\n")));
}

#[test]
fn what_is_wrong_is_said() {
    assert_eq!(small("a: 1").complaints.len(), 1);
    assert_eq!(small("apiVersion: v1\nkind: Service\n").complaints.len(), 1);
    assert_eq!(small("apiVersion: v1\nkind: Secret\n").complaints, []);
}

#[test]
fn hostile_manifests_never_panic() {
    mutate::never_panics(&[("all.yaml", SMALL.as_bytes())], kubernetes::import);
}

#[test]
fn bombs_are_refused() {
    mutate::bombs_are_refused("all.yaml", kubernetes::import);
}
