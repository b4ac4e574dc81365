import { ToldError } from '#services/told_error'
import type { RecordDoc } from '../instrument.js'
import type { Problem } from '../rules.js'
import type { UpdateState } from './docs.js'

/** Why records change; history, undo and the trail of a letter read it. */
export interface Cause {
  type: 'import' | 'edit' | 'decision' | 'merge' | 'move' | 'undo'
  id: string
}

/** The working copy as it shall be after the write. `version` is the one the caller saw: 0 where he saw none. */
export interface RecordWrite {
  key: string
  version: number
  kind: 'repair' | 'new'
  outcome: string
  state: UpdateState
  doc: RecordDoc
  problems: Problem[]
  /** Line of the cause's file that holds this very document, so that history takes it from there instead of from us. */
  line?: number
  sourceFileId?: string | null
  decided?: { by: string | null; reason: string | null } | null
  reason?: string
}

/** Takes the working copy away, so that the edition stands again (undo of a first import). */
export interface RecordRemoval {
  key: string
  version: number
  remove: true
  reason?: string
}

/** Somebody changed these records since they were read. Nothing was written. */
export class StaleRecordsError extends ToldError {
  readonly code = 'E_RECORD_STALE'
  readonly status = 409
  constructor(readonly keys: string[]) {
    super({
      id: `${keys.length} data telah berubah sejak Anda membukanya. Muat ulang, periksa perbedaannya, lalu simpan kembali.`,
      en: `${keys.length === 1 ? 'A record' : `${keys.length} records`} changed since you opened the page. Load it again, look at what differs, then save again.`,
    })
  }
}
