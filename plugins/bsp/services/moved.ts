import { query, type MovedRecord, type Place, type Tx, type VillageFigure } from '#core/plugin'
import { quotaSheet } from './quota.js'
import { recordShift } from './shifts.js'

/** A place that has to go from one village to another, for the sake of one substitute. */
interface Follow {
  substitution: string
  from: string
  to: string
}

interface Tie {
  id: string
  vacancy: string
  substitute: string
}

/**
 * A family on the list takes its place along by itself, for the limit of a village is what the list has there. Only where the family that
 * went out and its substitute part, a place is shifted between the two villages, or an earlier shift of theirs is taken back.
 */
export async function followMoves(tx: Tx, place: Place, moves: readonly MovedRecord[]): Promise<void> {
  const here = { period: place.periodId, regency: place.regency }
  const keys = moves.map(({ key }) => key)
  const ties = await query<Tie>(
    tx,
    `select id, vacancy_key as vacancy, substitute_key as substitute from bsp_substitutions
     where period_id = :period and regency_code = :regency and released_at is null
       and (vacancy_key = any (:keys) or substitute_key = any (:keys)) order by id`,
    { ...here, keys },
  )
  for (const [column, key] of [
    ['vacancy_village', 'vacancy_key'],
    ['village_code', 'substitute_key'],
  ]) {
    await query(
      tx,
      `update bsp_substitutions s set ${column} = w.village from json_to_recordset(:moves) as w(key text, village text)
       where s.period_id = :period and s.regency_code = :regency and s.${key} = w.key`,
      { ...here, moves: JSON.stringify(moves.map(({ key: moved, to }) => ({ key: moved, village: to }))) },
    )
  }
  const byKey = new Map(moves.map((move) => [move.key, move]))
  for (const { id, vacancy, substitute } of ties) {
    const [out, into] = [byKey.get(vacancy), byKey.get(substitute)]
    if (out && into && out.from === into.from && out.to === into.to) continue
    if (out) await follow(tx, place, { substitution: id, from: out.to, to: out.from })
    if (into) await follow(tx, place, { substitution: id, from: into.from, to: into.to })
  }
}

async function follow(tx: Tx, place: Place, { substitution, from, to }: Follow): Promise<void> {
  const undone = await query(
    tx,
    `update bsp_shifts set voided_at = :at, voided_by_name = :by
     where regency_code = :regency and id = (select id from bsp_shifts where period_id = :period and regency_code = :regency
       and substitution_id = cast(:substitution as uuid) and from_village = :to and to_village = :from and places = 1 and voided_at is null
       order by made_at desc, id desc limit 1) returning id`,
    { at: tx.now, by: tx.actor.name, period: place.periodId, regency: place.regency, substitution, from, to },
  )
  if (undone.length > 0) return
  await recordShift(tx, place, { from, to, places: 1, reason: 'KPM dipindahkan ke desa lain', substitution })
}

/** Places and families of the list by village. */
export async function quotaFigures(tx: Tx, place: Place, villages: readonly string[]): Promise<VillageFigure[]> {
  const sheet = (await quotaSheet(tx, place)).villages.filter(({ code }) => villages.includes(code))
  const values = (pick: (village: (typeof sheet)[number]) => number) =>
    Object.fromEntries(sheet.map((village) => [village.code, pick(village)]))
  return [
    { label: { id: 'Kuota BSP', en: 'Food aid quota' }, values: values(({ limit }) => limit) },
    { label: { id: 'Kuota BSP terpakai', en: 'Food aid quota used' }, values: values(({ used }) => used) },
  ]
}
