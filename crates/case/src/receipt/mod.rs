//! A reporter follows the matter by receipt code: plain timeline, confirm, dispute, object, reopen, add words.

pub mod act;
pub mod page;
