import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import type { Page } from 'playwright'
import { DEMO_PASSWORD } from '#services/demo/accounts'
import { AppProcess } from '#tests/support/app_process'
import { complaintsOf, excessOf, findingsOf, NARROW, WIDE } from '#tests/support/page_faults'
import { becomes } from '#tests/support/patience'
import { pagePicture } from '#tests/unit/documents/support'

const CHAPTERS = ['akun dan profil', 'edisi sekarang', 'periode sekarang', 'Kota Magelang di tengah pekerjaan', 'berkas contoh']
const SIZES = { magelang: 340, gunungkidul: 40, others: 8 }

/** Fetches the sample files as a newcomer would save them, and drops them onto the door for files. */
async function dropSamples(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    const transfer = new DataTransfer()
    for (const link of document.querySelectorAll('a[href^="/import/contoh/"]')) {
      const blob = await (await fetch(link.href)).blob()
      transfer.items.add(new File([blob], link.closest('li').querySelector('strong').textContent))
    }
    document.querySelector('.dropzone').dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }))
  })()`)
}

/** Decides the clashes of an opened record on the screen: the first one field by field, every other one whole. */
async function decideClash(page: Page, byField: boolean): Promise<void> {
  const clash = page.locator('.clash').first()
  if (!byField) return clash.getByRole('button', { name: 'Ambil seluruh isi berkas' }).click()
  for (const side of await clash.locator('input[value=file]').all()) await side.check()
  return clash.getByRole('button', { name: 'Putuskan per isian' }).click()
}

/** Takes an opened record, which a rule blocks, out of the period. */
async function withdraw(page: Page): Promise<void> {
  await page.locator('.page-actions').getByRole('button', { name: 'Tarik' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Alasan' }).fill('Diperiksa ulang pada periode berikut.')
  await dialog.getByRole('button', { name: 'Tarik' }).click()
}

/** Accepts everything of a list that can be accepted, by its bulk bar. */
async function acceptAll(page: Page, path: string): Promise<string> {
  await page.goto(`${path}?status=received`)
  await page.getByLabel('Pilih semua di halaman ini').check()
  await page.getByText(/^\d+ dipilih di halaman ini/).waitFor()
  const whole = page.locator('.bulk-bar button', { hasText: /^Pilih semua/ })
  for (const offered of await whole.all()) await offered.click()
  await page.getByRole('button', { name: 'Terima', exact: true }).click()
  await page.getByRole('button', { name: /^Terima \d+ / }).click()
  return page.locator('.notice-success').innerText()
}

test.group('The story of the demonstration', (group) => {
  let app: AppProcess
  let folder = ''
  group.setup(async () => {
    folder = mkdtempSync(join(tmpdir(), 'siks-cerita-'))
    app = await AppProcess.start({ demo: true })
    await app.tell({ chapters: CHAPTERS, sizes: SIZES })
    await app.startWorker()
  })
  group.teardown(async () => {
    await app?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  test('a newcomer gets from sign-in over ten files, clashes and blockers to the accepted letter and its proven results', async ({
    browserContext,
    assert,
  }) => {
    const page = await browserContext.newPage()
    const complaints = complaintsOf(page)
    const at = (path: string) => page.goto(app.address + path)
    const clean = async () => {
      await page.setViewportSize(NARROW)
      assert.isAtMost(await excessOf(page), 0, page.url())
      await page.setViewportSize(WIDE)
      assert.deepEqual(await findingsOf(page), [], page.url())
    }

    await at('/')
    await Promise.all([page.waitForEvent('load'), page.locator('main').getByRole('link', { name: 'Masuk' }).click()])
    await clean()
    await page.locator('input[name=login]').fill('supervisor.3371')
    await page.locator('input[name=password]').fill(DEMO_PASSWORD)
    await page.locator('main button[type=submit]').click()
    await page.getByRole('heading', { name: 'Yang menunggu Anda' }).waitFor()
    await clean()

    await page.getByRole('link', { name: 'Import Data' }).click()
    await page.getByLabel('Saya sudah membaca').check()
    await page.getByRole('button', { name: 'Setuju dan lanjutkan' }).click()
    await page.locator('.dropzone').waitFor()
    await clean()
    await dropSamples(page)
    await page.getByRole('button', { name: 'Periksa 10 berkas' }).click()
    await page.waitForURL(/\/import\/[0-9a-f-]{36}$/)
    const apply = page.getByRole('button', { name: /^Terapkan semua yang bersih/ })
    await apply.waitFor()
    await page
      .getByText('Ditolak seluruhnya')
      .or(page.locator('.import-file', { hasText: 'terpotong' }))
      .first()
      .waitFor()
    await clean()
    await apply.click()
    await apply.waitFor({ state: 'detached' })
    const one = page.getByRole('button', { name: /^Terapkan \d+ data/ })
    // A page that loads itself anew holds nothing for a moment; the foot comes last.
    const settled = page.locator('body:has(footer):not(:has(.import-progress))')
    for (let left = 10; left > 0; left--) {
      await settled.waitFor()
      await page.waitForLoadState()
      if ((await one.count()) === 0) break
      await Promise.all([page.waitForEvent('load'), one.first().click()])
    }
    await becomes(() => page.locator('.import-file', { hasText: 'Diterapkan' }).count(), 9)
    const told = await page.locator('.sum-card').innerText()
    const [read, accepted, rejected, conflicts] = /Dibaca (\d+) = diterima (\d+) \+ ditolak (\d+) \+ bentrok (\d+)/
      .exec(told)!
      .slice(1)
      .map(Number)
    assert.equal(read, accepted! + rejected! + conflicts!)
    assert.isAtLeast(conflicts!, 2)

    const solved = { conflict: 0, rule: 0 }
    for (let turn = 0; turn < 40; turn++) {
      await at('/bdt/finalisasi')
      if (turn === 0) await clean()
      const way = page.locator('#penghalang tbody a')
      if ((await way.count()) === 0) break
      await Promise.all([page.waitForEvent('load'), way.first().click()])
      const kind = (await page.locator('.clash').count()) > 0 ? 'conflict' : 'rule'
      if (solved[kind] === 0) await clean()
      if (kind === 'conflict') await decideClash(page, solved.conflict === 0)
      else await withdraw(page)
      await page.locator('.notice-success').waitFor()
      solved[kind] += 1
    }
    assert.isAtLeast(solved.conflict, 4)
    assert.isAtLeast(solved.rule, 2)
    for (const list of ['/bdt/perbaikan', '/bdt/usulan-baru']) {
      assert.match(await acceptAll(page, app.address + list), /\d+ perubahan diterima/)
    }
    await at('/bdt/rekapitulasi?per=status')
    await clean()

    await at('/bdt/finalisasi')
    await page.getByRole('button', { name: 'Finalisasi periode ini' }).click()
    await page.getByRole('dialog').locator('input[name=confirmation]').fill('finalisasi')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Finalisasi \d+ rumah tangga/ })
      .click()
    await page.getByText('Difinalisasi pada').waitFor()
    await clean()

    await page.getByRole('link', { name: 'Surat Pengesahan', exact: true }).first().click()
    await page.getByRole('button', { name: 'Terbitkan surat' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Terbitkan surat' }).click()
    const [letter] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Unduh surat' }).first().click(),
    ])
    const pdf = join(folder, 'surat.pdf')
    await letter.saveAs(pdf)
    const scan = join(folder, 'pindai.png')
    writeFileSync(scan, await pagePicture(readFileSync(pdf), 150))
    await page.getByLabel('Hasil pindai').setInputFiles(scan)
    await page.getByRole('button', { name: 'Unggah' }).click()
    await page.getByText('kode QR cocok').waitFor()
    await clean()
    const answer = await app.ace('letter:accept', 'bdt', '--regency', '33.71', '--as', 'pusdatin')
    assert.equal(answer.code, 0, answer.stdout)

    await at('/bdt/hasil')
    await page.getByText('Diterima', { exact: true }).first().waitFor()
    await clean()
    const files: string[] = []
    for (const link of await page.locator('table').first().locator('tbody a').all()) {
      const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
      files.push(join(folder, download.suggestedFilename()))
      await download.saveAs(files.at(-1)!)
    }
    assert.isAtLeast(files.length, 9)
    const changed = (path: string) => {
      const bytes = readFileSync(path)
      bytes[bytes.length >> 1]! ^= 1
      const other = join(folder, `diubah-${path.split('/').at(-1)}`)
      writeFileSync(other, bytes)
      return other
    }
    const falsified = [changed(pdf), changed(files[0]!), changed(files.find((file) => file.endsWith('.siksresult'))!)]

    await at('/bdt/surat-pengesahan')
    await page.getByRole('link', { name: 'Lihat halaman pemeriksaan' }).click()
    await page.getByText('Surat ini berlaku').waitFor()
    await page.getByLabel('Berkas yang diperiksa').setInputFiles([pdf, scan, ...files, ...falsified])
    const answers = page.locator('.verifier-answers li')
    const refused = answers.filter({ hasText: 'diubah-' }).filter({ hasText: 'berubah atau tidak dikenal' })
    const counts = () => Promise.all([answers, answers.filter({ hasText: 'cocok:' }), refused].map((list) => list.count()))
    await becomes(counts, [files.length + 5, files.length + 2, 3])
    await clean()
    assert.deepEqual(complaints, [])
  })
})
