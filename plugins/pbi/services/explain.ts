import { query, records, type ExplainedFact, type Place, type Tx } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { pairByKey } from './pairs.js'

/** Who comes in for a participant who is replaced, or for whom a substitute comes in, and who said so. */
export async function tieFacts(tx: Tx, place: Place, key: string): Promise<ExplainedFact[]> {
  const pair = await pairByKey(tx, place, key)
  if (pair) {
    const label = text('Tempat dalam kuota usulan', 'Place in the quota')
    if (pair.held) return [{ label, value: text('ditahan karena ada sanggah', 'held, as the participant objected') }]
    const name = pair.substitute && (pair.substitute.name ?? pair.substitute.key)
    return [
      {
        label,
        value: name
          ? text(`diisi oleh ${name}`, `taken by ${name}`)
          : text('kosong, menunggu pengganti', 'empty, waits for a substitute'),
      },
    ]
  }
  const { current } = records.tables(place)
  const [tie] = await query<{ participant: string; name: string | null; by: string; percentile: number | null }>(
    tx,
    `select t.participant, v.name, t.tied_by_name as by, cast(t.percentile as float) as percentile from pbi_ties t
     left join ${current} v on v.period_id = t.period_id and v.regency_code = t.regency_code and v.register_id = t.participant
     where t.period_id = ? and t.regency_code = ? and t.substitute_key = ? and t.released_at is null`,
    [place.periodId, place.regency, key],
  )
  if (!tie) return []
  const of = [tie.name, tie.participant].filter(Boolean).join(', ')
  return [
    { label: text('Menggantikan', 'Takes the place of'), value: text(of, of) },
    { label: text('Dipasangkan oleh', 'Paired by'), value: text(tie.by, tie.by) },
    ...(tie.percentile === null
      ? []
      : [
          {
            label: text('Peringkat saat dipilih', 'Rank when chosen'),
            value: text(`persentil ${tie.percentile}`, `percentile ${tie.percentile}`),
          },
        ]),
  ]
}
