import { v7 as uuid } from 'uuid'
import { query, records, type Place, type RecordDoc, type Tx } from '#core/plugin'
import { judgeTwins } from '../services/judge_twins.js'

/** Families taken for the doubles, two of one village for each pair. */
const PAIRS = 3

/**
 * Families that stand on the list twice, as repairs of operators brought it to light: one with two cards for one woman, one under the
 * family card of another, which is judged already, and two with one card number.
 */
export async function doubles(tx: Tx, place: Place): Promise<void> {
  const { current } = records.tables(place)
  const rows = await query<{ key: string }>(
    tx,
    `select key from (select key, village_code, row_number() over (partition by village_code order by name_key, key) as at, count(*) over (partition by village_code) as size
       from ${current} where period_id = ? and regency_code = ? and kind = 'none' and blocking = 0 and inherited = 0) c
     where at <= 2 and size >= 2 order by village_code desc, at limit ?`,
    [place.periodId, place.regency, 2 * PAIRS],
  )
  const keys = rows.map(({ key }) => key)
  const bases = await records.base(tx, place, keys)
  const pairs = Array.from({ length: Math.floor(keys.length / 2) }, (_, at) => [keys[2 * at]!, keys[2 * at + 1]!] as const)
  await records.write(
    tx,
    place,
    { type: 'edit', id: uuid() },
    pairs.map(([one, other], at) => ({
      ...{ key: other, version: 0, kind: 'repair' as const, outcome: 'repaired', state: 'received' as const },
      doc: doubled(bases.get(one)!, bases.get(other)!, at),
    })),
  )
  const judged = pairs[1]
  if (!judged) return
  const [one, other] = judged
  const reason = 'Menunggu kunjungan ke rumah kedua keluarga.'
  await judgeTwins(tx, place, { kind: 'family', one, other, verdict: 'unclean', reason, version: 0 })
}

function doubled(one: RecordDoc, other: RecordDoc, at: number): RecordDoc {
  const doc = structuredClone(other)
  if (at === PAIRS - 1) return { ...doc, values: { ...doc.values, no_kks: one.values.no_kks! } }
  const [first] = one.groups.members!
  for (const member of doc.groups.members!) member.no_kk = first!.no_kk!
  doc.values.alamat = one.values.alamat!
  const [holder, twin] = [one, doc].map(({ groups }) => groups.members!.find(({ pengurus }) => pengurus === 1)!)
  if (at === 0) {
    Object.assign(twin!, { nama: holder!.nama!, nik: holder!.nik!, tgl_lahir: holder!.tgl_lahir!, jns_kel: holder!.jns_kel! })
    doc.values.nama_pengurus = String(holder!.nama)
  }
  return doc
}
