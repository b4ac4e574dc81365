import type { RegencyPeriod } from '../periods/index.js'

/** Whether records of a period may be edited and decided now; pages show their forms by it, acts check again. */
export function isWritable({ phase, finalisation }: RegencyPeriod): boolean {
  return phase === 'open' && finalisation.state === 'open'
}
