//! Households and residents on buildings.
