//! The lifecycle as one table: buttons, refusals, permissions, the diagram and the demo data all read it.

use kernel::Permission as P;

use crate::words::{Action, ClockKind, State};

/// Which seat the actor must have, besides the permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seat {
    /// At the desk where the matter waits.
    Desk,
    /// At the desk that dispatches at the matter's level.
    Dispatcher,
    /// At the desk of the lead unit.
    Lead,
    /// At the desk of the lead or an assisting unit.
    Unit,
    /// Anybody who sees the matter.
    InScope,
    /// Whoever holds the receipt.
    Reporter,
    /// The program, by its clock.
    System,
}

/// A condition with a name, checked by `guards.rs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// A reason of the row's list and words are given.
    Explained,
    /// Words are given.
    Worded,
    /// Assisting units are named; the first row whose guards of this kind fit is taken.
    WithAssisting,
    WithoutAssisting,
    /// There is a reporter who can be asked.
    ReporterReachable,
    NoReporter,
    /// The reporter wrote instead of confirming and has no answer yet.
    CommentOpen,
    /// The unit stands on the duty list for the item, or the choice is explained.
    OnDuty,
    /// Something stands above the matter's level.
    HasLevelAbove,
    /// The matter stands at street level or above, where handing over is decided.
    AtStreetLevel,
    /// The clock has not run out (§5.3).
    BeforeDue,
    /// At most two extensions (§5.3).
    ExtensionsLeft,
    NoRequestPending,
    ExtensionPending,
    SuspensionPending,
    SuspensionEndorsed,
    /// The end date is ahead, at most a year (§5.3).
    EndDateAhead,
    /// Photos, where the category's standard asks for them.
    EvidenceGiven,
    /// The actor did not handle the matter.
    NotTheHandler,
    /// Thirty days after closing.
    WithinThirtyDays,
    /// The matter was late, was not appealed before and awaits no review.
    LateAndNotAppealed,
    AppealPending,
    /// The actor is not the one who reviewed it first.
    SecondReviewer,
    /// A second return was decided above; there is no third (domain.md §9, 15).
    NotDecidedAbove,
    /// The matter goes somewhere else than where it is.
    Elsewhere,
    /// The place belongs to no grid.
    Unplaced,
    /// Another open matter.
    OtherMatter,
    /// An order that waits for a reply.
    OrderOpen,
    /// The due date is ahead.
    OrderDueAhead,
    /// The reminder has not fired.
    NotReminded,
    /// Another calendar gives a clock another due time.
    ClocksMove,
    /// The time has come.
    TimeIsUp,
    /// Words or a picture that the matter holds are named.
    HidesSomething,
}

/// What a step does to a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    Start(ClockKind),
    Stop(ClockKind),
    Pause(ClockKind),
    Resume(ClockKind),
    /// A running clock runs on, a paused one resumes for the same lead, anything else starts anew.
    HandOver(ClockKind),
    /// One more original limit (§5.3).
    Extend(ClockKind),
    StopAll,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// `None` for the first step.
    pub from: Option<State>,
    pub action: Action,
    /// `None` when the state stays (a flag or an entry).
    pub to: Option<State>,
    pub permission: P,
    pub seat: Seat,
    pub guards: &'static [Guard],
    pub effects: &'static [Effect],
    /// Taken at once after this one, by the program.
    pub then: Option<Action>,
}

use Action as A;
use ClockKind as C;
use Effect::{Extend, HandOver, Pause, Resume, Start, Stop, StopAll};
use Guard as G;
use State as S;

const fn row(
    from: S,
    action: A,
    to: S,
    permission: P,
    seat: Seat,
    guards: &'static [Guard],
    effects: &'static [Effect],
) -> Row {
    Row {
        from: Some(from),
        action,
        to: Some(to),
        permission,
        seat,
        guards,
        effects,
        then: None,
    }
}

const fn stay(
    from: S,
    action: A,
    permission: P,
    seat: Seat,
    guards: &'static [Guard],
    effects: &'static [Effect],
) -> Row {
    Row {
        from: Some(from),
        action,
        to: None,
        permission,
        seat,
        guards,
        effects,
        then: None,
    }
}

const fn chained(row: Row, then: A) -> Row {
    Row {
        then: Some(then),
        ..row
    }
}

const fn opening(action: A, to: S, permission: P, effects: &'static [Effect]) -> Row {
    Row {
        from: None,
        action,
        to: Some(to),
        permission,
        seat: Seat::InScope,
        guards: &[],
        effects,
        then: None,
    }
}

/// Steps that change the state, in the order of a matter's life.
#[rustfmt::skip]
const STEPS: &[Row] = &[
    opening(A::Report, S::Reported, P::Public, &[Start(C::Intake)]),
    opening(A::SelfResolve, S::Closed, P::SelfResolve, &[]),
    // Closed by another system; what is still open there begins as a report.
    opening(A::Import, S::Archived, P::System, &[]),

    row(S::Reported, A::AskVerify, S::Verifying, P::Intake, Seat::Desk, &[], &[Pause(C::Intake), Start(C::Verify)]),
    row(S::Verifying, A::Verified, S::Reported, P::Verify, Seat::Desk, &[], &[Stop(C::Verify), Resume(C::Intake)]),
    row(S::Verifying, A::NotFound, S::Voided, P::Verify, Seat::Desk, &[G::Explained], &[StopAll]),
    // Where the grid has nobody it waits at a desk that takes in, and whoever sits there goes to look.
    row(S::Verifying, A::Verified, S::Reported, P::Intake, Seat::Desk, &[], &[Stop(C::Verify), Resume(C::Intake)]),
    row(S::Verifying, A::NotFound, S::Voided, P::Intake, Seat::Desk, &[G::Explained], &[StopAll]),
    row(S::Reported, A::Decline, S::Declined, P::Intake, Seat::Desk, &[G::Explained], &[StopAll]),
    row(S::Declined, A::Object, S::Reported, P::HoldReceipt, Seat::Reporter, &[G::Worded], &[Start(C::Intake)]),
    row(S::Voided, A::Object, S::Reported, P::HoldReceipt, Seat::Reporter, &[G::Worded], &[Start(C::Intake)]),
    chained(row(S::Reported, A::File, S::Filed, P::Intake, Seat::Desk, &[], &[Stop(C::Intake), Start(C::Promise)]), A::Queue),
    row(S::Filed, A::Queue, S::AwaitingDispatch, P::System, Seat::System, &[], &[Start(C::Dispatch)]),
    row(S::Reported, A::Merge, S::Merged, P::Intake, Seat::Desk, &[G::Explained, G::OtherMatter], &[StopAll]),
    row(S::AwaitingDispatch, A::Merge, S::Merged, P::Intake, Seat::Desk, &[G::Explained, G::OtherMatter], &[StopAll]),
    row(S::Merged, A::Unmerge, S::Reported, P::Intake, Seat::InScope, &[G::Explained], &[Start(C::Intake), Resume(C::Promise)]),

    row(S::AwaitingDispatch, A::Dispatch, S::Dispatched, P::Dispatch, Seat::Desk, &[G::OnDuty], &[Stop(C::Dispatch), Start(C::Accept), HandOver(C::Handle)]),
    row(S::AwaitingDispatch, A::Transfer, S::Closed, P::Dispatch, Seat::Desk, &[G::AtStreetLevel, G::Explained], &[StopAll]),
    row(S::Dispatched, A::Accept, S::Handling, P::Handle, Seat::Lead, &[G::WithoutAssisting], &[Stop(C::Accept)]),
    row(S::Dispatched, A::Accept, S::Joint, P::Handle, Seat::Lead, &[G::WithAssisting], &[Stop(C::Accept)]),
    row(S::Dispatched, A::Return, S::Returned, P::Handle, Seat::Lead, &[G::NotDecidedAbove, G::Explained], &[Stop(C::Accept), Pause(C::Handle), Start(C::Dispatch)]),
    row(S::Handling, A::Return, S::Returned, P::Handle, Seat::Lead, &[G::NotDecidedAbove, G::Explained], &[Pause(C::Handle), Start(C::Dispatch)]),
    row(S::Joint, A::Return, S::Returned, P::Handle, Seat::Lead, &[G::NotDecidedAbove, G::Explained], &[Pause(C::Handle), Start(C::Dispatch)]),
    row(S::Returned, A::Redispatch, S::Dispatched, P::Dispatch, Seat::Desk, &[G::OnDuty], &[Stop(C::Dispatch), Start(C::Accept), HandOver(C::Handle)]),
    row(S::Returned, A::Transfer, S::Closed, P::Dispatch, Seat::Desk, &[G::AtStreetLevel, G::Explained], &[StopAll]),
    row(S::AwaitingDispatch, A::Escalate, S::AwaitingDispatch, P::Escalate, Seat::Desk, &[G::Explained, G::HasLevelAbove], &[]),
    row(S::Handling, A::Escalate, S::AwaitingDispatch, P::Escalate, Seat::Lead, &[G::Explained, G::HasLevelAbove], &[Start(C::Dispatch)]),
    row(S::Joint, A::Escalate, S::AwaitingDispatch, P::Escalate, Seat::Lead, &[G::Explained, G::HasLevelAbove], &[Start(C::Dispatch)]),

    row(S::Handling, A::GrantSuspension, S::Suspended, P::ApproveFinally, Seat::InScope, &[G::SuspensionEndorsed, G::SecondReviewer], &[Pause(C::Handle)]),
    row(S::Joint, A::GrantSuspension, S::Suspended, P::ApproveFinally, Seat::InScope, &[G::SuspensionEndorsed, G::SecondReviewer], &[Pause(C::Handle)]),
    row(S::Suspended, A::Resume, S::Handling, P::Handle, Seat::Lead, &[G::WithoutAssisting], &[Resume(C::Handle)]),
    row(S::Suspended, A::Resume, S::Joint, P::Handle, Seat::Lead, &[G::WithAssisting], &[Resume(C::Handle)]),
    row(S::Suspended, A::Resume, S::Handling, P::System, Seat::System, &[G::TimeIsUp, G::WithoutAssisting], &[Resume(C::Handle)]),
    row(S::Suspended, A::Resume, S::Joint, P::System, Seat::System, &[G::TimeIsUp, G::WithAssisting], &[Resume(C::Handle)]),

    row(S::Handling, A::Submit, S::Handled, P::Handle, Seat::Lead, &[G::Worded, G::EvidenceGiven], &[Pause(C::Handle), Start(C::Inspect)]),
    row(S::Joint, A::Submit, S::Handled, P::Handle, Seat::Lead, &[G::Worded, G::EvidenceGiven], &[Pause(C::Handle), Start(C::Inspect)]),
    row(S::Handled, A::Inspect, S::Inspecting, P::Inspect, Seat::Desk, &[G::NotTheHandler], &[]),
    // The promise stands only while the office waits for the resident (§5.3).
    row(S::Inspecting, A::Pass, S::PendingConfirm, P::Inspect, Seat::Desk, &[G::NotTheHandler, G::ReporterReachable], &[Stop(C::Inspect), Start(C::Confirm), Pause(C::Promise)]),
    row(S::Inspecting, A::Pass, S::Closed, P::Inspect, Seat::Desk, &[G::NotTheHandler, G::NoReporter], &[StopAll]),
    row(S::Inspecting, A::Fail, S::Rework, P::Inspect, Seat::Desk, &[G::NotTheHandler, G::Explained], &[Stop(C::Inspect), Resume(C::Handle)]),
    row(S::Rework, A::Accept, S::Handling, P::Handle, Seat::Lead, &[G::WithoutAssisting], &[]),
    row(S::Rework, A::Accept, S::Joint, P::Handle, Seat::Lead, &[G::WithAssisting], &[]),

    row(S::PendingConfirm, A::Confirm, S::Closed, P::HoldReceipt, Seat::Reporter, &[], &[StopAll]),
    row(S::PendingConfirm, A::Dispute, S::Rework, P::HoldReceipt, Seat::Reporter, &[], &[Stop(C::Confirm), Resume(C::Handle), Resume(C::Promise)]),
    row(S::PendingConfirm, A::Lapse, S::Closed, P::System, Seat::System, &[G::TimeIsUp], &[StopAll]),
    chained(row(S::Closed, A::Reopen, S::Reopened, P::HoldReceipt, Seat::Reporter, &[G::WithinThirtyDays], &[]), A::Queue),
    chained(row(S::Closed, A::Reopen, S::Reopened, P::Inspect, Seat::InScope, &[G::WithinThirtyDays, G::Explained], &[]), A::Queue),
    row(S::Reopened, A::Queue, S::AwaitingDispatch, P::System, Seat::System, &[], &[Start(C::Dispatch), Resume(C::Promise)]),
    row(S::Closed, A::Reclass, S::Closed, P::Intake, Seat::Desk, &[], &[]),
    row(S::Closed, A::Archive, S::Archived, P::System, Seat::System, &[G::TimeIsUp], &[]),
];

/// Steps that leave the state as it is: requests, flags, entries.
#[rustfmt::skip]
const ENTRIES: &[Row] = &[
    stay(S::Reported, A::Relocate, P::Intake, Seat::Desk, &[G::Worded], &[]),
    stay(S::Handling, A::RequestExtension, P::Handle, Seat::Lead, &[G::Explained, G::NoRequestPending, G::BeforeDue, G::ExtensionsLeft], &[]),
    stay(S::Joint, A::RequestExtension, P::Handle, Seat::Lead, &[G::Explained, G::NoRequestPending, G::BeforeDue, G::ExtensionsLeft], &[]),
    stay(S::Handling, A::GrantExtension, P::Approve, Seat::Dispatcher, &[G::ExtensionPending], &[Extend(C::Handle)]),
    stay(S::Joint, A::GrantExtension, P::Approve, Seat::Dispatcher, &[G::ExtensionPending], &[Extend(C::Handle)]),
    stay(S::Handling, A::RefuseExtension, P::Approve, Seat::Dispatcher, &[G::ExtensionPending, G::Worded], &[]),
    stay(S::Joint, A::RefuseExtension, P::Approve, Seat::Dispatcher, &[G::ExtensionPending, G::Worded], &[]),
    stay(S::Handling, A::RequestSuspension, P::Handle, Seat::Lead, &[G::Explained, G::NoRequestPending, G::EndDateAhead], &[]),
    stay(S::Joint, A::RequestSuspension, P::Handle, Seat::Lead, &[G::Explained, G::NoRequestPending, G::EndDateAhead], &[]),
    stay(S::Handling, A::EndorseSuspension, P::Approve, Seat::Dispatcher, &[G::SuspensionPending], &[]),
    stay(S::Joint, A::EndorseSuspension, P::Approve, Seat::Dispatcher, &[G::SuspensionPending], &[]),
    stay(S::Handling, A::RefuseSuspension, P::Approve, Seat::Dispatcher, &[G::SuspensionPending, G::Worded], &[]),
    stay(S::Joint, A::RefuseSuspension, P::Approve, Seat::Dispatcher, &[G::SuspensionPending, G::Worded], &[]),
    stay(S::Handling, A::RefuseSuspension, P::ApproveFinally, Seat::InScope, &[G::SuspensionEndorsed, G::Worded], &[]),
    stay(S::Joint, A::RefuseSuspension, P::ApproveFinally, Seat::InScope, &[G::SuspensionEndorsed, G::Worded], &[]),
    stay(S::Verifying, A::Reply, P::Verify, Seat::Desk, &[G::OrderOpen, G::Worded], &[]),
    stay(S::PendingConfirm, A::Note, P::Handle, Seat::Unit, &[G::CommentOpen, G::Worded], &[Start(C::Confirm)]),
    stay(S::Closed, A::Appeal, P::Handle, Seat::Unit, &[G::Explained, G::LateAndNotAppealed], &[]),
    stay(S::Closed, A::GrantAppeal, P::Approve, Seat::Dispatcher, &[G::AppealPending, G::SecondReviewer], &[]),
    stay(S::Closed, A::GrantAppeal, P::ApproveFinally, Seat::InScope, &[G::AppealPending, G::SecondReviewer], &[]),
    stay(S::Closed, A::RefuseAppeal, P::Approve, Seat::Dispatcher, &[G::AppealPending, G::Worded], &[]),
    stay(S::Closed, A::RefuseAppeal, P::ApproveFinally, Seat::InScope, &[G::AppealPending, G::Worded], &[]),
];

const fn entry(from: S, action: A, permission: P, seat: Seat, guards: &'static [Guard]) -> Row {
    stay(from, action, permission, seat, guards, &[])
}

/// What may happen in every open state, spelled out row by row so that the table stays complete.
fn everywhere() -> impl Iterator<Item = Row> {
    S::ALL.iter().filter(|state| !state.is_final()).flat_map(|&state| {
        // A comment is not silence (domain.md §9, 36).
        let speaks: &'static [Effect] = if state == S::PendingConfirm {
            &[Stop(C::Confirm)]
        } else {
            &[]
        };
        [
            entry(
                state,
                A::Supervise,
                P::Supervise,
                Seat::InScope,
                &[G::Worded, G::OrderDueAhead],
            ),
            entry(state, A::Supervise, P::System, Seat::System, &[G::TimeIsUp]),
            entry(state, A::Reply, P::Handle, Seat::Unit, &[G::OrderOpen, G::Worded]),
            entry(state, A::Reply, P::Dispatch, Seat::Desk, &[G::OrderOpen, G::Worded]),
            entry(state, A::Absorb, P::Intake, Seat::InScope, &[G::OtherMatter]),
            entry(state, A::Release, P::Intake, Seat::InScope, &[G::OtherMatter]),
            entry(state, A::Remind, P::System, Seat::System, &[G::NotReminded]),
            entry(state, A::Recount, P::System, Seat::System, &[G::Worded, G::ClocksMove]),
            entry(state, A::Note, P::ReadCases, Seat::InScope, &[G::Worded]),
            stay(state, A::Note, P::HoldReceipt, Seat::Reporter, &[G::Worded], speaks),
            entry(state, A::Rehome, P::System, Seat::System, &[G::Worded, G::Elsewhere]),
            entry(
                state,
                A::Rehome,
                P::ManageOffice,
                Seat::InScope,
                &[G::Worded, G::Elsewhere],
            ),
            // The grid was drawn anew around it; whoever takes in says which one it belongs to.
            entry(
                state,
                A::Rehome,
                P::Intake,
                Seat::InScope,
                &[G::Unplaced, G::Worded, G::Elsewhere],
            ),
            entry(state, A::Reveal, P::RevealReporter, Seat::InScope, &[G::Explained]),
        ]
    })
}

/// The source of an import may have news at any time; a person decides what to make of it.
fn news() -> impl Iterator<Item = Row> {
    S::ALL
        .iter()
        .map(|&state| entry(state, A::Import, P::System, Seat::System, &[G::Worded]))
}

/// What must not stay may be found long after the end.
fn hiding() -> impl Iterator<Item = Row> {
    S::ALL.iter().map(|&state| {
        entry(
            state,
            A::Hide,
            P::HideContent,
            Seat::InScope,
            &[G::Explained, G::HidesSomething],
        )
    })
}

/// The whole table.
#[must_use]
pub fn table() -> &'static [Row] {
    static TABLE: std::sync::LazyLock<Vec<Row>> = std::sync::LazyLock::new(|| {
        STEPS
            .iter()
            .chain(ENTRIES)
            .copied()
            .chain(everywhere())
            .chain(news())
            .chain(hiding())
            .collect()
    });
    &TABLE
}

/// Whether rows that share a state and an action are told apart by this guard, rather than refused by it.
#[must_use]
pub const fn selects(guard: Guard) -> bool {
    matches!(
        guard,
        G::WithAssisting | G::WithoutAssisting | G::ReporterReachable | G::NoReporter | G::CommentOpen
    )
}

/// The rows for one state and action, in order; several when who or what is given decides.
pub fn rows(from: Option<State>, action: Action) -> impl Iterator<Item = &'static Row> {
    table()
        .iter()
        .filter(move |row| row.from == from && row.action == action)
}
