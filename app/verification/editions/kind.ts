import { RegionCode } from '#domain/region_code'
import type { VerificationModule } from '#kernel/registry'
import { LoadError } from '#services/loads/errors'
import type { KindPart, LoadKind, LoadOptions, LoadOutcome, RunRequest } from '#services/loads/kind'
import { assertCodeSystem } from '#services/loads/rows_kind'
import { dispatch } from '#services/jobs/dispatch'
import { NATIONAL, query, scope, type Tx } from '#services/scope'
import type { Text } from '../instrument.js'
import { decreeDateFault } from './decree_date.js'
import { groupColumns } from './columns.js'
import { loadEdition, type LoadReport } from './load.js'
import { assertNameFree } from './find.js'
import { prepareEdition } from './prepare.js'
import { neededGroups } from './sources.js'
import type { Locale } from '#verification/message'
import { stagedTable } from './staging.js'

/** The register of a module, loaded for a decree. */
export function editionKind(module: VerificationModule): LoadKind {
  const { instrument, words } = module
  const lists = [{ version: instrument.codeListVersion, label: { id: 'Daftar kode modul', en: 'Code lists of the module' } }]
  return {
    id: `${module.name}.edition`,
    title: { id: `Data dasar ${words.short}`, en: `Base data of ${words.short}` },
    hint: { id: `Data satu SK: ${labelsOf(module, 'id')}`, en: `Data of one decree: ${labelsOf(module, 'en')}` },
    ...{ permission: 'core.editions', plugin: module.name },
    asks: { codeSystem: true, edition: true, codeLists: [...lists, ...(instrument.variants ?? [])] },
    parts: async (options) => partsOf(module, Boolean(options?.edition)),
    validate: (options) => validate(options),
    allowed: async (tx, options) => {
      if (options.edition || (await begun(tx, module, options))) return
      await assertNameFree(tx, module, (options.name ?? '').trim())
    },
    run: (request) => run(module, request),
  }
}

function labelsOf({ instrument: { root, groups } }: VerificationModule, locale: Locale): string {
  return [root, ...groups].map(({ label }) => label[locale]).join(', ')
}

/** @param isAdded the rows come to an edition that is being loaded already, for which any one table will do */
function partsOf({ instrument }: VerificationModule, isAdded: boolean): KindPart[] {
  const needed = isAdded ? [] : neededGroups(instrument)
  return [instrument.root, ...instrument.groups].map((group) => ({
    ...{ name: group.name, label: group.label, columns: groupColumns(instrument, group) },
    ...(needed.includes(group.name) ? {} : { optional: true }),
  }))
}

/** @throws LoadError `E_LOAD_CHOICE` */
function validate(options: LoadOptions): void {
  assertCodeSystem(options)
  if (options.edition) return
  const { name = '', decree = '', decree_date: date = '' } = options
  if (!name.trim() || !decree.trim())
    throw new LoadError('E_LOAD_CHOICE', {
      id: 'Isi nama edisi dan nomor SK.',
      en: 'Enter the name of the edition and the number of the decree.',
    }).at(name.trim() ? 'sk' : 'nama')
  const fault = decreeDateFault(date)
  if (fault) throw new LoadError('E_LOAD_CHOICE', fault).at('tanggal_sk')
  for (const code of options.regencies ?? []) {
    const level = RegionCode.tryParse(code)?.level
    if (level !== 'province' && level !== 'regency') {
      throw new LoadError('E_LOAD_CHOICE', {
        id: `"${code}" bukan kode provinsi atau kabupaten/kota.`,
        en: `"${code}" is no code of a province or regency.`,
      }).at('wilayah')
    }
  }
}

async function run(module: VerificationModule, request: RunRequest): Promise<LoadOutcome> {
  const { load, dryRun, actor } = request
  const editionId = load.options.edition ?? load.editionId ?? (dryRun ? null : await prepared(module, request))
  let outcome: LoadOutcome | undefined
  await loadEdition({
    ...{ module, editionId, dryRun, actor, files: request.sources, codeSystem: load.options.code_system ?? '' },
    ...(load.options.code_list ? { codeList: load.options.code_list } : {}),
    ...(load.options.regencies?.length ? { within: load.options.regencies } : {}),
    rejectedTo: request.folder,
    onRows: (group, read) => request.onRows(group, read),
    onStep: (step) => request.onStep(STEPS[step] ?? { id: `Menyimpan ${step}`, en: `Storing ${step}` }),
    keep: async (tx, report) => {
      outcome = outcomeOf(report)
      await request.keep(tx, outcome, faultTables(module))
      if (!dryRun && editionId) await askComparison(tx, module, editionId)
    },
  })
  return outcome!
}

const STEPS: Record<string, Text> = { rules: { id: 'Memeriksa aturan mutu', en: 'Checking the quality rules' } }

/** The edition that the load is for, made now; one that a broken run made is taken up again. */
async function prepared(module: VerificationModule, { load, actor, noteEdition }: RunRequest): Promise<string> {
  const { name = '', decree = '', decree_date: decreeDate = '' } = load.options
  const made = await scope.run(scope.of(NATIONAL, actor), (tx) => begun(tx, module, load.options))
  const request = { module, name: name.trim(), decree: decree.trim(), decreeDate, regencies: load.regencies, actor }
  const id = made ?? (await prepareEdition(request)).id
  await noteEdition(id)
  return id
}

/** The edition of this name and decree that a broken run made and put nothing into. */
async function begun(tx: Tx, module: VerificationModule, { name = '', decree = '' }: LoadOptions): Promise<string | undefined> {
  const [found] = await query<{ id: string }>(
    tx,
    `select e.id from editions e where e.module = ? and e.name = ? and e.decree = ? and e.state = 'loading' and not exists
       (select from edition_regencies r where r.edition_id = e.id and r.loaded_at is not null)`,
    [module.name, name.trim(), decree.trim()],
  )
  return found?.id
}

/** Temporary tables of a load by the name of their group. */
export function faultTables({ instrument }: VerificationModule): Record<string, string> {
  return Object.fromEntries([instrument.root, ...instrument.groups].map(({ name }) => [name, stagedTable(name)]))
}

/** What a load tells its page and the history. */
export function outcomeOf(report: LoadReport): LoadOutcome {
  const { read, accepted, rejected, mapped, inherited, elsewhere } = report
  return {
    ...{ read, accepted, rejected, mapped, refusedWhole: false, rules: inherited.by_rule },
    figures: {
      ...{ inherited_records: inherited.records, inherited_problems: inherited.problems },
      ...(elsewhere.persons > 0 ? { elsewhere_persons: elsewhere.persons } : {}),
    },
    remarks: elsewhere.remarks,
    regencies: report.regencies,
    parts: Object.fromEntries(
      Object.entries(report.files).map(([name, file]) => [
        name,
        {
          ...{ read: file.read, accepted: file.accepted, rejected: file.rejected, made: file.made },
          ...{ unknown: file.unknown_headings, missing: file.missing_headings, rejectedFile: file.rejected_file },
        },
      ]),
    ),
  }
}

/** Compares a loaded edition with the one in force, in the background. */
export async function askComparison(tx: Tx, module: VerificationModule, editionId: string): Promise<void> {
  await dispatch(tx, { name: 'editions.compare', regency: NATIONAL, subject: editionId, payload: { module: module.name } })
}
