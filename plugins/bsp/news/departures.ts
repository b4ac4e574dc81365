import { v7 as uuid } from 'uuid'
import { departuresOf, type Departure } from '#plugins/bdt/api'
import { query, records, regions, type Listener, type Place, type Proposal, type Tx } from '#core/plugin'
import { gone } from '../errors.js'
import { answerTo, heirsOf, type NewsKind } from './answers.js'
import { isSame, listedAs, PROPOSED, recordOf, type Listed } from './listed.js'

/** What a death, a move or a merge in the register would do to the families of the list. */
const departures: Listener = {
  async proposals(tx, place, keys) {
    const left = await departuresOf(tx, place.regency, keys)
    if (left.length === 0) return []
    const listed = await listedAs(tx, place, left)
    const kept = await listedOf(tx, place, left)
    const found = left.flatMap((departure) =>
      listed.filter((row) => isSame(row, departure)).flatMap((row) => proposalsOf(departure, row, kept)),
    )
    return [...new Map(found.map((proposal) => [`${proposal.source}|${proposal.record}|${proposal.subject}`, proposal])).values()]
  },
  async choices(tx, place, { record, subject, kind }) {
    if (kind !== 'holder_died' && kind !== 'holder_moved') return []
    const doc = (await recordOf(tx, place, record))?.doc
    if (!doc) return []
    const today = await regions.today(place.regency, tx.now)
    return heirsOf(doc, subject, today).map(({ key, nama }) => ({ value: key, label: String(nama ?? key) }))
  },
  async confirm(tx, place, { record, subject, kind, params }, choice) {
    const now = await recordOf(tx, place, record)
    if (!now) throw gone()
    const answer = answerTo(now.doc, {
      kind: kind.replace(PROPOSED, '') as NewsKind,
      member: subject,
      heir: choice,
      into: params.into ?? '',
    })
    if (now.kind === 'new' && answer.leaves) {
      await records.decide(tx, place, [record], {
        take: 'withdraw',
        reason: 'Menurut kabar BDT keluarga ini tidak lagi di wilayah ini.',
      })
      return
    }
    await records.write(tx, place, { type: 'edit', id: uuid() }, [
      {
        ...{ key: record, version: now.version, kind: now.kind, state: 'received' },
        ...{ outcome: now.kind === 'new' ? 'new' : answer.outcome, doc: answer.doc, sourceFileId: now.sourceFileId ?? null },
      },
    ])
  },
}

const OF_FAMILY: Record<Departure['kind'], NewsKind> = {
  died: 'family_died',
  moved: 'family_moved',
  moved_within: 'family_moved_within',
  merged: 'family_merged',
}

/** What is told of a whole family; of one that is only proposed, that it is withdrawn. */
function familyNews(kind: Departure['kind'], { proposed }: Listed): string {
  return `${proposed && kind !== 'moved_within' ? PROPOSED : ''}${OF_FAMILY[kind]}`
}

/** Families of the list by the household that stays after a merge. */
async function listedOf(tx: Tx, place: Place, left: readonly Departure[]): Promise<Map<string, { record: string; kpm: string }>> {
  const into = [...new Set(left.flatMap((departure) => departure.into ?? []))]
  if (into.length === 0) return new Map()
  const { base, current, people } = records.tables(place)
  const rows = await query<{ household: string; record: string; kpm: string }>(
    tx,
    `select b.idbdt as household, c.key as record, coalesce(c.register_id, c.key) as kpm from ${base} b
     join ${current} c on c.period_id = :period and c.regency_code = :regency and c.key = b.key
     where b.edition_id = :edition and b.regency_code = :regency and b.idbdt = any (:into)
       and exists (select 1 from ${people} p where p.period_id = :period and p.regency_code = :regency and p.record_key = c.key and p.stays)`,
    { period: place.periodId, edition: place.editionId, regency: place.regency, into },
  )
  return new Map(rows.map(({ household, ...listed }) => [household, listed]))
}

/** A merge proposes nothing where the household that stays has no card: then this family keeps its own. */
function proposalsOf(
  { household: source, kind, whole, into, name }: Departure,
  row: Listed,
  kept: ReadonlyMap<string, { record: string; kpm: string }>,
): Proposal[] {
  const params = { name: row.name ?? name ?? '—' }
  const ofFamily = (more: Record<string, string> = {}): Proposal[] => [
    { source, record: row.record, subject: row.record, kind: familyNews(kind, row), params: { ...params, ...more } },
  ]
  if (kind === 'merged') {
    const twin = into === null ? undefined : kept.get(into)
    return twin && twin.record !== row.record ? ofFamily({ into: twin.kpm }) : []
  }
  if (whole || (row.members === 1 && row.holder)) return ofFamily()
  const ended = kind === 'died' ? 'died' : 'moved'
  return [{ source, record: row.record, subject: row.member, kind: `${row.holder ? 'holder' : 'member'}_${ended}`, params }]
}

export default departures
