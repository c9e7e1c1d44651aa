//! Loss types: what is gone, whatever took it. Plans are made for these, not for causes.

crate::words! {
    /// What is gone, whatever took it.
    pub enum LossType {
        /// A site or premises.
        Site = "site",
        /// The place where people work.
        Workplace = "workplace",
        /// People.
        People = "people",
        /// The platform: hosts, storage, clusters.
        Platform = "platform",
        /// Data, or that it is right.
        Data = "data",
        /// Whatever an intruder encrypts or destroys.
        Malicious = "malicious",
        /// Network and telephone.
        Network = "network",
        /// Power, cooling, water.
        Utility = "utility",
        /// A supplier, a cloud, software as a service.
        Supplier = "supplier",
        /// Identity, keys, names: what everything else asks first.
        ControlPlane = "control-plane",
        /// Secrecy, so that something must be shut down.
        Confidentiality = "confidentiality",
        /// Roads, ships, deliveries.
        Logistics = "logistics",
        /// A whole region at once.
        Region = "region",
    }
}
