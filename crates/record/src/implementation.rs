//! Stage 3: how do we get it back?

pub mod arrangement;
pub mod call_tree;
pub mod plan;
pub mod procedure;
pub mod template;

pub use arrangement::Arrangement;
pub use call_tree::CallTree;
pub use plan::Plan;
pub use procedure::Procedure;
pub use template::Template;
