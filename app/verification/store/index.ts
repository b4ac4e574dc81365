/** The store of a verification module: everything that reads or writes its rows goes through here. */
export type { Place } from './place.js'
export { readBase, readWorking, type UpdateState, type WorkingRecord } from './docs.js'
export { RecordWriter } from './writer.js'
export { StaleRecordsError, type Cause, type RecordRemoval, type RecordWrite } from './record_write.js'
export { readDecidable, type Decidable, type RecordVerdict } from './verdicts.js'
export type { Snapshot } from './writer_columns.js'
export type { RecordMove } from './relocate.js'
export { EditionAdopter, type Adoption } from './adopt.js'
export { fillCurrent, keyIn, PROBLEM, recountRecaps } from './current.js'
export { lockRegister } from './lock.js'
export { recapDifferences } from './recaps.js'
export { tableNames } from './columns.js'
export {
  atStandingPlace,
  placedSql,
  standingColumns,
  standingPlaces,
  standingVillageSql,
  type StandingPlace,
} from './standing_place.js'
export { holdsSql } from './waivers.js'
export { acceptedBeforeSql } from './accepted_before.js'
export { fillProblems, problemDifferences, PROBLEM_CLASSES, type ProblemClass } from './problems.js'
