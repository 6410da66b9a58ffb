//! Spreads the seed's 86,000 residents over the dwellings so that every sum agrees.

use super::BuildingKind;
use super::rng::Rng;
use super::shapes::Draft;

pub const RESIDENTS: u32 = 86_000;
/// 2.66 people a household (seventh census, Xinyang).
pub const HOUSEHOLDS: u32 = 32_330;
const TALLEST: u32 = 26;

/// Households and residents of each draft; `grid_of` tells each draft's grid. Fixes the floors of blocks of flats on the way.
pub fn settle(drafts: &mut [Draft], grid_of: &[usize], grids: usize, rng: &mut Rng) -> Vec<(u32, u32)> {
    let wanted: Vec<u64> = (0..grids).map(|_| rng.between(800.0, 1200.0) as u64).collect();
    let households_of = apportion(HOUSEHOLDS, &wanted, &vec![0; grids]);
    let sized: Vec<u64> = households_of
        .iter()
        .map(|&h| u64::from(h) * rng.between(930.0, 1070.0) as u64)
        .collect();
    let residents_of = apportion(RESIDENTS, &sized, &households_of);
    let mut settled = vec![(0, 0); drafts.len()];
    for grid in 0..grids {
        let members: Vec<usize> = (0..drafts.len())
            .filter(|&k| grid_of[k] == grid && drafts[k].flats > 0)
            .collect();
        let (blocks, houses): (Vec<usize>, Vec<usize>) = members
            .iter()
            .partition(|&&k| drafts[k].kind == BuildingKind::Apartments);
        let flats = |drafts: &[Draft], of: &[usize]| of.iter().map(|&k| drafts[k].flats).sum::<u32>();
        // Houses hold at most two thirds of a grid's households.
        let (crowd, most) = (flats(drafts, &houses), households_of[grid] * 2 / 3);
        for &k in houses.iter().filter(|_| crowd > most) {
            drafts[k].flats = drafts[k].flats * most / crowd;
        }
        let (in_houses, a_floor) = (flats(drafts, &houses), flats(drafts, &blocks));
        let left = households_of[grid].saturating_sub(in_houses);
        // One flat in seven stands empty.
        let floors = (left * 7).div_ceil(a_floor.max(1) * 6).clamp(4, TALLEST);
        let mut weights = Vec::new();
        let mut at_least = Vec::new();
        for &k in &members {
            let draft = &mut drafts[k];
            if draft.kind == BuildingKind::Apartments {
                draft.floors = floors + rng.below(2) as u32;
                weights.push(u64::from(draft.flats * draft.floors) * rng.between(88.0, 112.0) as u64);
                at_least.push(1);
            } else {
                weights.push(0);
                at_least.push(draft.flats);
            }
        }
        let households = apportion(households_of[grid], &weights, &at_least);
        let weights: Vec<u64> = households
            .iter()
            .map(|&h| u64::from(h) * rng.between(70.0, 130.0) as u64)
            .collect();
        let residents = apportion(residents_of[grid], &weights, &households);
        for ((&k, households), residents) in members.iter().zip(households).zip(residents) {
            settled[k] = (households, residents);
        }
    }
    settled
}

/// Splits `total`: everyone first gets its minimum, the rest goes by weight with largest remainders.
pub fn apportion(total: u32, weights: &[u64], at_least: &[u32]) -> Vec<u32> {
    let mut shares = at_least.to_vec();
    let rest = u64::from(total.saturating_sub(at_least.iter().sum()));
    let sum: u64 = weights.iter().sum::<u64>().max(1);
    let mut given = 0;
    let mut remainders = Vec::new();
    for (k, &weight) in weights.iter().enumerate() {
        shares[k] += (rest * weight / sum) as u32;
        given += rest * weight / sum;
        remainders.push((rest * weight % sum, k));
    }
    remainders.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    for &(_, k) in remainders.iter().take((rest - given) as usize) {
        shares[k] += 1;
    }
    shares
}
