import { query, type Tx } from '#services/scope'
import { ToldError } from '#services/told_error'
import { versionsOf } from '../../imports/facts.js'
import { named, type Blocked, type Change } from '../../imports/undo_plan.js'
import { tableNames, type Place } from '../../store/index.js'
import type { BulkAct } from './acts.js'
import { shownToken } from '../../shown_token.js'

const EXAMPLES = 100

/** What taking a bulk outcome back would do now. */
export interface BulkUndoPlan {
  /** Changes that nothing came after; their records are put back to what they were. */
  standing: (Change & { fresh: boolean })[]
  /** Of those, the ones that had no working copy before (`fresh`). */
  removed: number
  /** Records somebody worked on since; they stay. */
  kept: number
  /** The first of them. */
  examples: Blocked[]
  /** Changes when the plan does. */
  token: string
}

const SENTENCES = {
  E_BULK_STATE: {
    id: 'Hasil massal ini belum selesai atau sudah dibatalkan, sehingga tidak dapat dibatalkan sekarang.',
    en: 'This bulk outcome is not done yet or was taken back, so that it cannot be taken back now.',
  },
  E_BULK_CHANGED: {
    id: 'Data ini berubah sejak rencana pembatalan ditampilkan. Belum ada yang dibatalkan; periksa rencana yang baru, lalu ulangi.',
    en: 'The data changed since the plan was shown. Nothing was taken back; look at the new plan, then try again.',
  },
} as const

/** A refusal of a bulk act; nothing was changed. */
export class BulkError extends ToldError {
  override readonly name = 'BulkError'
  readonly status = 409
  constructor(readonly code: keyof typeof SENTENCES) {
    super(SENTENCES[code])
  }
}

/** Works out the undo of an act without doing it. */
export async function planUndo(tx: Tx, place: Place, { id }: Pick<BulkAct, 'id'>): Promise<BulkUndoPlan> {
  const own = await query<Change & { fresh: boolean }>(
    tx,
    `select key, version, before is null as fresh from ${tableNames(place.module.instrument).changes}
     where regency_code = ? and cause_id = ? and period_id = ? and cause = 'edit' order by key collate "C"`,
    [place.regency, id, place.periodId],
  )
  const latest = await versionsOf(
    tx,
    place,
    own.map(({ key }) => key),
  )
  const standing = own.filter(({ key, version }) => latest.get(key) === version)
  const overtaken = own
    .filter(({ key, version }) => latest.get(key) !== version)
    .map(({ key }) => ({ key, version: latest.get(key) ?? 0 }))
  const token = shownToken([id, standing.map(({ key, version }) => [key, version]), overtaken])
  return {
    standing,
    removed: standing.filter(({ fresh }) => fresh).length,
    kept: overtaken.length,
    examples: await named(tx, place, overtaken.slice(0, EXAMPLES)),
    token,
  }
}
