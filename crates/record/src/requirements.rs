//! Stage 2: what must be back, how fast, at what loss?

pub mod activity;
pub mod alteration;
pub mod choice;
pub mod component;
pub mod dataset;
pub mod hazard;
pub mod impact;
pub mod indicator;
pub mod loss_type;
pub mod measure;
pub mod occurrence;
pub mod option;
pub mod risk;
pub mod scenario;
pub mod service;
pub mod workaround;

pub use activity::Activity;
pub use choice::Choice;
pub use component::Component;
pub use dataset::Dataset;
pub use hazard::Hazard;
pub use impact::Impact;
pub use indicator::Indicator;
pub use loss_type::LossType;
pub use measure::Measure;
pub use occurrence::Occurrence;
pub use option::StrategyOption;
pub use risk::Risk;
pub use scenario::Scenario;
pub use service::Service;
pub use workaround::Workaround;
