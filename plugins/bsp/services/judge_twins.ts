import { v7 as uuid } from 'uuid'
import { formatMoment, saysWhy } from '#core/domain'
import { activity, query, records, regions, type Place, type Tx } from '#core/plugin'
import { reasonless, REASON_LENGTH } from '../errors.js'
import { judgedMeanwhile, noKept, unknownTwins } from '../twin_errors.js'
import type { TwinKind } from './twin_pairs.js'
import { twinPair, verdictOf, type Verdict } from './twins.js'

export interface TwinVerdict {
  kind: TwinKind
  one: string
  other: string
  verdict: Verdict
  /** Of `inactive`: the one that stays. */
  kept?: string
  reason: string
  /** The verdict that whoever judges has seen, by its version; 0 where he saw none. */
  version: number
}

/**
 * Judges a pair. `inactive` takes the other one off the list as "Ganda", to be accepted like every decision; with that its place comes
 * free. Called alone in the register, so that of two who judge at once the second is told what the first decided.
 *
 * @throws Refused `E_BSP_REASON`, `E_BSP_TWINS_KEPT`, `E_BSP_TWINS_JUDGED`, `E_BSP_TWINS_UNKNOWN`
 */
export async function judgeTwins(tx: Tx, place: Place, wanted: TwinVerdict): Promise<void> {
  const { kind, verdict, kept } = wanted
  const reason = wanted.reason.trim().slice(0, REASON_LENGTH.max)
  const keys = [wanted.one, wanted.other] as const
  if (!saysWhy(reason, REASON_LENGTH.min)) throw reasonless()
  if (verdict === 'inactive' && !keys.some((key) => key === kept)) throw noKept()
  const before = await verdictOf(tx, place, kind, keys)
  if (before && before.version !== wanted.version) {
    throw judgedMeanwhile({ ...before, at: formatMoment(await regions.zone(place.regency), before.at) })
  }
  const pair = await twinPair(tx, place, kind, keys)
  if (!pair) throw unknownTwins()
  const { one, other } = pair
  await query(
    tx,
    `insert into bsp_twins (regency_code, period_id, kind, one_key, other_key, verdict, kept_key, reason, judged_by_name, judged_at)
     values (:regency, :period, :kind, :one, :other, :verdict, :kept, :reason, :by, :at)
     on conflict (regency_code, period_id, kind, one_key, other_key) do update
       set verdict = excluded.verdict, kept_key = excluded.kept_key, reason = excluded.reason, judged_by_name = excluded.judged_by_name,
         judged_at = excluded.judged_at, version = bsp_twins.version + 1`,
    {
      ...{ regency: place.regency, period: place.periodId, kind, one: one.key, other: other.key, verdict, reason },
      ...{ kept: verdict === 'inactive' ? (kept ?? null) : null, by: tx.actor.name, at: tx.now },
    },
  )
  if (verdict === 'inactive') await (kept === one.key ? takeOff(tx, place, other.key, one) : takeOff(tx, place, one.key, other))
  await activity(tx, {
    ...{ action: 'bsp.twins_judged', regency: place.regency, object: { type: 'bsp.record', id: one.key } },
    data: { module: 'bsp', verdict },
  })
}

async function takeOff(tx: Tx, place: Place, key: string, kept: { key: string; kpm: string | null }): Promise<void> {
  const working = (await records.working(tx, place, [key])).get(key)
  const doc = working?.doc ?? (await records.base(tx, place, [key])).get(key)
  if (!doc || working?.kind === 'new') throw unknownTwins()
  await records.write(tx, place, { type: 'edit', id: uuid() }, [
    {
      ...{ key, version: working?.version ?? 0, kind: 'repair', outcome: 'duplicate', state: 'received' },
      doc: { ...doc, values: { ...doc.values, kpm_kembaran: kept.kpm ?? kept.key } },
      sourceFileId: working?.sourceFileId ?? null,
    },
  ])
}
