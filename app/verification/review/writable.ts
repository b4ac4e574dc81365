import { isAtWork, type RegencyPeriod } from '../periods/index.js'

/** Whether fields of records may be changed now; pages show their forms by it, acts check again. */
export function isEditable({ phase, finalisation }: RegencyPeriod): boolean {
  return phase === 'open' && finalisation.state === 'open'
}

/** Whether updates may be decided, waived and clashes solved now: as long as the period may be finalised. */
export function isDecidable(period: RegencyPeriod): boolean {
  return isAtWork(period)
}
