/** What plugins that require this one may ask of the register, as `#plugins/bdt/api`. Read only; each function says what it costs. */
export { departuresOf, type Departure, type DepartureKind } from './offers/departures.js'
export {
  familiesByKey,
  familiesOfPersons,
  poorestFamilies,
  registerStands,
  type FamilySearch,
  type RegisterFamily,
  type RegisterMember,
} from './offers/families.js'
export { personsGone, type Numbered } from './offers/gone.js'
export { newlyOnPkh, type PkhPerson } from './offers/pkh.js'
export { programmeNumbers, type ProgrammeNumbers } from './offers/programme_numbers.js'
