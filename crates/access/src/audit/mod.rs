//! The auditor reads what happened in the office: sign-ins, accounts, posts. No case content.

pub mod page;
mod store;
