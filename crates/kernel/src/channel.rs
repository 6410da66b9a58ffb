//! Where a report came from.

use crate::keyed;

keyed! {
    /// Where a report came from.
    Channel {
        Resident = "resident" "居民自报",
        Hotline = "hotline" "热线来电",
        WalkIn = "walk_in" "窗口来访",
        Patrol = "patrol" "网格巡查",
        Import = "import" "批量导入",
    }
}
