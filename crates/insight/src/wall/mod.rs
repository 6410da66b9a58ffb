//! The wall screen: the office's numbers for a room, without anybody's words or names; and how dark each grid is on a map.

pub mod page;
pub(crate) mod shade;
