import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright'
import { generateIssueKeys, type IssueKeys } from '#siks/issue_keys'
import { saveStream, streamFile } from '#siks/node_files'
import { writePackage, type PackageLine, type PackageManifest } from '#siks/package'
import { openSiks } from '#siks/reader'
import type { SiksManifest, SiksRecord } from '#siks/format'
import type { RecordDoc } from '#verification/instrument'
import { registry } from '#kernel/registry'
import { ROOT } from '#tests/support/import_graph'

export const PASSPHRASE = '7K10-ABCD-0000-ZZZZ-9999'
export const VILLAGE = '33.71.01.1003'

let built = ''

/** The application, built once by each process of a test run into a folder of its own. */
export function applicationFile(): string {
  if (built === '') {
    const folder = mkdtempSync(join(tmpdir(), 'siks-offline-built-'))
    const options = ['--config', 'vite.offline.config.ts', '--outDir', folder, '--logLevel', 'error']
    execFileSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', ...options], { cwd: ROOT })
    built = join(folder, 'siks-offline.html')
  }
  return built
}

export function applicationAddress(): string {
  return pathToFileURL(applicationFile()).href
}

/** A package as the office would issue it. */
export interface TestPackage {
  keys: IssueKeys
  manifest: Omit<PackageManifest, 'format' | 'version'>
  path: string
  folder: string
}

export async function packageOf(docs: readonly RecordDoc[], change: Partial<PackageManifest> = {}): Promise<TestPackage> {
  const keys = await generateIssueKeys()
  const folder = mkdtempSync(join(tmpdir(), 'siks-offline-'))
  const modules = registry.modules()
  const [module] = modules
  const manifest = {
    ...{ issue: '0199c2f4-7a10-7000-8000-000000003371', number: 12, label: 'Kel. Kemirirejo' },
    ...{ edition: 'edition-1', period: 'period-1', modules: modules.map(({ name }) => name), code_system: 'kemendagri' as const },
    periods: modules.map(({ name }) => ({
      ...{ module: name, id: 'period-1', name: 'Periode Uji', closes_on: '2099-12-31' },
      edition: {
        ...{ id: 'edition-1', name: 'BDT Januari 2019', decree: '8/HUK/2019', decree_date: '2019-01-15' },
        code_list_version: module!.instrument.codeListVersion,
      },
    })),
    ...{ regency: { code: '33.71', name: 'Kota Magelang' }, scope: [VILLAGE] },
    villages: [{ code: VILLAGE, name: 'Kemirirejo', district: { code: '33.71.01', name: 'Magelang Selatan' } }],
    base: { households: docs.length, persons: docs.length, parts: null },
    ...{ recipient: keys.recipient, signing_seed: keys.signingSeed, return_identity: keys.returnIdentity },
    ...{ offline: { minimum: null }, created_at: new Date(Date.now() - 3_600_000).toISOString() },
    ...change,
  }
  const lines: PackageLine[] = [
    { t: 'region', code: VILLAGE, name: 'Kemirirejo' },
    ...modules.map(({ name, instrument }): PackageLine => ({
      ...{ t: 'instrument', module: name, version: instrument.version, code_list_version: instrument.codeListVersion },
    })),
    ...docs.map(({ key, values, groups }): PackageLine => ({ t: 'household', module: module!.name, key, values, groups })),
  ]
  const path = join(folder, 'paket.siksdb')
  await saveStream(await writePackage(manifest, PASSPHRASE, lines), path)
  return { keys, manifest, path, folder }
}

/** Opens the application from the disk and in it the package. */
export async function openPackageIn(page: Page, files: string | string[], passphrase = PASSPHRASE): Promise<void> {
  if (!page.url().startsWith('file:')) await page.goto(applicationAddress())
  await page.locator('input[type=file]').first().setInputFiles(files)
  await page.getByText('Dipilih:').first().waitFor()
  await page.getByLabel('Frasa sandi', { exact: true }).fill(passphrase)
  await page.keyboard.press('Enter')
  await page.locator('.progress-card').waitFor()
}

/** From now on a file of this page is looked into late, as on a worn stick. */
export async function slowFiles(page: Page): Promise<void> {
  await page.evaluate(() => {
    const read = Blob.prototype.arrayBuffer
    Blob.prototype.arrayBuffer = async function (this: Blob) {
      await new Promise((resolve) => setTimeout(resolve, 700))
      return read.call(this)
    }
  })
}

/** Where an export goes and what opens it. */
export interface Exporting {
  keys: Pick<IssueKeys, 'identity' | 'publicKey'>
  folder: string
}

/** Exports and gives what the file holds, read by the server's own reader. */
export async function exportFrom(page: Page, { keys, folder }: Exporting, operator = 'SITI OPERATOR') {
  await page.getByRole('button', { name: 'Ekspor', exact: true }).click()
  await page.getByLabel('Nama operator').fill(operator)
  const started = Date.now()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Ekspor berkas .siks' }).click(),
  ])
  const took = Date.now() - started
  const path = join(folder, download.suggestedFilename())
  await download.saveAs(path)
  await page.locator('[data-notice]', { hasText: download.suggestedFilename() }).waitFor()
  await backupIfDue(page)
  return { path, took, ...(await readExport(path, keys)) }
}

/** Saves the copy that is due after an export where no work file is kept current. */
async function backupIfDue(page: Page): Promise<void> {
  const dialog = page.getByRole('alertdialog')
  if (!(await dialog.isVisible())) return
  await Promise.all([page.waitForEvent('download'), dialog.getByRole('button').click()])
  await dialog.waitFor({ state: 'detached' })
}

export async function readExport(
  path: string,
  keys: Exporting['keys'],
): Promise<{ manifest: SiksManifest; records: SiksRecord[] }> {
  const file = await openSiks(streamFile(path), {
    identityOf: async () => keys.identity,
    publicKeyOf: async () => keys.publicKey,
  })
  const records: SiksRecord[] = []
  for await (const { record } of file.records) if (record) records.push(record)
  await file.finish()
  return { manifest: file.manifest, records }
}

/** An input of the form by the path of its answer. */
export const question = (page: Page, group: string, key: string, name: string) =>
  page.locator(`[data-q="${group}/${key}/${name}"]`)

/** Opens a page of the form: `I`, `IV.2`, `Hasil`. */
export async function openStep(page: Page, title: string): Promise<void> {
  await page.locator(`[data-step="${title}"]`).click()
  await page.locator(`[data-step="${title}"][aria-current="step"]`).waitFor()
}

/** Finds a household in the list by its key and opens it. */
export async function openHousehold(page: Page, key: string): Promise<void> {
  await page.getByRole('button', { name: 'Daftar', exact: true }).click()
  await page.getByLabel('Cari nama').fill(key)
  await page.locator('[data-row]').nth(1).waitFor({ state: 'detached' })
  await page.locator(`[data-row$="/${key}"]`).click()
  await page.locator('[data-step="I"]').waitFor()
}

/** Saves a copy of the work through the button of the bar. */
export async function backupFrom(page: Page, folder: string, name = 'kerja.sikswork'): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('[data-backup]').click()])
  const path = join(folder, name)
  await download.saveAs(path)
  return path
}
