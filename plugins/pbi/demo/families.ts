import { v7 as uuid } from 'uuid'
import { addDays } from '#core/domain'
import { query, records, type Place, type Tx } from '#core/plugin'
import { proposeNewborn } from '../services/newborns.js'

const BABIES = [
  { name: 'ALYA PUTRI RAHAYU', sex: 2, daysAgo: 21 },
  { name: 'BAGAS ADI NUGROHO', sex: 1, daysAgo: 34 },
  { name: 'CITRA AYU LESTARI', sex: 2, daysAgo: 52 },
] as const
const TWICE = 2
/** Answers in which the second record of a person is as the first. */
const SAME = ['nama', 'nik', 'no_kk', 'tgl_lahir', 'jns_kel']

/** Children whom mothers on the list gave birth to in the last weeks. */
export async function newborns(tx: Tx, place: Place, today: string): Promise<void> {
  const { current, people } = records.tables(place)
  const mothers = await query<{ id: string }>(
    tx,
    `select coalesce(c.register_id, c.key) as id from ${people} p
     join ${current} c on c.period_id = p.period_id and c.regency_code = p.regency_code and c.key = p.record_key and c.kind = 'none'
     where p.period_id = ? and p.regency_code = ? and p.active and p.stays and p.sex = 2 and p.birth_date between ? and ?
     order by c.village_code, c.name_key, c.key limit ?`,
    [place.periodId, place.regency, addDays(today, -43 * 365), addDays(today, -19 * 365), BABIES.length],
  )
  for (const [at, { id }] of mothers.entries()) {
    const { name, sex, daysAgo } = BABIES[at]!
    await proposeNewborn(tx, place, { mother: id, name, sex, birth: addDays(today, -daysAgo), nik: '' })
  }
}

/** Persons who stand on the list twice, as a repair of their number brought it to light. */
export async function doubles(tx: Tx, place: Place): Promise<void> {
  const { current } = records.tables(place)
  const rows = await query<{ key: string }>(
    tx,
    `select key from ${current} where period_id = ? and regency_code = ? and kind = 'none' and blocking = 0 and inherited = 0
     order by village_code desc, name_key, key limit ?`,
    [place.periodId, place.regency, 2 * TWICE],
  )
  const keys = rows.map(({ key }) => key)
  const bases = await records.base(tx, place, keys)
  await records.write(
    tx,
    place,
    { type: 'edit', id: uuid() },
    Array.from({ length: Math.floor(keys.length / 2) }, (_, at) => {
      const [one, other] = [bases.get(keys[2 * at]!)!, structuredClone(bases.get(keys[2 * at + 1]!)!)]
      const [person, double] = [one.groups.persons![0]!, other.groups.persons![0]!]
      for (const name of SAME) if (person[name] !== undefined) double[name] = person[name]
      other.values.nama_peserta = String(person.nama)
      return { key: other.key, version: 0, kind: 'repair' as const, outcome: 'repaired', state: 'received' as const, doc: other }
    }),
  )
}
