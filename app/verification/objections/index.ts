/** Sanggah: objections to what a verification module says of a record, from the receipt to the printed answer. */
export { decideObjection, isObjectionTake, type ObjectionDecision } from './decide.js'
export { ObjectionError } from './errors.js'
export { heldSql } from './held.js'
export { objectionNight } from './night.js'
export { receiptPdf } from './papers.js'
export {
  OBJECTION_VIEWS,
  objectionById,
  objectionCounts,
  objectionPage,
  objectionsTo,
  publicObjection,
  type ObjectionPage,
  type ObjectionView,
  type PublicObjection,
} from './read.js'
export { aboutsOf, registerObjection, type NewObjection } from './register.js'
export { restoreWaiting } from './restore.js'
export { ABOUTS, OBJECTORS, type About, type Objection } from './types.js'
