//! Words that every part of Xingge shares: ids, moments, desks, actors, scope, issues, refusals, and what is counted.

extern crate self as kernel;

/// For [`keyed!`], so that its users need not name serde themselves.
pub use serde;

mod actor;
mod age;
mod channel;
mod civil_date;
mod desk;
mod fault;
pub mod figure;
mod ids;
mod keyed;
mod moment;
mod period;
mod permission;

pub use actor::{Actor, Scope, StandIn};
pub use age::Age;
pub use channel::Channel;
pub use civil_date::CivilDate;
pub use desk::{AreaCode, Desk, Level, UnitKey};
pub use fault::{Issue, Issues, Refusal};
pub use ids::{
    AbsenceId, AccountId, AttachmentId, CaseId, ClientId, DeviceId, HouseholdId, OrderId, PostId, ResidentId, Street,
};
pub use moment::Moment;
pub use permission::{Permission, Role};
