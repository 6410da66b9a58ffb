//! The request harness every slice stands on.
//!
//! A request passes the guard (who is it, may this person come here), reaches a handler with a [`Visitor`], and leaves as a
//! page, JSON or a [`Fault`] that the guard renders in the route's own manner.

mod assets;
mod bucket;
pub mod calendar;
mod fault;
mod form;
mod guard;
mod harness;
mod page;
mod photo;
mod record;
mod row_name;
mod session;
mod settings;
mod shell;
mod site;
mod store;

pub use assets::{asset_path, printing_font, serve as serve_asset};
pub use bucket::Buckets;
pub use fault::Fault;
pub use form::{Form, JsonBody, Upload};
pub use guard::{Guarded, cookie_line, encode, guard};
pub use harness::{Work, Written};
pub use page::{Page, confirmed, redirect, redirect_with};
pub use photo::{Photo, PhotoError, read_photo};
pub use record::record;
pub use session::{Post, Session, Sessions, desks_of, new_token, random_bytes, token_hash};
pub use settings::{Hours, Minute, MonthDay, Settings, Stages, Summer};
pub use shell::{Shell, Tab};
pub use site::{AreaName, Former, Ground, Heirs, Setup, Site, Town, UnitName, Visitor};
pub use store::{find_session, load_actor, posts_of, staffed};
