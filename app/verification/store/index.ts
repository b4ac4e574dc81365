/** The store of a verification module: everything that reads or writes its rows goes through here. */
export type { Place } from './place.js'
export { readBase, readWorking, type UpdateState, type WorkingRecord } from './docs.js'
export { RecordWriter, StaleRecordsError, type Cause, type RecordRemoval, type RecordWrite, type Snapshot } from './writer.js'
export { fillCurrent, recountRecaps } from './current.js'
export { lockRegister } from './lock.js'
export { recapDifferences } from './recaps.js'
export { tableNames } from './columns.js'
export { holdsSql } from './waivers.js'
