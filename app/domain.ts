/** Door `#core/domain`: the pure rules shared by core, plugins, browser and offline application. Named exports only. */
export { BpsCode, REGION_LEVELS, RegionCode, type RegionLevel, type RegionNameLookup } from './domain/region_code.js'
export {
  addDays,
  ageOn,
  compareDates,
  dateOfExcelSerial,
  daysBetween,
  excelSerialOf,
  formatDate,
  formatLongDate,
  isCalendarDate,
  type CalendarDate,
} from './domain/calendar_date.js'
export { isCoordinates, parseCoordinates, parseZoom, type Coordinates } from './domain/coordinates.js'
export { parseDate, tryParseDate, type DateOptions } from './domain/date_text.js'
export { formatDecimal, parseDecimal, type DecimalOptions } from './domain/decimal.js'
export { DomainError, type DomainErrorCode } from './domain/domain_error.js'
export { cleanIdentifier, cleanKey, type Cell } from './domain/identifier.js'
export { KkNumber } from './domain/kk_number.js'
export { maskedNumber, maskSecret, type SecretKind } from './domain/mask.js'
export { excerpt } from './domain/plain_cell.js'
export { nameKey } from './domain/name_key.js'
export { Nik } from './domain/nik.js'
export { Period, type PeriodDates, type PeriodPhase } from './domain/period.js'
export { Quota } from './domain/quota.js'
export { LEAST_REASON, saysWhy } from './domain/reason.js'
export { Rupiah } from './domain/rupiah.js'
export { guardCell, unguardCell } from './domain/text_guard.js'
export { formatMoment, ianaZone, MINISTRY_ZONE, todayIn, zoneOfProvince, type Zone } from './domain/zone.js'
