import { excerpt } from '#domain/plain_cell'
import { registry, type VerificationModule } from '#kernel/registry'
import { SiksError } from '#siks/errors'
import type { SiksManifest } from '#siks/format'
import { showMoment } from '#services/format'
import { appRefusal, type AppRefusal } from '#services/offline/versions'
import { query, type Tx } from '#services/scope'
import { loadZones, zoneOf } from '#services/zones'
import { VillageReader, VillageRefused } from '../editions/villages.js'
import { assertOpen, periodById, PeriodError, placeOf, type RegencyPeriod } from '../periods/index.js'
import { ImportRefusal } from './errors.js'
import type { Note } from './files.js'
import type { Issue } from './issue.js'
import type { Grounds } from './read_record.js'

/** What a file was let in for: grounds to judge its records on, per module with an open period. */
export interface Gate {
  grounds: Map<string, Grounds>
  /** Modules of the file whose period takes no imports now. */
  closed: ReadonlyMap<string, PeriodError>
  periodId: string
  notes: Note[]
}

/**
 * Decides whether a file answers the open period of this regency, as the package said it would.
 * @throws ImportRefusal or PeriodError with the reason and the cure; PluginOff where a module of the file is switched off
 */
export async function passGate(
  tx: Tx,
  issue: Issue,
  manifest: SiksManifest,
  more: Readonly<Record<string, unknown>>,
): Promise<Gate> {
  await loadZones()
  await assertProgram(manifest)
  const { periods, closed } = await openPeriodsOf(tx, issue, manifest)
  assertOfPackage(issue, manifest)
  // Where the module of the package's period takes none, what the file brings for the others stands beside that period.
  const isMainClosed = issue.module !== null && closed.has(issue.module)
  const periodId = isMainClosed ? issue.periodId : (await answered(tx, issue, periods)).period.id
  const { notes, from } = await followExports(tx, issue.regency, periodId, manifest)
  const villages = await VillageReader.open(tx, manifest.code_system, [issue.regency])
  const scope = await scopeOf(tx, issue, manifest.code_system === 'kemendagri' ? villages : null)
  const grounds = periods.map((period): [string, Grounds] => [
    period.module.name,
    {
      place: placeOf(period),
      source: { device: manifest.device, from },
      today: period.today,
      codeList: codeListOf(period.module, more.code_list_version),
      ...{ villages, scope },
    },
  ])
  return { grounds: new Map(grounds), closed, periodId, notes: [...clockNote(issue, manifest, tx.now), ...notes] }
}

/** So far the clock of a computer may be off before somebody is told, in milliseconds. */
const CLOCK_SLACK = 2 * 86_400_000

/** An export is made after its package and before it is sent; a time outside is that of a computer whose clock is wrong, which dates its forms too. */
function clockNote({ regency, issuedAt }: Issue, { created_at: stated }: SiksManifest, now: Date): Note[] {
  const at = Date.parse(stated)
  if (at >= issuedAt.getTime() - CLOCK_SLACK && at <= now.getTime() + CLOCK_SLACK) return []
  return [{ code: 'clock', fields: [showMoment(zoneOf(regency), new Date(at))] }]
}

/** @throws ImportRefusal as `programRefusal` says it, for a version of the offline application that is out of use */
export async function assertProgram({ app }: SiksManifest): Promise<void> {
  const refusal = await appRefusal(app)
  if (refusal) throw programRefusal(refusal)
}

/** What the supervisor reads who imports a file of such a version. */
export function programRefusal({ code, found, newest, reason }: AppRefusal): ImportRefusal {
  if (code === 'old') {
    return newest === null
      ? new ImportRefusal('E_IMPORT_APP_OLD_NONE', { found })
      : new ImportRefusal('E_IMPORT_APP_OLD', { found, newest })
  }
  return newest === null
    ? new ImportRefusal('E_IMPORT_APP_NONE', { found, reason })
    : new ImportRefusal('E_IMPORT_APP_WITHDRAWN', { found, newest, reason })
}

/** The open periods of the file's modules; a module beside the main one may be without, then its records are rejected. */
async function openPeriodsOf(
  tx: Tx,
  issue: Issue,
  manifest: SiksManifest,
): Promise<{ periods: RegencyPeriod[]; closed: Map<string, PeriodError> }> {
  const periods: RegencyPeriod[] = []
  const own = await ownPeriod(tx, issue)
  const closed = new Map<string, PeriodError>()
  for (const name of manifest.modules) {
    const module = registry.modules().find((candidate) => candidate.name === name)
    if (!module) throw new ImportRefusal('E_IMPORT_MODULE', { module: name })
    if (!issue.modules.includes(name)) {
      throw new ImportRefusal('E_IMPORT_MODULE_NOT_ISSUED', { module: module.words.short, issue: issue.id })
    }
    try {
      periods.push(await assertOpen(tx, module, issue.regency, own?.module.name === name ? own.period.id : undefined))
    } catch (error) {
      if (!(error instanceof PeriodError)) throw error
      closed.set(name, error)
    }
  }
  if (periods.length === 0) throw [...closed.values()][0] ?? new SiksError('E_SIKS_MANIFEST', { field: 'modules' })
  return { periods, closed }
}

/** The period of the package, where the regency may work in it although a newer one was opened since: after a return or a grant. */
async function ownPeriod(tx: Tx, issue: Issue): Promise<RegencyPeriod | null> {
  const found = await periodById(tx, issue.periodId, issue.regency)
  return found?.phase === 'open' && found.finalisation.state === 'open' ? found : null
}

function assertOfPackage(issue: Issue, manifest: SiksManifest): void {
  if (manifest.edition !== issue.editionId) throw new SiksError('E_SIKS_MANIFEST', { field: 'edition' })
  if (manifest.period !== issue.periodId) throw new SiksError('E_SIKS_MANIFEST', { field: 'period' })
}

/** The open period that the package was made for. @throws ImportRefusal `E_IMPORT_OLD_EDITION`, `E_IMPORT_OTHER_PERIOD` */
async function answered(tx: Tx, issue: Issue, periods: readonly RegencyPeriod[]): Promise<RegencyPeriod> {
  const main = periods.find(({ period }) => period.id === issue.periodId) ?? periods[0]!
  const { period, edition } = main
  if (issue.editionId !== edition.id) {
    const [found] = await query<{ name: string }>(tx, 'select name from editions where id = ?', [issue.editionId])
    throw new ImportRefusal('E_IMPORT_OLD_EDITION', { found: found?.name ?? issue.editionId, expected: edition.name })
  }
  if (issue.periodId !== period.id) {
    const [found] = await query<{ name: string }>(tx, 'select name from periods where id = ?', [issue.periodId])
    throw new ImportRefusal('E_IMPORT_OTHER_PERIOD', { found: found?.name ?? issue.periodId, expected: period.name })
  }
  return main
}

/** Where an export stands among those of its computer. */
export interface Descent {
  notes: Note[]
  /** Number of the newest applied export that this one goes on from; null = of all of them, 0 = of none. */
  from: number | null
}

/**
 * Every export of a computer holds all its results: an older one is refused, a gap is only noted. One that does not go on from the last
 * was made on a copy of the work: it is compared with what that copy started from, so that two people's answers clash and none is lost.
 * @throws ImportRefusal `E_IMPORT_OLDER_EXPORT`, `E_IMPORT_SAME_EXPORT`
 */
export async function followExports(
  tx: Tx,
  regency: string,
  periodId: string,
  { device, sequence, previous }: Pick<SiksManifest, 'device' | 'sequence' | 'previous'>,
): Promise<Descent> {
  const applied = await query<{ sequence: number; sha256: string; at: Date }>(
    tx,
    `select sequence, sha256, applied_at as at from import_files
     where regency_code = ? and period_id = ? and device = ? and state = 'applied' order by sequence desc`,
    [regency, periodId, device],
  )
  const last = applied[0]
  if (!last) return { notes: sequence > 1 ? [{ code: 'gap', count: sequence - 1 }] : [], from: null }
  const at = showMoment(zoneOf(regency), last.at)
  if (sequence < last.sequence) {
    throw new ImportRefusal('E_IMPORT_OLDER_EXPORT', { found: sequence, newest: last.sequence, at })
  }
  if (sequence === last.sequence) throw new ImportRefusal('E_IMPORT_SAME_EXPORT', { found: sequence, at })
  const ancestor = applied.find(({ sha256 }) => sha256 === previous)
  if (ancestor === last) return { notes: [], from: null }
  const gap = sequence - last.sequence - 1
  if (gap > 0 && !ancestor) return { notes: [{ code: 'gap', count: gap }], from: null }
  return { notes: [{ code: 'broken_chain' }], from: previous === null ? null : (ancestor?.sequence ?? 0) }
}

/**
 * Villages of the package by their codes in force, and by those it was made with while data stand under them; one that was dissolved
 * since then covers nothing any more.
 */
async function scopeOf(tx: Tx, issue: Issue, open: VillageReader | null): Promise<Map<string, string>> {
  const reader = open ?? (await VillageReader.open(tx, 'kemendagri', [issue.regency]))
  const codes = issue.villages.flatMap((given) => {
    try {
      return [...new Set([given, reader.village(given).code])]
    } catch (error) {
      if (error instanceof VillageRefused) return []
      throw error
    }
  })
  const named = await query<{ code: string; name: string }>(
    tx,
    'select code, name from regions where code = any (?) order by code',
    [codes],
  )
  return new Map(named.map(({ code, name }) => [code, name]))
}

/** @throws ImportRefusal `E_IMPORT_CODE_LIST` for a declared list that the module neither uses nor translates */
function codeListOf({ instrument, words }: VerificationModule, declared: unknown): string | null {
  if (declared === undefined || declared === instrument.codeListVersion) return null
  const known = instrument.variants?.some(({ version }) => version === declared)
  if (!known) throw new ImportRefusal('E_IMPORT_CODE_LIST', { found: excerpt(String(declared), 40), module: words.short })
  return String(declared)
}
