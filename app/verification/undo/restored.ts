import type { CheckedRecord } from '../imports/files.js'
import { Staging } from '../imports/staging.js'
import { snapshotsBefore, type Change } from '../imports/undo_plan.js'
import { query, type Tx } from '#services/scope'
import { holdsSql } from '../store/waivers.js'
import type { Place } from '../store/index.js'

/**
 * Keys of the records that would have a blocking problem, none that is waived, if all these changes were taken back: what the rules
 * of a single record found then, and what those of the whole register would find now. Nothing is written.
 */
export async function blockedOnceRestored(tx: Tx, place: Place, changes: readonly Change[]): Promise<Set<string>> {
  if (changes.length === 0) return new Set()
  const before = [...(await snapshotsBefore(tx, place, changes))]
  const staging = await Staging.open(tx)
  const records = before.map(([key, { kind, outcome, doc, problems }], line): CheckedRecord => ({
    ...{ line, key, kind, outcome, doc, problems, module: place.module.name, periodId: place.periodId, status: 'changed' },
    ...{ village: String(doc.values[place.module.instrument.summary.village] ?? ''), rev: 0, seenVersion: 0, survivor: null },
    ...{ merged: null, conflicts: null, reasons: [], effect: [], extra: null },
  }))
  await staging.add(Staging.made(new Map([[place.module.name, place]]), records))
  await staging.judge([place])
  const rows = await query<{ key: string }>(
    tx,
    `select i.key from incoming_records i
     left join lateral (select jsonb_agg(p #- '{params,line}' order by n) as problems
       from incoming_set_problems s, jsonb_array_elements(s.problems) with ordinality x(p, n) where s.line = i.line) s on true
     cross join lateral (select i.problems || coalesce(s.problems, '[]') as problems) found
     where exists (select from jsonb_array_elements(found.problems) x where x ->> 'severity' = 'block' and not exists (
       select from waivers w where w.regency_code = :regency and w.period_id = :period and w.module = :module and w.key = i.key
         and w.rule = x ->> 'rule' and ${holdsSql('found.problems')}))`,
    { regency: place.regency, period: place.periodId, module: place.module.name },
  )
  await staging.close()
  return new Set(rows.map(({ key }) => key))
}
