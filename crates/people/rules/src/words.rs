//! The words of a household: relations, sexes, comings and goings, actions.

use kernel::keyed;

keyed! {
    /// How somebody is related to the head (the groups of GB/T 4761).
    Relation {
        Head = "head" "户主",
        Spouse = "spouse" "配偶",
        Son = "son" "儿子",
        Daughter = "daughter" "女儿",
        Grandchild = "grandchild" "孙辈",
        Parent = "parent" "父母",
        Grandparent = "grandparent" "祖父母",
        Sibling = "sibling" "兄弟姐妹",
        Other = "other" "其他",
    }
}

keyed! {
    /// The four values of GB/T 2261.1.
    Sex {
        Male = "male" "男",
        Female = "female" "女",
        Unknown = "unknown" "未知",
        NotStated = "not_stated" "未说明",
    }
}

keyed! {
    /// How somebody came to belong to a household.
    Arrival {
        Living = "living" "登记时已居住",
        Born = "born" "出生",
        MovedIn = "moved_in" "迁入",
    }
}

keyed! {
    /// How somebody ceased to.
    Departure {
        MovedOut = "moved_out" "搬走",
        Died = "died" "去世",
        /// Should never have been registered here; counts on no day.
        Mistaken = "mistaken" "登记有误",
    }
}

keyed! {
    /// What happened to a household.
    Action {
        Register = "register" "登记住户",
        Add = "add" "增加成员",
        End = "end" "成员离开",
        ChangeHead = "change_head" "变更户主",
        ConfirmHead = "confirm_head" "确认户主",
        Correct = "correct" "更正",
        Settle = "settle" "裁定不同说法",
    }
}

keyed! {
    /// What can be set, and what two people can set differently.
    Field {
        Building = "building" "楼栋",
        Dwelling = "dwelling" "房号",
        Head = "head" "户主",
        Name = "name" "姓名",
        Sex = "sex" "性别",
        Born = "born" "出生日期",
        Phone = "phone" "电话",
        Relation = "relation" "与户主关系",
        From = "from" "来此居住日期",
        Left = "left" "离开",
    }
}

keyed! {
    /// The two sides of a conflict.
    Side {
        Kept = "kept" "保留原来的",
        Later = "later" "采用后到的",
    }
}

keyed! {
    /// What somebody needs names and numbers in full for. There is no way to see them without one.
    Purpose {
        Contact = "contact" "联系这家人",
        Visit = "visit" "上门核实",
        Settle = "settle" "核实不同说法",
        Correct = "correct" "更正登记",
        Emergency = "emergency" "紧急情况找人",
    }
}

keyed! {
    /// Where a numbered write of a phone stands.
    UploadState {
        Waiting = "waiting" "等前面的",
        Applied = "applied" "已登记",
        Conflict = "conflict" "有不同说法",
        Refused = "refused" "没有登记",
        Discarded = "discarded" "已作废",
    }
}
