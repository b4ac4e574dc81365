/** Periods of verification modules: what a regency may do today, and the acts of the ministry on them. */
export { PeriodError, type PeriodErrorCode } from './errors.js'
export {
  choosePeriodOf,
  closePeriod,
  extendPeriod,
  type ChangedPeriod,
  type CloseRequest,
  type ExtendRequest,
} from './end_period.js'
export { assertNoneRunning, openPeriod, type OpenedPeriod, type OpenRequest } from './open_period.js'
export { failedOpening, openingJob, requestOpening, type WantedPeriod } from './request_opening.js'
export { closingImpact, offeredEditions, rehearseOpening, type ClosingImpact, type OpeningRehearsal } from './opening.js'
export { periodCalendar, periodLines, type PeriodLine } from './overview.js'
export { assertDecidable, assertFinalisable, assertOpen } from './admission.js'
export { otherCodes } from './other_codes.js'
export { assertPeriod, choosePeriod, isAtWork, periodAtStep, periodAtWork, periodOfLetter, WAITING } from './choose_period.js'
export {
  openPeriods,
  periodById,
  periodFor,
  periodsOf,
  placeOf,
  type FinalisationState,
  type RegencyPeriod,
} from './period_view.js'
