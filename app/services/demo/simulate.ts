import { registry } from '#kernel/registry'
import { clock } from '#services/clock'
import { scope, type Actor, type Scope } from '#services/scope'
import type { SiksManifest } from '#siks/format'
import { saveStream } from '#siks/node_files'
import { createSiksWriter } from '#siks/writer'
import { createIssue, issueFor, issueSecrets, type IssueHandle } from '#verification/issues/issue'
import type { Text } from '#verification/instrument'
import { IssueError } from '#verification/issues/errors'
import { readExport, type Export } from '#verification/issues/read_export'
import { periodFor, PeriodError, type RegencyPeriod } from '#verification/periods/index'
import { SeededChance } from './chance.js'
import { visitRecords, type Tally, type Visit } from './visits.js'

export interface SimulateRequest {
  module: string
  regency: string
  villages: readonly string[]
  seed: string
  /** Records that get a mistake which blocks finalising. */
  errors: number
  /** Share of the register's records the operator got to. */
  share?: number
  /** New households the operator proposes. */
  added?: number
  /** Earlier export of the same computer, to be continued with the next sequence. */
  continueFrom?: string
  /** Export of another computer whose records are contradicted on some fields. */
  clashWith?: string
  /** Records of that export to contradict. */
  clashes?: number
  out: string
  actor: Actor
}

export interface SimulatedFile extends Tally {
  file: string
  sha256: string
  bytes: number
  issue: string
  device: string
  sequence: number
  previous: string | null
  records: number
  simulated_issue: boolean
}

const SHARE = 0.7
const ADDED = 3
const CLASHES = 3

/** @throws IssueError `E_SIMULATE_AMOUNT` */
function assertAmounts({ errors, share = SHARE, added = ADDED, clashes = CLASHES }: SimulateRequest): void {
  const counts = { errors, added, clashes }
  for (const [name, count] of Object.entries(counts)) {
    if (!Number.isSafeInteger(count) || count < 0)
      throw amount(name, { id: 'bilangan bulat dari 0', en: 'a whole number from 0' })
  }
  if (!(share >= 0 && share <= 1)) throw amount('share', { id: 'bilangan dari 0 sampai 1', en: 'a number from 0 to 1' })
}

const amount = (option: string, wanted: Text) =>
  new IssueError('E_SIMULATE_AMOUNT', {
    id: `Nilai pilihan --${option} harus ${wanted.id}.`,
    en: `The value of option --${option} must be ${wanted.en}.`,
  })

/**
 * Writes the `.siks` file an operator would hand in after visiting real households of the register. The same seed makes the same
 * decisions; keys, time and encryption are of this run.
 *
 * @throws IssueError `E_SIMULATE_PRODUCTION`, `E_SIMULATE_AMOUNT`, `E_SIMULATE_FILE`, `E_SIMULATE_EMPTY`, `E_SIMULATE_SAMPLE`, `E_ISSUE_VILLAGE`; PeriodError `E_PERIOD_NONE`
 */
export async function simulate(request: SimulateRequest): Promise<SimulatedFile> {
  if (process.env.NODE_ENV === 'production') {
    throw new IssueError('E_SIMULATE_PRODUCTION', {
      id: 'Simulasi operator tidak dapat dijalankan pada server produksi.',
      en: 'The operator simulator cannot be run on a production server.',
    })
  }
  assertAmounts(request)
  const of = scope.of(request.regency, request.actor)
  const { period, issue, secrets } = await handleOf(of, request)
  const before = request.continueFrom ? await exportOf(of, request.continueFrom, period) : null
  const against = request.clashWith ? await exportOf(of, request.clashWith, period) : null
  const manifest = manifestOf(request, period, issue, before)
  const visit: Visit = {
    ...{ of, period, villages: request.villages, seed: request.seed, errors: request.errors, before, against },
    ...{ share: request.share ?? SHARE, added: request.added ?? ADDED, clashes: request.clashes ?? CLASHES },
    sample: (await sampleOf(request.module)).default,
    tally: { repaired: 0, unchanged: 0, removed: 0, added: 0, withdrawn: 0, mistakes: 0, clashes: 0, carried: 0 },
  }
  const writer = createSiksWriter({ recipient: issue.recipient, signingSeed: secrets.signingSeed, manifest })
  await saveStream(writer.stream(visitRecords(visit)), request.out)
  const { records, file } = writer.summary()
  return {
    ...{ file: request.out, sha256: file.sha256, bytes: file.bytes, issue: issue.id },
    ...{ device: manifest.device, sequence: manifest.sequence, previous: manifest.previous, records },
    ...{ simulated_issue: issue.simulated, ...visit.tally },
  }
}

async function handleOf(of: Scope, { module, regency, villages }: SimulateRequest) {
  return scope.run(of, async (tx) => {
    const period = await periodFor(tx, registry.module(module), regency)
    if (!period)
      throw new PeriodError('E_PERIOD_NONE', {
        id: `Belum ada periode yang dibuka untuk ${regency}.`,
        en: `No period was opened for ${regency}.`,
      })
    const found = await issueFor(tx, period, villages)
    const issue = found ?? (await createIssue(tx, period, { villages, simulated: true }))
    return { period, issue, secrets: await issueSecrets(tx, issue.id) }
  })
}

async function sampleOf(module: string) {
  const { sample, words } = registry.module(module)
  if (sample) return sample()
  throw new IssueError('E_SIMULATE_SAMPLE', {
    id: `Modul ${words.short} tidak menyediakan data contoh, sehingga hasil kunjungannya tidak dapat disimulasikan.`,
    en: `Module ${words.short} has no sample data, so that its visits cannot be simulated.`,
  })
}

async function exportOf(of: Scope, path: string, period: RegencyPeriod): Promise<Export> {
  const found = await readExport(of, path)
  if (found.manifest.period !== period.period.id) {
    throw new IssueError('E_SIMULATE_FILE', {
      id: `Berkas "${path}" milik periode lain.`,
      en: `File "${path}" belongs to another period.`,
    })
  }
  return found
}

function manifestOf(
  { module, villages, seed }: SimulateRequest,
  { edition, period, regency }: RegencyPeriod,
  issue: IssueHandle,
  before: Export | null,
): Omit<SiksManifest, 'format' | 'version'> {
  const chance = new SeededChance(`device/${seed}/${villages.join()}`)
  return {
    ...{ modules: [module], issue: issue.id, edition: edition.id, period: period.id, code_system: 'kemendagri' },
    device: before?.manifest.device ?? `SIM-${regency.replace('.', '')}-${chance.int(0x100000, 0xffffff).toString(16)}`,
    sequence: (before?.manifest.sequence ?? 0) + 1,
    previous: before?.sha256 ?? null,
    operator: before?.manifest.operator ?? `Operator simulasi ${seed}`,
    ...{ app: 'siks-simulator/1.0.0', created_at: clock.now().toISOString(), scope: [...villages] },
  }
}
