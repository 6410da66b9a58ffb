//! About eighty open matters, in every state and with owners, so that nobody's list is empty.

use case::store::Made;
use case_rules::{Action, Reason, State, Wish, With};
use codes::receipt::CaseNumber;
use kernel::{Actor, Desk, Moment, UnitKey};

use super::Failure;
use super::town::Rng;
use super::walk::{Pace, Walk, World};

/// How far a matter goes, how many do, and how many days ago they began.
const SCENES: &[(Scene, usize, f64)] = &[
    (Scene::Reported, 9, 0.1),
    (Scene::Verifying, 5, 0.4),
    (Scene::Awaiting, 8, 0.2),
    (Scene::Dispatched, 8, 0.3),
    (Scene::Handling, 12, 1.2),
    (Scene::Late, 6, 9.0),
    (Scene::Joint, 3, 1.0),
    (Scene::Returned, 3, 0.8),
    (Scene::ReturnedTwice, 1, 1.5),
    (Scene::Suspended, 3, 4.0),
    (Scene::AsksExtension, 3, 1.0),
    (Scene::AsksSuspension, 2, 1.0),
    (Scene::EndorsedSuspension, 1, 1.0),
    (Scene::Handled, 5, 2.0),
    (Scene::Inspecting, 3, 2.0),
    (Scene::Rework, 4, 3.0),
    (Scene::Confirming, 7, 3.0),
    (Scene::Reopened, 1, 12.0),
    (Scene::Declined, 2, 2.0),
    (Scene::Voided, 1, 2.0),
    (Scene::SolvedToday, 4, 0.1),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scene {
    Reported,
    Verifying,
    Awaiting,
    Dispatched,
    Handling,
    Late,
    Joint,
    Returned,
    ReturnedTwice,
    Suspended,
    AsksExtension,
    AsksSuspension,
    EndorsedSuspension,
    Handled,
    Inspecting,
    Rework,
    Confirming,
    Reopened,
    Declined,
    Voided,
    SolvedToday,
}

/// The open matters, numbered after the past ones of their year.
pub fn open(world: &World<'_>, now: Moment, past: &[Made], rng: &mut Rng) -> Result<Vec<Made>, Failure> {
    let mut begun: Vec<(Moment, Scene)> = Vec::new();
    for (scene, number, days) in SCENES {
        for _ in 0..*number {
            let ago = rng.between(days * 0.6, days * 1.3) * 86_400.0;
            begun.push((now.plus_seconds(-(ago as i64) - 600), *scene));
        }
    }
    begun.sort_by_key(|(at, scene)| (*at, *scene as u8));
    let mut last = std::collections::BTreeMap::new();
    for made in past {
        if let Ok(CaseNumber { year, sequence }) = made.case.number.parse() {
            last.insert(year, sequence);
        }
    }
    let mut made = Vec::new();
    for (at, scene) in begun {
        let year = u16::try_from(at.civil().year()).unwrap_or_default();
        let sequence = last.entry(year).or_insert(0);
        *sequence += 1;
        let number = CaseNumber {
            year,
            sequence: *sequence,
        }
        .to_string();
        let pace = match scene {
            Scene::Late | Scene::Reported | Scene::SolvedToday => Pace::Any,
            _ => Pace::Days,
        };
        let walk = world
            .begin(number, at, now, scene == Scene::SolvedToday, pace, rng)
            .and_then(|walk| play(walk, scene, now, rng))
            .ok_or(Failure::Story("一件在办事项演不到位"))?;
        made.push(walk.made());
    }
    Ok(made)
}

fn play<'a>(mut walk: Walk<'a>, scene: Scene, now: Moment, rng: &mut Rng) -> Option<Walk<'a>> {
    use Scene as S;
    if matches!(scene, S::Reported | S::SolvedToday) {
        return Some(walk);
    }
    walk.wait(2.0, 8.0, rng);
    let intake = walk.case.desk.clone()?;
    match scene {
        S::Verifying | S::Voided => {
            walk.ask(
                &intake,
                &Wish::new(Action::AskVerify).saying("请到现场看一下是否属实。"),
                rng,
            )?;
            if scene == S::Voided {
                walk.wait(20.0, 60.0, rng);
                let grid = walk.case.desk.clone()?;
                walk.ask(
                    &grid,
                    &Wish::new(Action::NotFound)
                        .because(Reason::AlreadyGone)
                        .saying("到场时路面已清理干净。"),
                    rng,
                )?;
            }
            return Some(walk);
        }
        S::Declined => {
            let wish = Wish::new(Action::Decline)
                .because(Reason::LegalProcedure)
                .saying("属合同纠纷，请向人民法院起诉或申请仲裁，社区可提供法律咨询预约。");
            walk.ask(&intake, &wish, rng)?;
            return Some(walk);
        }
        _ => walk.file(rng)?,
    }
    if scene == S::Awaiting {
        return Some(walk);
    }
    walk.wait(1.0, 5.0, rng);
    if scene == S::Joint {
        let unit = |key: &str| Desk::Unit(UnitKey(key.to_owned()));
        walk.dispatch_to(unit("municipal"), vec![unit("construction"), unit("governance")], rng)?;
    } else {
        walk.dispatch(rng)?;
    }
    if scene == S::Dispatched {
        return Some(walk);
    }
    walk.wait(2.0, 20.0, rng);
    if matches!(scene, S::Returned | S::ReturnedTwice) {
        walk.give_back(rng)?;
        if scene == S::ReturnedTwice {
            walk.wait(2.0, 8.0, rng);
            let other = if walk.item()?.lead == "municipal" {
                "construction"
            } else {
                "municipal"
            };
            walk.dispatch_to(Desk::Unit(UnitKey(other.to_owned())), Vec::new(), rng)?;
            walk.wait(2.0, 20.0, rng);
            walk.give_back(rng)?;
        }
        return Some(walk);
    }
    walk.accept(rng)?;
    walk.wait(5.0, 40.0, rng);
    let lead = walk.case.lead.clone()?;
    let approver = walk.case.dispatched_by.clone()?;
    match scene {
        S::Handling | S::Joint => {
            if rng.chance(0.2) {
                walk.supervise(rng)?;
            }
        }
        S::Late => {
            let note = Wish::new(Action::Note).saying("施工队排期紧，预计三天内到场。");
            walk.ask(&lead, &note, rng)?;
        }
        S::AsksExtension => {
            let wish = Wish::new(Action::RequestExtension)
                .because(Reason::Material)
                .saying("同型号配件缺货，厂家明天发货。");
            // A limit of hours may be over by now; then there is nothing to extend and the matter is simply being handled.
            let _ = walk.ask(&lead, &wish, rng);
        }
        S::Suspended | S::AsksSuspension | S::EndorsedSuspension => {
            let until = now.plus_seconds(20 * 86_400);
            let wish = Wish::new(Action::RequestSuspension)
                .because(Reason::Season)
                .saying("低温不宜铺装，需等气温回升。");
            walk.ask(
                &lead,
                &wish.with(With::Until {
                    until,
                    notice: "气温低于 5 度不能铺沥青，回暖后第一批施工。".into(),
                }),
                rng,
            )?;
            if scene != S::AsksSuspension {
                walk.wait(5.0, 20.0, rng);
                walk.ask(
                    &approver,
                    &Wish::new(Action::EndorseSuspension).saying("情况属实。"),
                    rng,
                )?;
            }
            if scene == S::Suspended {
                walk.wait(5.0, 20.0, rng);
                walk.ask(
                    &Desk::Leader,
                    &Wish::new(Action::GrantSuspension).saying("同意，做好警示。"),
                    rng,
                )?;
            }
        }
        _ => {
            walk.submit(false, rng)?;
            walk.wait(5.0, 30.0, rng);
            if scene == S::Handled {
                return Some(walk);
            }
            if scene == S::Inspecting {
                let inspector = walk.case.desk.clone()?;
                walk.ask(&inspector, &Wish::new(Action::Inspect), rng)?;
                return Some(walk);
            }
            walk.inspect(scene != S::Rework, rng)?;
            if scene == S::Reopened && walk.case.state == State::PendingConfirm {
                walk.step(&Actor::reporter(), &Wish::new(Action::Confirm))?;
            }
            if scene == S::Reopened && walk.case.state == State::Closed {
                walk.wait(3000.0, 6000.0, rng);
                // A matter without a reporter is brought back by the inspector.
                let reopened = Wish::new(Action::Reopen)
                    .because(Reason::CameBack)
                    .saying("同一处又坏了。");
                match walk.case.reachable {
                    0 => walk.ask(&Desk::Inspection(walk.case.place.area.community()), &reopened, rng)?,
                    _ => walk.step(&Actor::reporter(), &reopened)?,
                }
            }
        }
    }
    Some(walk)
}
