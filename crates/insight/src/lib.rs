//! Numbers that open the records behind them.

pub mod board;
pub mod bulletin;
pub mod figures;
pub mod wall;
