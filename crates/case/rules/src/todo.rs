//! Who owes what on a matter: the rows of everybody's to-do list, folded from the state.

use kernel::{Desk, Moment};

use crate::case::Case;
use crate::words::State;

kernel::keyed! {
    /// What a desk is asked for.
    TodoKind {
        Intake = "intake" "待受理",
        Verify = "verify" "待核实",
        Dispatch = "dispatch" "待派遣",
        Decide = "decide" "待裁定",
        Accept = "accept" "待签收",
        Handle = "handle" "处置中",
        Rework = "rework" "返工",
        Suspended = "suspended" "挂账中",
        Inspect = "inspect" "待核查",
        Extension = "extension" "延期待审",
        Suspension = "suspension" "挂账待审",
        Reply = "reply" "督办待回复",
        Appeal = "appeal" "申诉待审",
        Answer = "answer" "反映人留言待答复",
        Reclass = "reclass" "待改正类别",
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Todo {
    pub desk: Desk,
    pub kind: TodoKind,
    pub due_at: Option<Moment>,
}

impl Case {
    /// Who approves requests about it: the desk that dispatched it. Leaders decide who handles it, the centre approves;
    /// so it does for a community that handles what it dispatched itself.
    #[must_use]
    pub fn approver(&self) -> Desk {
        self.dispatched_by
            .clone()
            .filter(|desk| *desk != Desk::Leader && self.lead.as_ref() != Some(desk))
            .unwrap_or(Desk::Centre)
    }

    /// What is owed, by whom, until when.
    #[must_use]
    pub fn todos(&self) -> Vec<Todo> {
        let mut todos = Vec::new();
        let due_at = self
            .current_clock()
            .filter(|clock| clock.is_running())
            .map(|clock| clock.due_at);
        let kind = match self.state {
            State::Reported => Some(TodoKind::Intake),
            State::Verifying => Some(TodoKind::Verify),
            State::Filed | State::AwaitingDispatch | State::Reopened => Some(TodoKind::Dispatch),
            State::Returned => Some(if self.returns >= 2 {
                TodoKind::Decide
            } else {
                TodoKind::Dispatch
            }),
            State::Dispatched => Some(TodoKind::Accept),
            State::Handling | State::Joint => Some(TodoKind::Handle),
            State::Rework => Some(TodoKind::Rework),
            State::Suspended => Some(TodoKind::Suspended),
            State::Handled | State::Inspecting => Some(TodoKind::Inspect),
            // A closed matter waits at a desk only when its category had ended.
            State::Closed => Some(TodoKind::Reclass),
            _ => None,
        };
        if let (Some(desk), Some(kind)) = (&self.desk, kind) {
            todos.push(Todo {
                desk: desk.clone(),
                kind,
                due_at,
            });
        }
        if self.state == State::Joint {
            todos.extend(self.assisting.iter().map(|desk| Todo {
                desk: desk.clone(),
                kind: TodoKind::Handle,
                due_at,
            }));
        }
        if let (true, Some(desk)) = (self.awaits_answer(), &self.lead) {
            todos.push(Todo {
                desk: desk.clone(),
                kind: TodoKind::Answer,
                due_at: None,
            });
        }
        let approver = self.approver();
        if self.is_open() && self.extension.is_some() {
            todos.push(Todo {
                desk: approver.clone(),
                kind: TodoKind::Extension,
                due_at,
            });
        }
        if let Some(request) = self
            .suspension
            .as_ref()
            .filter(|request| self.is_open() && !request.granted)
        {
            let desk = if request.endorsed.is_some() {
                Desk::Leader
            } else {
                approver.clone()
            };
            todos.push(Todo {
                desk,
                kind: TodoKind::Suspension,
                due_at,
            });
        }
        if let (true, Some(order), Some(desk)) = (
            self.is_open(),
            self.open_order(),
            self.lead.as_ref().or(self.desk.as_ref()),
        ) {
            todos.push(Todo {
                desk: desk.clone(),
                kind: TodoKind::Reply,
                due_at: Some(order.due),
            });
        }
        if let Some(appeal) = self
            .appeal
            .as_ref()
            .filter(|appeal| self.state == State::Closed && appeal.granted.is_none())
        {
            let desk = if appeal.reviewers.is_empty() {
                approver
            } else {
                Desk::Leader
            };
            todos.push(Todo {
                desk,
                kind: TodoKind::Appeal,
                due_at: None,
            });
        }
        todos
    }
}
