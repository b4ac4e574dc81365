import { query, type Tx } from '#services/scope'
import { ReviewError } from '../review/errors.js'
import { tableNames, type Place } from '../store/index.js'
import { blockedOnceRestored } from './restored.js'
import { shownToken } from '../shown_token.js'

/** A change of an act, and what stands in the way of taking it back. */
interface OwnChange {
  key: string
  version: number
  /** Made the working copy, so that taking it back takes that away. */
  fresh: boolean
  hindrance: 'later' | 'blocked' | null
}

/** A record that taking back leaves alone. */
export interface LeftAlone {
  key: string
  name: string | null
  /** Somebody worked on it since, or it would be accepted with a problem that blocks. */
  because: 'later' | 'blocked'
  cause: string
  by: string
  at: Date
}

/** What taking back one act would do now. */
export interface ActUndo {
  cause: string
  type: 'decision' | 'edit'
  /** State into which the act brought its records. */
  state: string | null
  by: string
  at: Date
  reason: string | null
  restorable: { key: string; version: number }[]
  /** Of those, the ones whose working copy goes. */
  removed: number
  left: number
  examples: LeftAlone[]
  /** Changes when the plan does. */
  token: string
}

const EXAMPLES = 100
const ACT = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Whether an id of a cause is that of an act which can be taken back as a whole: a decision on updates or an edit, not one on a clash. */
export function isAct(cause: string): boolean {
  return ACT.test(cause)
}

/**
 * Works out what taking back a decision or an edit would do, without doing it: records on which nothing came after are put back to what
 * they were, the others stay and are listed.
 * @throws ReviewError `E_UNDO_MISSING`
 */
export async function planActUndo(tx: Tx, place: Place, cause: string): Promise<ActUndo> {
  const { changes } = tableNames(place.module.instrument)
  const at = { period: place.periodId, regency: place.regency, cause }
  const [act] = isAct(cause)
    ? await query<{ type: ActUndo['type']; state: string | null; by: string; at: Date; reason: string | null }>(
        tx,
        `select cause as type, after ->> 'state' as state, actor_name as by, at, reason from ${changes}
         where regency_code = :regency and cause_id = :cause and period_id = :period and cause in ('decision', 'edit') limit 1`,
        at,
      )
    : []
  if (!act)
    throw new ReviewError('E_UNDO_MISSING', {
      id: 'Tindakan itu tidak ada pada periode ini, atau tidak dapat dibatalkan dari sini.',
      en: 'There is no such act in this period, or it cannot be taken back from here.',
    })
  const own = await ownChanges(tx, place, cause)
  const restorable = own.filter(({ hindrance }) => hindrance === null)
  const left = own.filter(({ hindrance }) => hindrance !== null)
  return {
    ...{ ...act, cause, left: left.length, removed: restorable.filter(({ fresh }) => fresh).length },
    restorable: restorable.map(({ key, version }) => ({ key, version })),
    examples: await examplesOf(tx, place, left.slice(0, EXAMPLES)),
    token: shownToken([cause, restorable.map(({ key, version }) => [key, version]), left.length]),
  }
}

/** The changes of an act; those back to what was accepted are judged as they would stand again. */
async function ownChanges(tx: Tx, place: Place, cause: string): Promise<OwnChange[]> {
  const { changes, current } = tableNames(place.module.instrument)
  const rows = await query<OwnChange & { approved: boolean }>(
    tx,
    `select c.key, c.version, c.before_state is null as fresh, coalesce(c.before_state = 'accepted', false) as approved, case
       when exists (select from ${changes} l where l.period_id = c.period_id and l.regency_code = c.regency_code and l.key = c.key
         and l.version > c.version) then 'later'
       when c.before_state = 'accepted' and exists (select from ${current} r where r.period_id = c.period_id
         and r.regency_code = c.regency_code and r.key = c.key and r.conflict) then 'blocked' end as hindrance
     from ${changes} c
     where c.regency_code = :regency and c.cause_id = :cause and c.period_id = :period and c.cause in ('decision', 'edit')
     order by c.key collate "C"`,
    { period: place.periodId, regency: place.regency, cause },
  )
  const approved = rows.filter(({ approved: was, hindrance }) => was && hindrance === null)
  const blocked = await blockedOnceRestored(tx, place, approved)
  return rows.map(({ key, version, fresh, hindrance }) => ({
    ...{ key, version, fresh, hindrance: hindrance ?? (blocked.has(key) ? 'blocked' : null) },
  }))
}

async function examplesOf(tx: Tx, place: Place, left: readonly OwnChange[]): Promise<LeftAlone[]> {
  if (!left.length) return []
  const { changes, current } = tableNames(place.module.instrument)
  const because = new Map(left.map(({ key, hindrance }) => [key, hindrance ?? 'later']))
  const rows = await query<Omit<LeftAlone, 'because'>>(
    tx,
    `select distinct on (c.key) c.key, r.name, c.cause, c.actor_name as by, c.at from ${changes} c
     left join ${current} r on r.period_id = c.period_id and r.regency_code = c.regency_code and r.key = c.key
     where c.period_id = ? and c.regency_code = ? and c.key = any (?) order by c.key, c.version desc`,
    [place.periodId, place.regency, [...because.keys()]],
  )
  return rows.map((row) => ({ ...row, because: because.get(row.key)! }))
}
