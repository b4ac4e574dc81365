import { v7 as uuid } from 'uuid'
import { formatMoment } from '#core/domain'
import { activity, NotFound, query, records, regions, type Place, type Tx } from '#core/plugin'
import { pairClosed, pairTaken, reasonless, REASON_LENGTH, unknownSubstitute } from '../errors.js'
import { looseSubstitutes, pairByKey } from './pairs.js'

/**
 * Says for whom a substitute comes in. Called alone in the register (`records.act`), so that of two who pair at once the second is told
 * who was faster.
 *
 * @throws NotFound; Refused `E_PBI_PAIR_CLOSED`, `E_PBI_PAIR_TAKEN`, `E_PBI_SUBSTITUTE_UNKNOWN`
 */
export async function pair(tx: Tx, place: Place, out: string, substitute: string): Promise<void> {
  await assertListed(tx, place, out)
  const found = await pairByKey(tx, place, out)
  if (!found) throw pairClosed()
  if (found.substitute) {
    const { by, at } = await lastChange(tx, place, found.substitute.key)
    throw pairTaken(by, formatMoment(await regions.zone(place.regency), at))
  }
  const loose = await looseSubstitutes(tx, place, MOST)
  if (!loose.some(({ key }) => key === substitute)) throw unknownSubstitute()
  await name(tx, place, substitute, found.participant ?? found.key)
  await told(tx, place, 'pbi.paired', substitute)
}

/**
 * Takes a pair apart: the substitute stays as a proposal that waits for another participant.
 *
 * @throws NotFound; Refused `E_PBI_REASON`, `E_PBI_SUBSTITUTE_UNKNOWN`
 */
export async function unpair(tx: Tx, place: Place, out: string, reason: string): Promise<void> {
  await assertListed(tx, place, out)
  const why = reason.trim().slice(0, REASON_LENGTH.max)
  if (why.length < REASON_LENGTH.min) throw reasonless()
  const found = await pairByKey(tx, place, out)
  if (!found?.substitute) throw unknownSubstitute()
  await name(tx, place, found.substitute.key, undefined, why)
  await told(tx, place, 'pbi.unpaired', found.substitute.key)
}

const MOST = 10_000

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

async function lastChange(tx: Tx, place: Place, key: string): Promise<{ by: string; at: Date }> {
  const { changes } = records.tables(place)
  const [row] = await query<{ by: string; at: Date }>(
    tx,
    `select actor_name as by, at from ${changes} where period_id = ? and regency_code = ? and key = ? order by version desc limit 1`,
    [place.periodId, place.regency, key],
  )
  return row!
}

function told(tx: Tx, place: Place, action: string, id: string): Promise<void> {
  return activity(tx, { action, regency: place.regency, object: { type: 'pbi.record', id }, data: { module: 'pbi' } })
}
