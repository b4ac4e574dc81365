/** The desk of the ministry and the provinces for finalisations and letters of all their regencies. */
export { forwardMark, forwardsOf, recordForward, type Forward } from './forward.js'
export { holdOf, releaseHold, takeHold, type Hold } from './hold.js'
export { acceptAtDesk, returnAtDesk } from './judge.js'
export {
  letterQueue,
  nextWaiting,
  QUEUE_STATES,
  queueCount,
  queueCounts,
  queueRow,
  wholeQueue,
  type QueueCursor,
  type QueueFilters,
  type QueueRow,
} from './queue.js'
export { queueFile } from './queue_file.js'
export { checkSeal, type SealCheck } from './seal_check.js'
