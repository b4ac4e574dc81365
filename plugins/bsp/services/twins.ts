import { v7 as uuid } from 'uuid'
import { activity, query, records, type Place, type Tx } from '#core/plugin'
import { noKept, reasonless, REASON_LENGTH, unknownTwins } from '../errors.js'
import { cardTwins, pairsOf, type TwinPair } from './card_twins.js'

/** A family that stands twice by its family card, a person by his NIK, a card or account by its number. */
export const TWIN_KINDS = ['family', 'person', 'card'] as const
export type TwinKind = (typeof TWIN_KINDS)[number]

/** `clean`: two different ones; `unclean`: the same, still to be settled; `inactive`: the same, one of the two was taken off the list. */
export const VERDICTS = ['clean', 'unclean', 'inactive'] as const
export type Verdict = (typeof VERDICTS)[number]

export interface Judged {
  verdict: Verdict
  kept: string | null
  reason: string
  by: string
  at: Date
}

export interface TwinLine extends TwinPair {
  kind: TwinKind
  judged: Judged | null
}

const MOST = 500
const NUMBER = { family: 'kk', person: 'nik' } as const

/** Pairs of families that stand on the list twice in one way, those nobody has judged first. */
export async function twinsOf(tx: Tx, place: Place, kind: TwinKind): Promise<TwinLine[]> {
  const pairs =
    kind === 'card' ? await cardTwins(tx, place, 'all', MOST) : await pairsOf(tx, place, await sharing(tx, place, NUMBER[kind]))
  const judged = await verdictsOf(tx, place, kind)
  const lines = pairs.map((pair): TwinLine => ({
    ...pair,
    kind,
    judged: judged.get(`${pair.one.key}|${pair.other.key}`) ?? null,
  }))
  return lines.sort((a, b) => Number(a.judged !== null) - Number(b.judged !== null))
}

/** Records that share a number, as the list has it now; an index over it makes this a matter of the doubles alone. */
function sharing(tx: Tx, place: Place, column: 'nik' | 'kk'): Promise<{ key: string; other: string }[]> {
  const { people } = records.tables(place)
  return query(
    tx,
    `with shared as materialized (
       select p.${column} as number from ${people} p where p.period_id = :period and p.regency_code = :regency and p.stays and p.${column} is not null
       group by p.${column} having count(distinct p.record_key) > 1 limit ${MOST})
     select distinct a.record_key as key, b.record_key as other from ${people} a
     join ${people} b on b.period_id = a.period_id and b.regency_code = a.regency_code and b.${column} = a.${column} and b.record_key > a.record_key and b.stays
     where a.period_id = :period and a.regency_code = :regency and a.stays and a.${column} = any (array(select number from shared))
     order by 1, 2 limit ${MOST}`,
    { period: place.periodId, regency: place.regency },
  )
}

async function verdictsOf(tx: Tx, place: Place, kind: TwinKind): Promise<Map<string, Judged>> {
  const rows = await query<Judged & { one: string; other: string }>(
    tx,
    `select one_key as one, other_key as other, verdict, kept_key as kept, reason, judged_by_name as by, judged_at as at from bsp_twins
     where period_id = ? and regency_code = ? and kind = ?`,
    [place.periodId, place.regency, kind],
  )
  return new Map(rows.map(({ one, other, ...judged }) => [`${one}|${other}`, judged]))
}

export interface TwinVerdict {
  kind: TwinKind
  one: string
  other: string
  verdict: Verdict
  /** Of `inactive`: the one that stays. */
  kept?: string
  reason: string
}

/**
 * Judges a pair. `inactive` takes the other one off the list as "Ganda", to be accepted like every decision; with that its place comes
 * free. Called alone in the register.
 *
 * @throws Refused `E_BSP_REASON`, `E_BSP_TWINS_KEPT`, `E_BSP_TWINS_UNKNOWN`
 */
export async function judgeTwins(tx: Tx, place: Place, wanted: TwinVerdict): Promise<void> {
  const { kind, verdict, kept } = wanted
  const reason = wanted.reason.trim().slice(0, REASON_LENGTH.max)
  const [one, other] = [wanted.one, wanted.other].sort() as [string, string]
  if (reason.length < REASON_LENGTH.min) throw reasonless()
  if (verdict === 'inactive' && kept !== one && kept !== other) throw noKept()
  const line = (await twinsOf(tx, place, kind)).find((pair) => pair.one.key === one && pair.other.key === other)
  if (!line) throw unknownTwins()
  await query(
    tx,
    `insert into bsp_twins (regency_code, period_id, kind, one_key, other_key, verdict, kept_key, reason, judged_by_name, judged_at)
     values (:regency, :period, :kind, :one, :other, :verdict, :kept, :reason, :by, :at)
     on conflict (regency_code, period_id, kind, one_key, other_key) do update
       set verdict = excluded.verdict, kept_key = excluded.kept_key, reason = excluded.reason, judged_by_name = excluded.judged_by_name,
         judged_at = excluded.judged_at`,
    {
      ...{ regency: place.regency, period: place.periodId, kind, one, other, verdict, reason },
      ...{ kept: verdict === 'inactive' ? (kept ?? null) : null, by: tx.actor.name, at: tx.now },
    },
  )
  if (verdict === 'inactive') await takeOff(tx, place, kept === one ? other : one, kept === one ? line.one : line.other)
  await activity(tx, {
    ...{ action: 'bsp.twins_judged', regency: place.regency, object: { type: 'bsp.record', id: one } },
    data: { module: 'bsp', verdict },
  })
}

async function takeOff(tx: Tx, place: Place, key: string, kept: { key: string; kpm: string | null }): Promise<void> {
  const working = (await records.working(tx, place, [key])).get(key)
  const doc = working?.doc ?? (await records.base(tx, place, [key])).get(key)
  if (!doc || working?.kind === 'new') throw unknownTwins()
  await records.write(tx, place, { type: 'edit', id: uuid() }, [
    {
      ...{ key, version: await versionOf(tx, place, key), kind: 'repair', outcome: 'duplicate', state: 'received' },
      doc: { ...doc, values: { ...doc.values, kpm_kembaran: kept.kpm ?? kept.key } },
      sourceFileId: working?.sourceFileId ?? null,
    },
  ])
}

async function versionOf(tx: Tx, place: Place, key: string): Promise<number> {
  const [row] = await query<{ version: number }>(
    tx,
    `select version from ${records.tables(place).current} where period_id = ? and regency_code = ? and key = ?`,
    [place.periodId, place.regency, key],
  )
  return row?.version ?? 0
}
