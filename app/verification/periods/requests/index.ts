/** Requests of regencies for more days or for opening again, and the ministry's answers. */
export { askable, askPeriod, REASON_LENGTH, seeAnswer, withdrawRequest } from './ask.js'
export { grantRequest, refuseRequest } from './answer.js'
export {
  findRequest,
  periodRequests,
  REQUEST_STATES,
  requestCounts,
  requestsOf,
  unseenAnswers,
  type PeriodRequest,
  type RequestFilters,
  type RequestKind,
  type RequestState,
} from './requests.js'
