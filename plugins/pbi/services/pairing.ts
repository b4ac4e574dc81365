import { v7 as uuid } from 'uuid'
import { formatMoment, saysWhy } from '#core/domain'
import { activity, NotFound, query, records, regions, type Place, type Tx } from '#core/plugin'
import { pairClosed, pairHeld, pairTaken, reasonless, REASON_LENGTH, unknownSubstitute } from '../errors.js'
import { eligiblePerson, reachOf } from './candidates.js'
import { looseSubstitutes, pairByKey, type Pair } from './pairs.js'
import { substituteDoc } from './substitute_doc.js'
import { tie, untie } from './ties.js'

/**
 * Says for whom a substitute comes in. Called alone in the register (`records.act`), so that of two who pair at once the second is told
 * who was faster.
 *
 * @throws NotFound; Refused `E_PBI_PAIR_CLOSED`, `E_PBI_PAIR_HELD`, `E_PBI_PAIR_TAKEN`, `E_PBI_SUBSTITUTE_UNKNOWN`
 */
export async function pair(tx: Tx, place: Place, out: string, substitute: string): Promise<void> {
  await assertListed(tx, place, out)
  const found = await pairByKey(tx, place, out)
  if (!found) throw pairClosed()
  await assertFree(place, found)
  const loose = await looseSubstitutes(tx, place, MOST)
  if (!loose.some(({ key }) => key === substitute)) throw unknownSubstitute()
  await name(tx, place, substitute, found.participant ?? found.key)
  await told(tx, place, 'pbi.paired', substitute)
}

/**
 * Takes a person of the register for a participant who is replaced: his record is made, names the participant, and waits to be accepted
 * as every proposal does. Called alone in the register, as `pair`.
 *
 * @returns key of the substitute's record
 * @throws NotFound; Refused `E_PBI_PAIR_CLOSED`, `E_PBI_PAIR_HELD`, `E_PBI_PAIR_TAKEN`, and those of `eligiblePerson`
 */
export async function takePerson(tx: Tx, place: Place, out: string, chosen: { family: string; person: string }): Promise<string> {
  await assertListed(tx, place, out)
  const found = await pairByKey(tx, place, out)
  if (!found) throw pairClosed()
  await assertFree(place, found)
  const { person, family } = await eligiblePerson(tx, place, chosen)
  const [key, participant] = [uuid(), found.participant ?? found.key]
  await tie(tx, place, { participant, key, found: { family, reach: reachOf(found.village, family.village) } })
  const doc = substituteDoc(key, { person, family }, participant, await regions.today(place.regency, tx.now))
  await records.write(tx, place, { type: 'edit', id: key }, [
    { key, version: 0, kind: 'new', outcome: 'substitute', state: 'received', doc },
  ])
  await told(tx, place, 'pbi.paired', key)
  return key
}

/**
 * Takes a pair apart: the substitute stays as a proposal that waits for another participant.
 *
 * @throws NotFound; Refused `E_PBI_REASON`, `E_PBI_SUBSTITUTE_UNKNOWN`
 */
export async function unpair(tx: Tx, place: Place, out: string, reason: string): Promise<void> {
  await assertListed(tx, place, out)
  const why = reason.trim().slice(0, REASON_LENGTH.max)
  if (!saysWhy(why, REASON_LENGTH.min)) throw reasonless()
  const found = await pairByKey(tx, place, out)
  if (!found?.substitute) throw unknownSubstitute()
  await untie(tx, place, found.substitute.key, why)
  await name(tx, place, found.substitute.key, undefined, why)
  await told(tx, place, 'pbi.unpaired', found.substitute.key)
}

const MOST = 10_000

/** @throws Refused `E_PBI_PAIR_HELD`, `E_PBI_PAIR_TAKEN` */
async function assertFree({ regency }: Place, { held, substitute }: Pair): Promise<void> {
  if (held) throw pairHeld()
  if (!substitute) return
  const { tiedBy, tiedAt } = substitute
  throw pairTaken(tiedBy ?? '–', tiedAt ? formatMoment(await regions.zone(regency), tiedAt) : '–')
}

async function assertListed(tx: Tx, place: Place, key: string): Promise<void> {
  const { current } = records.tables(place)
  const rows = await query(tx, `select 1 from ${current} where period_id = ? and regency_code = ? and key = ?`, [
    ...[place.periodId, place.regency, key],
  ])
  if (rows.length === 0) throw new NotFound()
}

/** Writes whom a substitute replaces; it waits to be accepted again. */
async function name(tx: Tx, place: Place, key: string, participant: string | undefined, reason?: string): Promise<void> {
  const record = (await records.working(tx, place, [key])).get(key)
  if (record?.kind !== 'new') throw unknownSubstitute()
  const { peserta_diganti: _, ...values } = record.doc.values
  await records.write(tx, place, { type: 'edit', id: uuid() }, [
    {
      ...{ key, version: record.version, kind: 'new', outcome: record.outcome, state: 'received' },
      doc: { ...record.doc, values: participant === undefined ? values : { ...values, peserta_diganti: participant } },
      ...{ sourceFileId: record.sourceFileId ?? null, ...(reason ? { reason } : {}) },
    },
  ])
}

function told(tx: Tx, place: Place, action: string, id: string): Promise<void> {
  return activity(tx, { action, regency: place.regency, object: { type: 'pbi.record', id }, data: { module: 'pbi' } })
}
