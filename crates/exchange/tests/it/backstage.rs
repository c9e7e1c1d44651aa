//! Backstage entities: a real catalogue by its check numbers, a small one for every rule.

use exchange::import::{File, Import, backstage};
use record::kinds::Record;

use crate::{mutate, real};

const SMALL: &str = "\
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: Web
  title: Web shop
  description: What customers see.
  tags: [shop]
  annotations: { backstage.io/source-location: \"url:https://example.org/web\" }
spec:
  type: website
  lifecycle: production
  owner: shop
  system: selling
  dependsOn: [ \"resource:default/orders\", \"component:cart\", Component:CART, resource:ghost ]
  consumesApis: [ cart-api ]
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: cart, namespace: default }
spec: { type: service, owner: \"user:ada\", subcomponentOf: web, providesApis: [ default/cart-api ] }
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: cart, namespace: edge }
spec: { type: service, owner: \"group:other/ops\", dependsOn: [ \"edge/cart\" ] }
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: Cart }
spec: { type: service, owner: somebody-else }
---
apiVersion: backstage.io/v1alpha1
kind: API
metadata: { name: cart-api }
spec: { type: openapi, owner: shop }
---
apiVersion: backstage.io/v1alpha1
kind: Resource
metadata: { name: orders }
spec: { type: database, owner: shop, dependencyOf: [ \"component:cart\" ] }
---
apiVersion: backstage.io/v1alpha1
kind: System
metadata: { name: selling }
spec: { owner: shop, domain: money }
---
apiVersion: backstage.io/v1alpha1
kind: Domain
metadata: { name: money }
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: { name: shop }
spec: { type: team, parent: company, members: [ ada, Bob ], profile: { displayName: The shop } }
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata: { name: ada }
spec: { memberOf: [ shop ], profile: { displayName: Ada, email: ada@example.org } }
---
apiVersion: v1
kind: Service
metadata: { name: other }
";

fn small(text: &str) -> Import {
    backstage::import(&[File {
        name: "catalog-info.yaml",
        bytes: text.as_bytes(),
    }])
}

#[test]
fn a_real_catalogue_without_dependencies_says_so() {
    let set = "giantswarm-backstage";
    let Some(import) = real::import(set, &["charts.yaml", "groups.yaml"], backstage::import) else {
        return;
    };
    assert_eq!(import.complaints, []);
    let of = |kind: &str| {
        import
            .records
            .iter()
            .filter(|record| record.kind() == kind)
            .count()
    };
    assert_eq!((of("service"), of("team")), (75 - 7, 12));
    let mut owners: Vec<String> = Vec::new();
    for record in &import.records {
        owners.extend(
            record
                .envelope()
                .owner
                .iter()
                .map(|owner| owner.text.to_string()),
        );
        if let Record::Service(service) = record {
            assert_eq!(service.item.requires, []);
        }
    }
    owners.sort();
    owners.dedup();
    assert_eq!(owners.len(), 10);
    insta::assert_snapshot!(import.remarks.join("\n"));
}

#[test]
fn references_in_all_their_forms_become_needs_owners_and_tags() {
    let import = small(SMALL);
    assert_eq!(import.complaints, []);
    let nodes: Vec<_> = import.records.iter().map(Record::write).collect();
    let written = exchange::write::yaml::documents(&nodes);
    assert!(!written.contains("ada@"), "contact details stay outside");
    insta::assert_snapshot!(format!("{}\n\n{written}", import.remarks.join("\n")));
}

#[test]
fn what_is_wrong_is_said() {
    let import = small("a: 1");
    assert_eq!(import.complaints.len(), 1);
    let import = small(
        "apiVersion: backstage.io/v1alpha1\nkind: Component\n\
         metadata: {name: a}\nspec: {dependsOn: [[b]], owner: ':'}",
    );
    assert_eq!(import.complaints.len(), 2, "{:?}", import.complaints);
}

#[test]
fn hostile_catalogues_never_panic() {
    mutate::never_panics(
        &[("catalog-info.yaml", SMALL.as_bytes())],
        backstage::import,
    );
}

#[test]
fn bombs_are_refused() {
    mutate::bombs_are_refused("catalog-info.yaml", backstage::import);
}
