import type { CalendarDate } from '#domain/calendar_date'
import type { VerificationModule } from '#kernel/registry'
import { LoadError } from '#services/loads/errors'
import { recordActivity } from '#services/activity'
import { daysIn } from '#services/days'
import { NATIONAL, query, scope, type Actor, type Tx } from '#services/scope'
import { tableNames } from '../store/columns.js'
import { lockEdition, regenciesOf } from './find.js'
import { findInherited } from './inherited.js'
import { acceptedByRegency, analyzeEdition, insertRecords, insertRowsOf, noteLoaded, type LoadedRegency } from './insert_rows.js'
import { giveRegisterKeys } from './new_ids.js'
import { prepareEdition } from './prepare.js'
import { stageResults, type ResultPlace } from './stage_results.js'

export interface FromResults {
  module: VerificationModule
  periodId: string
  name: string
  decree: string
  decreeDate: CalendarDate
  /** Regencies whose accepted results are taken; the others of the period's edition keep its values. */
  results: readonly string[]
  /** The edition that an earlier, broken run has made. */
  editionId?: string | null
  actor: Actor
  onPrepared?: (editionId: string) => Promise<void>
  /** Told before each regency; what it throws stops the work, and the regencies that are done stay done. */
  onRegency?: (code: string, done: number, total: number) => Promise<void> | void
}

export interface NextRegency extends LoadedRegency {
  /** Whether accepted results were taken, or the values of the edition before. */
  results: boolean
  new_records: number
  new_persons: number
}

export interface NextEdition {
  id: string
  /** The edition that the period was held against. */
  before: string
  regencies: NextRegency[]
}

/**
 * Makes the next edition out of the accepted results of a period, a regency a transaction, by the rules and tables through which files
 * go: accepted updates are laid over the edition of the period, new records and persons get their register keys here. A broken run is
 * taken up where it stopped. Nothing that is in force is touched; publishing is an act of its own.
 *
 * @throws LoadError `E_LOAD_CHOICE` for a period or a regency that has no accepted result; EditionError as `prepareEdition`
 */
export async function editionFromResults(request: FromResults): Promise<NextEdition> {
  const { module, actor } = request
  const national = scope.of(NATIONAL, actor)
  const { before, regencies } = await scope.run(national, (tx) => sourceOf(tx, module, request.periodId))
  const stranger = request.results.find((code) => !regencies.includes(code))
  if (stranger)
    throw new LoadError('E_LOAD_CHOICE', {
      id: `${stranger} tidak mengikuti periode ini.`,
      en: `${stranger} does not take part in this period.`,
    })
  const id = request.editionId ?? (await prepareEdition({ ...request, regencies, asTheyStand: true })).id
  await request.onPrepared?.(id)
  const made: NextRegency[] = []
  for (const [index, code] of regencies.entries()) {
    await request.onRegency?.(code, index, regencies.length)
    const place = {
      module,
      editionId: before,
      periodId: request.periodId,
      regency: code,
      results: request.results.includes(code),
    }
    made.push(await scope.run(scope.of([NATIONAL, code], actor), (tx) => makeRegency(tx, id, place)))
  }
  await scope.run(scope.of([NATIONAL, ...regencies], actor), (tx) => assertUnique(tx, module, id))
  await analyzeEdition(module, id)
  return { id, before, regencies: made }
}

async function sourceOf(tx: Tx, module: VerificationModule, periodId: string): Promise<{ before: string; regencies: string[] }> {
  const [period] = await query<{ edition: string }>(
    tx,
    'select edition_id as edition from periods where id::text = ? and module = ?',
    [periodId, module.name],
  )
  if (!period)
    throw new LoadError('E_LOAD_CHOICE', {
      id: `Periode "${periodId}" dari modul ${module.words.short} tidak ada.`,
      en: `Module ${module.words.short} has no period "${periodId}".`,
    })
  const regencies = await regenciesOf(tx, period.edition)
  return { before: period.edition, regencies: regencies.map(({ regency_code: code }) => code) }
}

async function makeRegency(tx: Tx, editionId: string, place: ResultPlace): Promise<NextRegency> {
  const { module, regency } = place
  const { instrument } = module
  await lockEdition(tx, editionId)
  await query(tx, `set local work_mem = '64MB'`)
  const known = await loadedBefore(tx, editionId, regency)
  if (known) return known
  if (place.results) await assertAccepted(tx, place)
  const today = (await daysIn([regency], tx.now)).in(regency)
  await stageResults(tx, place)
  const ids = await giveRegisterKeys(tx, place)
  const inherited = await findInherited(
    tx,
    module,
    () => today,
    (batch) => insertRowsOf(tx, instrument, editionId, batch),
  )
  const [found] = await acceptedByRegency(tx)
  const loaded = found ?? { code: regency, records: 0, persons: 0, inherited_problems: 0 }
  await insertRecords(tx, instrument, { editionId, regency, codeListVersion: instrument.codeListVersion })
  const report = { results: place.results, period: place.periodId, new_records: ids.records, new_persons: ids.persons }
  await noteLoaded(tx, editionId, loaded, { ...report, inherited })
  await recordActivity(tx, {
    ...{ action: 'edition.derived', regency: NATIONAL, object: { type: 'edition', id: editionId } },
    data: { module: module.name, region: regency, records: loaded.records },
  })
  return { ...loaded, results: place.results, new_records: ids.records, new_persons: ids.persons }
}

/** What a broken run has done already. */
async function loadedBefore(tx: Tx, editionId: string, regency: string): Promise<NextRegency | null> {
  const [row] = await query<NextRegency>(
    tx,
    `select regency_code as code, records, persons, inherited_problems, (report->>'results')::boolean as results,
       (report->>'new_records')::int as new_records, (report->>'new_persons')::int as new_persons
     from edition_regencies where edition_id = ? and regency_code = ? and loaded_at is not null`,
    [editionId, regency],
  )
  return row ?? null
}

/** The acceptance stands until this regency is stored: returning it waits. */
async function assertAccepted(tx: Tx, { periodId, regency }: ResultPlace): Promise<void> {
  const [row] = await query<{ state: string }>(
    tx,
    'select state from finalisations where period_id = ? and regency_code = ? for share',
    [periodId, regency],
  )
  if (row?.state === 'accepted') return
  throw new LoadError('E_LOAD_CHOICE', {
    id: `Hasil ${regency} tidak (lagi) diterima Kementerian, sehingga tidak dapat dibawa ke edisi berikutnya. Susun kembali tanpa hasilnya.`,
    en: `The results of ${regency} are not, or no longer, accepted by the Ministry and cannot be taken into the next edition. Compose it again without them.`,
  })
}

/** No key that was given here stands on another record, in whatever regency. */
async function assertUnique(tx: Tx, { instrument }: VerificationModule, editionId: string): Promise<void> {
  const id = instrument.summary.registerKey
  const { base } = tableNames(instrument)
  const [twin] = await query<{ id: string }>(
    tx,
    `select n.${id} as id from ${base} n join ${base} o on o.edition_id = n.edition_id and o.${id} = n.${id} and o.key <> n.key
     where n.edition_id = ? and n.key <> n.${id} limit 1`,
    [editionId],
  )
  if (twin)
    throw new LoadError('E_LOAD_CHOICE', {
      id: `Kunci register baru ${twin.id} sudah dipakai data lain. Hubungi pengelola sistem.`,
      en: `The new register key ${twin.id} is already used by another record. Contact whoever runs the system.`,
    })
}
