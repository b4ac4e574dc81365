import { registry, type VerificationModule } from '#kernel/registry'
import type { PackagePart, PackageVillage } from '#siks/package_manifest'
import { SIKS_LIMITS } from '#siks/format'
import { dataAccessOf } from '#services/data_access'
import { showNumber } from '#services/format'
import { dispatch, dispatchAll } from '#services/jobs/dispatch'
import { pluginEnabled } from '#services/plugin_switches'
import { query, type Tx } from '#services/scope'
import type { Text } from '../instrument.js'
import { assertOpen, PeriodError, placeOf, type RegencyPeriod } from '../periods/index.js'
import { IssueError } from './errors.js'
import { createIssues, lockNumbers, type IssueHandle } from './issue.js'
import { hasHouseholds, householdsByVillage, localitiesOf, villagesOf, type PackageArea } from './villages.js'

export const PACKAGE_JOB = 'issues.package'
export const ARCHIVE_JOB = 'issues.archive'

/** Most packages that one request may ask for, each a job of its own. */
const MOST_AT_ONCE = 60

export interface PackageRequest {
  regency: string
  modules: readonly string[]
  villages: readonly string[]
  /** `village`: a package for each; `whole`: one for all of them. */
  each: 'village' | 'whole'
  /** Localities (SLS) of the only village, when a part of it is wanted. */
  localities?: readonly string[]
}

/** @throws IssueError `E_ISSUE_ACCESS` with the reason of the gate that refuses */
export async function assertDataAccess(tx: Tx, regency: string): Promise<void> {
  const access = await dataAccessOf(tx, regency)
  if (!access.allowed) throw new IssueError('E_ISSUE_ACCESS', access.reason)
}

/** Modules of which a regency may be given base data today, with their periods, and why not for the others. */
export async function openModules(
  tx: Tx,
  regency: string,
): Promise<{ open: RegencyPeriod[]; refused: { module: VerificationModule; reason: Text }[] }> {
  const open: RegencyPeriod[] = []
  const refused: { module: VerificationModule; reason: Text }[] = []
  for (const module of registry.modules()) {
    if (!(await pluginEnabled(module.name, regency))) continue
    try {
      open.push(await assertOpen(tx, module, regency))
    } catch (error) {
      if (!(error instanceof PeriodError)) throw error
      refused.push({ module, reason: error.text })
    }
  }
  return { open, refused }
}

/**
 * Asks for packages, a job each: an issue with keys of its own is made now, its file is written in the background. Those of the same
 * person for the same places that all wait or are being written are taken instead of others.
 * @throws IssueError with the reason; PeriodError where a module has no open period or is finalised; PluginOff
 */
export async function requestPackages(tx: Tx, request: PackageRequest): Promise<IssueHandle[]> {
  const { regency, each } = request
  const periods = await admitted(tx, regency, request.modules)
  const named = await known(tx, regency, request.villages)
  const villages = named.map(({ code }) => code)
  const parts = request.localities ? await partsOf(tx, periods, villages, request.localities) : null
  if (each === 'village' && villages.length > MOST_AT_ONCE) {
    throw new IssueError('E_ISSUE_VILLAGE', {
      id: `Pilih paling banyak ${MOST_AT_ONCE} desa/kelurahan sekaligus, atau terbitkan seluruh kabupaten/kota sebagai satu ZIP.`,
      en: `Choose at most ${MOST_AT_ONCE} villages at once, or issue the whole regency as one ZIP.`,
    })
  }
  const groups = each === 'village' ? named.map((village) => [village]) : [named]
  const households = await householdsOf(tx, periods, { villages, parts })
  for (const group of groups) assertFits(group.reduce((sum, { code }) => sum + (households.get(code) ?? 0), 0))
  const codes = groups.map((group) => group.map(({ code }) => code))
  const waiting = await waitingIssues(tx, periods, codes, parts)
  if (waiting) return waiting
  const issues = await createIssues(
    tx,
    periods,
    groups.map((group, at) => ({
      ...{ villages: codes[at]!, parts, label: labelOf(group, parts), simulated: false },
    })),
  )
  const jobs = await dispatchAll(
    tx,
    issues.map(({ id }) => ({ name: PACKAGE_JOB, regency, subject: id, payload: { issue: id } })),
  )
  await query(
    tx,
    `update issues i set job_id = j.job from unnest(cast(? as uuid[]), cast(? as uuid[])) j (issue, job)
     where i.regency_code = ? and i.id = j.issue`,
    [issues.map(({ id }) => id), jobs, regency],
  )
  return issues
}

/** One of each group of villages, or null where any of them has none. Whoever asks at the same moment waits until these are there. */
async function waitingIssues(
  tx: Tx,
  periods: readonly RegencyPeriod[],
  groups: readonly (readonly string[])[],
  parts: PackagePart[] | null,
): Promise<IssueHandle[] | null> {
  const { regency, period } = periods[0]!
  await lockNumbers(tx, regency)
  const made = await query<IssueHandle>(
    tx,
    `select i.id, i.number, i.village_codes as villages, i.recipient, i.simulated
     from issues i join jobs j on j.regency_code = i.regency_code and j.id = i.job_id
     where i.regency_code = :regency and i.period_id = :period and i.modules = cast(:modules as text[]) and not i.simulated
       and i.revoked_at is null and i.created_by = :by and i.parts is not distinct from cast(:parts as jsonb)
       and j.name = '${PACKAGE_JOB}' and j.state in ('queued', 'running')`,
    {
      ...{ regency, period: period.id, modules: periods.map(({ module }) => module.name) },
      ...{ by: tx.actor.name, parts: parts && JSON.stringify(parts) },
    },
  )
  const found = groups.map((codes) => made.find(({ villages }) => villages.join() === [...new Set(codes)].sort().join()))
  return found.every((issue) => issue !== undefined) ? found : null
}

/**
 * Asks for a package of every village that has records, all in one ZIP. The job makes the issues; one for the same modules that waits or
 * runs is taken instead of a second. Gives the job.
 * @throws as `requestPackages`
 */
export async function requestArchive(tx: Tx, regency: string, modules: readonly string[]): Promise<string> {
  const periods = await admitted(tx, regency, modules)
  const names = periods.map(({ module }) => module.name)
  await query(tx, 'select pg_advisory_xact_lock(hashtext(?))', [`${ARCHIVE_JOB}/${regency}`])
  const [waiting] = await query<{ id: string }>(
    tx,
    `select id from jobs where regency_code = ? and name = '${ARCHIVE_JOB}' and state in ('queued', 'running')
       and payload->'modules' = cast(? as jsonb)`,
    [regency, JSON.stringify(names)],
  )
  if (waiting) return waiting.id
  for (const period of periods) {
    if (await hasHouseholds(tx, placeOf(period))) return dispatch(tx, { name: ARCHIVE_JOB, regency, payload: { modules: names } })
  }
  throw new IssueError('E_ISSUE_EMPTY', {
    id: 'Tidak ada data dasar di wilayah ini.',
    en: 'There are no base data in this region.',
  })
}

/** The open periods of the chosen modules, once the regency may be given data at all. */
export async function admitted(tx: Tx, regency: string, modules: readonly string[]): Promise<RegencyPeriod[]> {
  await assertDataAccess(tx, regency)
  const chosen = registry.modules().filter(({ name }) => modules.includes(name))
  if (chosen.length === 0 || chosen.length !== new Set(modules).size) {
    throw new IssueError('E_ISSUE_MODULES', {
      id: 'Pilih sekurangnya satu modul yang periodenya sedang berjalan.',
      en: 'Choose at least one module whose period is running.',
    })
  }
  const periods: RegencyPeriod[] = []
  for (const module of chosen) periods.push(await assertOpen(tx, module, regency))
  return periods
}

async function known(tx: Tx, regency: string, villages: readonly string[]): Promise<PackageVillage[]> {
  const found = await villagesOf(tx, regency, villages)
  if (found.length === 0 || found.length !== new Set(villages).size) {
    throw new IssueError('E_ISSUE_VILLAGE', {
      id: 'Pilih sekurangnya satu desa/kelurahan di wilayah Anda.',
      en: 'Choose at least one village of your region.',
    })
  }
  return found
}

async function partsOf(
  tx: Tx,
  periods: readonly RegencyPeriod[],
  villages: readonly string[],
  localities: readonly string[],
): Promise<PackagePart[]> {
  const [village] = villages
  const names = new Set<string>()
  for (const period of periods) for (const { name } of await localitiesOf(tx, placeOf(period), village!)) names.add(name)
  if (villages.length !== 1 || localities.length === 0 || localities.some((name) => !names.has(name))) {
    throw new IssueError('E_ISSUE_PART', {
      id: 'Pilih sekurangnya satu SLS dari satu desa/kelurahan.',
      en: 'Choose at least one SLS of a single village.',
    })
  }
  return [{ village: village!, localities: [...localities] }]
}

/** Households of all modules by village, of an area or of the whole regency. */
export async function householdsOf(
  tx: Tx,
  periods: readonly RegencyPeriod[],
  area: PackageArea | null,
): Promise<Map<string, number>> {
  const total = new Map<string, number>()
  for (const period of periods) {
    for (const [village, count] of await householdsByVillage(tx, placeOf(period), area)) {
      total.set(village, (total.get(village) ?? 0) + count)
    }
  }
  return total
}

/** @throws IssueError `E_ISSUE_EMPTY`, `E_ISSUE_LARGE` when so many households are no package */
export function assertFits(households: number): void {
  if (households === 0)
    throw new IssueError('E_ISSUE_EMPTY', {
      id: 'Tidak ada data dasar di wilayah yang dipilih.',
      en: 'There are no base data in the chosen area.',
    })
  if (households > SIKS_LIMITS.records) {
    throw new IssueError('E_ISSUE_LARGE', {
      id: `Wilayah yang dipilih memuat ${showNumber(households)} data; satu paket paling banyak ${showNumber(SIKS_LIMITS.records)}. Terbitkan satu paket untuk tiap desa/kelurahan.`,
      en: `The chosen area holds ${households.toLocaleString('en')} records; a package holds at most ${SIKS_LIMITS.records.toLocaleString('en')}. Issue one package for each village.`,
    })
  }
}

/** How people call a package: the village, the part of it, or the kecamatan. */
export function labelOf(named: readonly PackageVillage[], parts: readonly PackagePart[] | null): string {
  if (parts) return `${named[0]!.name}, SLS ${parts[0]!.localities.map((name) => name || 'tanpa SLS').join('; ')}`
  if (named.length === 1) return `${named[0]!.name}, Kec. ${named[0]!.district.name}`
  const districts = new Set(named.map(({ district }) => district.name))
  return districts.size === 1
    ? `Kec. ${[...districts][0]}, ${named.length} desa/kelurahan`
    : `${named.length} desa/kelurahan di ${districts.size} kecamatan`
}
