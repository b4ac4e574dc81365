import { v7 as uuid } from 'uuid'
import { departuresOf, type Departure } from '#plugins/bdt/api'
import { query, records, Refused, type Listener, type Place, type Proposal, type Tx } from '#core/plugin'
import { DECEASED, MOVED } from '../instrument/person.js'
import { TWICE } from '../instrument/reasons.js'

interface Listed {
  record: string
  participant: string | null
  name: string | null
  nik: string | null
  id: string | null
  /** The person is only proposed: he is withdrawn, not taken off the list. */
  proposed: boolean
}

type NewsKind = 'died' | 'moved' | 'twice'

/** The reason with which each news takes a participant off, and what it says of his presence. */
const ANSWERS: Record<NewsKind, { reason: number; presence?: number }> = {
  died: { reason: 1, presence: DECEASED },
  moved: { reason: 6, presence: MOVED },
  twice: { reason: TWICE },
}

/** What a death, a move or a merge in the register would do to the participants; who moved within the regency stays one. */
const departures: Listener = {
  async proposals(tx, place, keys) {
    const left = (await departuresOf(tx, place.regency, keys)).filter(({ kind }) => kind !== 'moved_within')
    if (left.length === 0) return []
    const listed = await listedAs(tx, place, left)
    const found = left.flatMap((departure) =>
      proposalsOf(
        departure,
        listed.filter((row) => isSame(row, departure)),
      ),
    )
    return [...new Map(found.map((proposal) => [`${proposal.source}|${proposal.record}|${proposal.kind}`, proposal])).values()]
  },
  async confirm(tx, place, { record, kind, params }) {
    const working = (await records.working(tx, place, [record])).get(record)
    if (working?.kind === 'new') {
      await records.decide(tx, place, [record], {
        take: 'withdraw',
        reason: 'Menurut kabar BDT orang ini tidak lagi di wilayah ini.',
      })
      return
    }
    const stands = working && ['received', 'accepted', 'returned'].includes(working.state)
    const doc = stands ? working.doc : (await records.base(tx, place, [record])).get(record)
    if (!doc)
      throw new Refused(
        'E_PBI_GONE',
        {
          id: 'Peserta ini tidak lagi tercatat pada daftar. Abaikan kabar ini.',
          en: 'This participant is no longer on the list. Set this news aside.',
        },
        {},
        409,
      )
    const { reason, presence } = ANSWERS[kind as NewsKind]
    const left = structuredClone(doc)
    left.values.alasan_keluar = reason
    if (kind === 'twice' && params.other) left.values.peserta_kembaran = params.other
    const [person] = left.groups.persons ?? []
    if (person && presence !== undefined) person.sta_keberadaan = presence
    await records.write(tx, place, { type: 'edit', id: uuid() }, [
      {
        ...{ key: record, version: working?.version ?? 0, kind: 'repair', outcome: 'removed', state: 'received', doc: left },
        sourceFileId: working?.sourceFileId ?? null,
      },
    ])
  },
}

/** Participants who are one of these persons, by NIK or member identifier. */
function listedAs(tx: Tx, place: Place, left: readonly Departure[]): Promise<Listed[]> {
  const { current, people } = records.tables(place)
  const here = 'p.period_id = :period and p.regency_code = :regency and p.active and p.stays'
  const given = (pick: (departure: Departure) => string | null) => left.flatMap((departure) => pick(departure) ?? [])
  return query<Listed>(
    tx,
    `select p.record_key as record, coalesce(c.register_id, c.key) as participant, p.name, p.nik, p.register_id as id, c.kind = 'new' as proposed
     from (select p.record_key, p.key from ${people} p where ${here} and p.nik = any (:niks)
       union select p.record_key, p.key from ${people} p where ${here} and p.register_id = any (:ids)) f
     join ${people} p on ${here} and p.record_key = f.record_key and p.key = f.key
     join ${current} c on c.period_id = p.period_id and c.regency_code = p.regency_code and c.key = p.record_key order by p.record_key`,
    { period: place.periodId, regency: place.regency, niks: given(({ nik }) => nik), ids: given(({ id }) => id) },
  )
}

/** One number is enough: a NIK may have been filled in or corrected in one register and not in the other, and a person decides on every proposal. */
function isSame(row: Listed, { nik, id }: Departure): boolean {
  return (row.nik !== null && row.nik === nik) || (row.id !== null && row.id === id)
}

/** A merge of households makes nobody leave; it proposes to take off one of two participants who turn out to be one person. */
function proposalsOf({ household: source, kind, id }: Departure, rows: readonly Listed[]): Proposal[] {
  if (kind === 'moved_within') return []
  const proposal = (row: Listed, what: NewsKind, more: Record<string, string> = {}): Proposal => ({
    ...{ source, record: row.record, subject: row.record, kind: row.proposed ? `proposed_${what}` : what },
    params: { name: row.name ?? '—', ...more },
  })
  if (kind !== 'merged') return rows.map((row) => proposal(row, kind))
  const [kept, double] = rows.toSorted((a, b) => Number(a.id === id) - Number(b.id === id))
  return kept && double ? [proposal(double, 'twice', { other: kept.participant ?? kept.record })] : []
}

export default departures
