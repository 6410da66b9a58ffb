//! Who may come in and what they may do: sign-in, accounts, posts held from a day to a day, deputies, the audit chain; and what the
//! office sets for itself: hours, limits, names, categories.
//!
//! Three administrators (三员) share the power: one keeps accounts, one grants posts, one reads the audit. None of them
//! sees a case by virtue of the office, and nobody holds two of the three.

pub mod absences;
pub mod accounts;
pub mod audit;
pub mod categories;
mod changes;
pub mod ending;
pub mod office;
pub mod password;
pub mod posts;
pub mod session;
mod store;

pub use categories::store::add_catalogue;
pub use office::store::load_setup;
pub use store::{NewAccount, NewPost, add_account, add_holding, add_post, add_role, list_people};
