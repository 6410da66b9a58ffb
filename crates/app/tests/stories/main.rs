//! Stories of named people through the router, refusal first, on both engines.

mod family;
mod ground;
mod html;
mod matter;
mod office;
mod person;
mod photos;
mod world;

mod absence;
mod account;
mod areas;
mod bulletins;
mod chain;
mod clock;
mod desk;
mod export;
mod feed;
mod field;
mod figures;
mod hidden;
mod hostile;
mod households;
mod lists;
mod permissions;
mod pictures;
mod repeats;
mod resident;
mod rows;
mod split;
mod staff;
mod times;
mod unit;
mod uploads;
mod wall;
