import type { PersonIdentity, PersonState } from '#kernel/contributions'
import type { VerificationModule } from '#kernel/registry'
import { query, type Tx } from '#services/scope'
import { isActive } from '../engine.js'
import type { ChildRow, RecordDoc } from '../instrument.js'
import { placeOf, type RegencyPeriod } from '../periods/index.js'
import { readBase, readWorking, tableNames } from '../store/index.js'
import type { PersonReference } from './hits.js'

/** Editions that a card looks back on, newest first. */
const EDITIONS = 8
/** Id of the state of the running period. */
export const NOW = 'now'

export interface StateOf extends PersonState {
  recordKey: string
  decree: { id: string; name: string; decree: string; decreeDate: string }
  /** The period whose working copy this is; null for what a decree says. */
  period: { id: string; name: string } | null
  /** What the supervisor has decided about the working copy. */
  proposal: { outcome: string; state: string } | null
  person: ChildRow
  active: boolean
}

interface Edition {
  id: string
  name: string
  decree: string
  decreeDate: string
}

interface Placed {
  edition: string
  record_key: string
  key: string
}

/**
 * What a module's register says of a person, newest first: the working copy of the newest period where there is one, then each decree.
 * A person is known by his key; where an edition came as a file, which has register keys alone, by that; else by his NIK among the
 * persons of a period held against the edition.
 */
export async function statesOf(
  tx: Tx,
  regency: string,
  { module, periods }: { module: VerificationModule; periods: readonly RegencyPeriod[] },
  reference: Pick<PersonReference, 'recordKey' | 'key'>,
  identity: Pick<PersonIdentity, 'nik'> & { registerId: string | null },
): Promise<StateOf[]> {
  const states: StateOf[] = []
  const [newest] = periods
  if (newest) {
    const working = (await readWorking(tx, placeOf(newest), [reference.recordKey])).get(reference.recordKey)
    const state = working && stateAt(module, working.doc, reference.key, newest.edition)
    if (state && working) {
      const { period } = newest
      const proposal = { outcome: working.outcome, state: working.state }
      states.push({ ...state, id: NOW, period: { id: period.id, name: period.name }, proposal })
    }
  }
  const editions = await editionsOf(tx, module, regency)
  const keys = [...new Set([reference.key, identity.registerId].filter((key) => key !== null))]
  const places = await placesIn(tx, module, regency, { editions, periods, keys, nik: identity.nik })
  for (const edition of editions) {
    const place = places.get(edition.id)
    if (!place) continue
    const at = { module, editionId: edition.id, periodId: edition.id, regency }
    const doc = (await readBase(tx, at, [place.record_key])).get(place.record_key)
    const state = doc && stateAt(module, doc, place.key, edition)
    if (state) states.push(state)
  }
  return states
}

function stateAt(module: VerificationModule, doc: RecordDoc, key: string, decree: Edition): StateOf | null {
  const person = doc.groups[module.instrument.summary.people.group]?.find((row) => row.key === key)
  if (!person) return null
  const { id, name, decree: number, decreeDate } = decree
  return {
    ...{ id, doc, key, recordKey: doc.key, person, period: null, proposal: null, active: isActive(module.instrument, person) },
    decree: { id, name, decree: number, decreeDate },
  }
}

/** Published editions that hold the regency, the newest decree first. */
function editionsOf(tx: Tx, module: VerificationModule, regency: string): Promise<Edition[]> {
  return query<Edition>(
    tx,
    `select e.id, e.name, e.decree, e.decree_date as "decreeDate" from editions e
     join edition_regencies r on r.edition_id = e.id and r.regency_code = :regency
     where e.module = :module and e.state in ('published', 'superseded')
     order by e.decree_date desc, e.created_at desc, e.id desc limit ${EDITIONS}`,
    { regency, module: module.name },
  )
}

async function placesIn(
  tx: Tx,
  module: VerificationModule,
  regency: string,
  known: { editions: readonly Edition[]; periods: readonly RegencyPeriod[]; keys: readonly string[]; nik: string | null },
): Promise<Map<string, Placed>> {
  const names = tableNames(module.instrument)
  const people = names.baseGroup(module.instrument.summary.people.group)
  const editions = known.editions.map(({ id }) => id)
  const rows = await query<Placed>(
    tx,
    `select edition_id as edition, record_key, key from ${people}
     where edition_id = any (cast(:editions as uuid[])) and regency_code = :regency and key = any (:keys)`,
    { editions, regency, keys: known.keys },
  )
  const found = new Map(rows.map((row) => [row.edition, row]))
  const nik = known.nik
  const lacking = known.periods.filter(({ edition }) => editions.includes(edition.id) && !found.has(edition.id))
  if (nik === null || lacking.length === 0) return found
  const byNik = await query<{ period: string; record_key: string; key: string }>(
    tx,
    `select period_id as period, record_key, key from ${names.people}
     where period_id = any (cast(:periods as uuid[])) and regency_code = :regency and nik = :nik`,
    { periods: lacking.map(({ period }) => period.id), regency, nik },
  )
  for (const { period, record_key: record, key } of byNik) {
    const edition = lacking.find((one) => one.period.id === period)!.edition.id
    const twins = byNik.filter((row) => row.period === period && row.key !== key)
    if (twins.length === 0) found.set(edition, { edition, record_key: record, key })
  }
  return found
}
