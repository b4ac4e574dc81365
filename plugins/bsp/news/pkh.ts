import { v7 as uuid } from 'uuid'
import { newlyOnPkh } from '#plugins/bdt/api'
import { records, type Listener, type Proposal } from '#core/plugin'
import { gone } from '../errors.js'
import { isSame, listedAs, PROPOSED, recordOf } from './listed.js'

/** A family that receives PKH has no place on the list: it goes out as such, or its proposal is withdrawn. */
const pkh: Listener = {
  async proposals(tx, place, keys) {
    const persons = await newlyOnPkh(tx, place.regency, keys)
    if (persons.length === 0) return []
    const listed = await listedAs(tx, place, persons)
    const found = persons.flatMap((person) =>
      listed
        .filter((row) => isSame(row, person))
        .map((row): Proposal => ({
          ...{ source: person.household, record: row.record, subject: row.record },
          ...{ kind: `${row.proposed ? PROPOSED : ''}family_pkh`, params: { name: row.name ?? person.name ?? '—' } },
        })),
    )
    return [...new Map(found.map((proposal) => [`${proposal.source}|${proposal.record}`, proposal])).values()]
  },
  async confirm(tx, place, { record }) {
    const now = await recordOf(tx, place, record)
    if (!now) throw gone()
    if (now.kind === 'new') {
      await records.decide(tx, place, [record], { take: 'withdraw', reason: 'Menurut kabar BDT keluarga ini menerima PKH.' })
      return
    }
    const doc = { ...now.doc, values: { ...now.doc.values, sta_pkh: 1 } }
    await records.write(tx, place, { type: 'edit', id: uuid() }, [
      {
        ...{ key: record, version: now.version, kind: now.kind, state: 'received', outcome: 'pkh', doc },
        sourceFileId: now.sourceFileId ?? null,
      },
    ])
  },
}

export default pkh
