import { generatePassphrase } from '#siks/issue_keys'
import { writePackage, type PackageFacts, type PackageManifest } from '#siks/package'
import { chunksOf } from '#siks/streams'
import { minimumVersion } from '#services/offline/versions'
import { scope, type Scope, type Tx } from '#services/scope'
import { regencyName } from '../finalise/institution.js'
import { slug } from '../finalise/names.js'
import { placeOf, type RegencyPeriod } from '../periods/index.js'
import { IssueError } from './errors.js'
import { issueSecrets } from './issue.js'
import { packageLines, packagePeriod } from './package_content.js'
import { periodsOfIssue, type StoredIssue } from './stored.js'
import { countArea, villagesOf } from './villages.js'

/** A package that is about to be written. */
export interface PreparedPackage {
  name: string
  passphrase: string
  base: { households: number; persons: number }
  /** At least one. */
  villages: PackageManifest['villages']
  /** Its bytes, once. Reads the edition in a snapshot of its own, which ends with the last byte or when the reader stops. */
  content: AsyncGenerator<Uint8Array, void, undefined>
  /** Known once the content was read to its end. */
  facts(): PackageFacts
}

/**
 * Prepares the package of an issue under a new passphrase, or under the one given.
 * @param passed told after each chunk how many households have gone out
 * @throws IssueError `E_ISSUE_UNKNOWN` when no module of the issue is installed any more
 */
export async function preparePackage(
  of: Scope,
  issue: StoredIssue,
  passed: (households: number) => Promise<void> = async () => undefined,
  passphrase = generatePassphrase(),
): Promise<PreparedPackage> {
  const { manifest, periods } = await scope.run(of, (tx) => manifestOf(tx, issue))
  const { regency, villages, base } = manifest
  const area = { villages: issue.villages, parts: issue.parts }
  let facts: PackageFacts | undefined
  async function* content() {
    const { tx, end } = await scope.snapshot(of)
    try {
      const lines = packageLines(tx, { periods, area, regency, villages }, passed)
      const stream = await writePackage(manifest, passphrase, lines, (known) => {
        facts = known
      })
      yield* chunksOf(stream)
    } finally {
      await end()
    }
  }
  return {
    ...{ name: packageName(issue, manifest), passphrase, content: content() },
    base: { households: base.households, persons: base.persons },
    villages,
    facts() {
      if (!facts) throw new Error('The facts of a package are known only after its content was read to the end')
      return facts
    },
  }
}

type Manifest = Omit<PackageManifest, 'format' | 'version'>

async function manifestOf(tx: Tx, issue: StoredIssue): Promise<{ manifest: Manifest; periods: RegencyPeriod[] }> {
  const periods = await periodsOfIssue(tx, issue)
  if (periods.length === 0)
    throw new IssueError('E_ISSUE_UNKNOWN', {
      id: 'Modul atau periode terbitan ini tidak ada lagi.',
      en: 'The module or period of this issue no longer exists.',
    })
  const { signingSeed, returnIdentity } = await issueSecrets(tx, issue.id)
  const base = { households: 0, persons: 0, parts: issue.parts }
  for (const period of periods) {
    const { households, persons } = await countArea(tx, placeOf(period), { villages: issue.villages, parts: issue.parts })
    base.households += households
    base.persons += persons
  }
  const manifest: Manifest = {
    ...{ issue: issue.id, number: issue.number, label: issue.label, edition: issue.editionId, period: issue.periodId },
    ...{ modules: periods.map(({ module }) => module.name), periods: periods.map(packagePeriod), code_system: 'kemendagri' },
    ...{ regency: { code: issue.regency, name: await regencyName(issue.regency) }, scope: issue.villages },
    ...{ villages: await villagesOf(tx, issue.regency, issue.villages), base, recipient: issue.recipient },
    ...{ signing_seed: signingSeed, return_identity: returnIdentity, offline: { minimum: await minimumVersion() } },
    created_at: tx.now.toISOString(),
  }
  return { manifest, periods }
}

/** `paket-012-33.71.01.1003-magersari.siksdb`; of a whole kecamatan its code and name, of a part the village's and `sebagian`. */
function packageName({ number, parts }: StoredIssue, { villages, regency }: Manifest): string {
  const districts = new Set(villages.map(({ district }) => district.code))
  const whole = villages.length === 1 ? villages[0]! : districts.size === 1 ? villages[0]!.district : regency
  return `paket-${String(number).padStart(3, '0')}-${whole.code}-${slug(whole.name)}${parts ? '-sebagian' : ''}.siksdb`
}
