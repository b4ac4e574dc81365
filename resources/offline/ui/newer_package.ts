import { OfflineError } from '../errors.js'
import { supersededBy, withOpened, type Seen } from '../work/superseded.js'
import type { Session } from '../work/session.js'
import { readLocal, writeLocal } from './storage.js'

const SEEN = 'siks-seen'

function seen(): Seen[] {
  try {
    return JSON.parse(readLocal(SEEN) ?? '[]') as Seen[]
  } catch {
    return []
  }
}

/** Remembers that this package was opened here; no person or answer is in what is kept. */
export function noteOpened({ base }: Session): void {
  writeLocal(SEEN, JSON.stringify(withOpened(seen(), base.manifest)))
}

/** @throws OfflineError `E_OFFLINE_OVER` where a later package of another edition was opened on this computer */
export function refuseIfOver({ base }: Session): void {
  const later = supersededBy(seen(), base.manifest)
  if (later) throw new OfflineError('E_OFFLINE_OVER', { number: later.number ?? '—' })
}
