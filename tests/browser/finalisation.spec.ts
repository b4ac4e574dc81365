import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import type { Page } from 'playwright'
import { runAndWait } from '#services/jobs/run_and_wait'
import { finalisationOf } from '#verification/finalise/index'
import { supervisorOf } from '#tests/support/people'
import { giveProfile, inPlace, testRegister, update, write } from '#tests/functional/finalisation/support'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const WIDE = { width: 1366, height: 768 }
const NARROW = { width: 360, height: 800 }

const base = () => `http://${process.env.HOST}:${process.env.PORT}`

interface Finding {
  id: string
  nodes: { html: string }[]
}

/** The open page at both sizes: nothing wider than the window, nothing that WCAG 2.2 AA forbids. */
async function faultsOf(page: Page): Promise<string[]> {
  const faults: string[] = []
  for (const size of [WIDE, NARROW]) {
    await page.setViewportSize(size)
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    if (over > 0) faults.push(`${size.width}: ${over} px too wide`)
  }
  await page.setViewportSize(WIDE)
  await page.evaluate(AXE)
  const found = await page.evaluate<Finding[]>(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then((result) => result.violations)`,
  )
  return [...faults, ...found.map(({ id, nodes }) => `${id} ${nodes[0]?.html.slice(0, 120)}`)]
}

test.group('Finalisation in the browser', (group) => {
  let folder = ''
  group.setup(() => void (folder = mkdtempSync(join(tmpdir(), 'siks-browser-'))))
  group.teardown(() => rmSync(folder, { recursive: true, force: true }))

  test('a supervisor finalises, issues the letter, uploads its scan, takes the results, and a changed byte is told', async ({
    browserContext,
    assert,
  }) => {
    const { place, docs } = await testRegister(6)
    await giveProfile(place.regency)
    await write(place, [update(docs[0]!), update(docs[1]!, { state: 'returned' })])
    await browserContext.loginAs(await supervisorOf(place.regency))
    const page = await browserContext.newPage()
    const complaints: string[] = []
    page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()))
    page.on('pageerror', (error) => complaints.push(error.message))

    await page.goto(`${base()}/bdt/finalisasi`)
    assert.deepEqual(await faultsOf(page), [])
    await page.getByRole('button', { name: 'Finalisasi periode ini' }).press('Enter')
    const act = page.getByRole('button', { name: 'Finalisasi 6 rumah tangga' })
    assert.isTrue(await act.isDisabled())
    await page.keyboard.type('finalisasi')
    await page.keyboard.press('Enter')
    await page.getByText('Finalisasi sedang berjalan').waitFor()
    const { jobId } = await inPlace(place, (tx) => finalisationOf(tx, place))
    assert.equal((await runAndWait(jobId!)).state, 'done')
    await page.getByText('Difinalisasi pada').waitFor()
    assert.deepEqual(await faultsOf(page), [])

    await page.goto(`${base()}/bdt/surat-pengesahan`)
    await page.getByRole('button', { name: 'Terbitkan surat' }).click()
    await page.locator('#issue').getByRole('button', { name: 'Terbitkan surat' }).click()
    await page.getByText(/Surat nomor 470\/001\/\d{4} diterbitkan/).waitFor()
    const [letter] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Unduh surat' }).first().click(),
    ])
    assert.match(letter.suggestedFilename(), /^470-001-\d{4}\.pdf$/)
    const pdf = join(folder, 'surat.pdf')
    await letter.saveAs(pdf)
    await page.getByLabel('Hasil pindai').setInputFiles(pdf)
    await page.getByRole('button', { name: 'Unggah' }).click()
    await page.getByText('kode QR cocok').waitFor()
    assert.deepEqual(await faultsOf(page), [])

    await page.goto(`${base()}/bdt/hasil`)
    assert.deepEqual(await faultsOf(page), [])
    const [result] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /\.siksresult$/ }).click()])
    const good = join(folder, result.suggestedFilename())
    await result.saveAs(good)
    const changed = readFileSync(good)
    changed[changed.length >> 1]! ^= 1
    const bad = join(folder, 'diubah.siksresult')
    writeFileSync(bad, changed)

    await page.goto(`${base()}/bdt/surat-pengesahan`)
    await page.getByRole('link', { name: 'Lihat halaman pemeriksaan' }).click()
    await page.getByText('Surat ini berlaku').waitFor()
    await page.getByLabel('Berkas yang diperiksa').setInputFiles([pdf, good, bad])
    const answer = (name: string) => page.locator('.verifier-answers li', { hasText: name })
    await answer('surat.pdf').getByText('cocok: Surat').waitFor()
    await answer(result.suggestedFilename()).getByText('cocok: Hasil SIKS').waitFor()
    await answer('diubah.siksresult').getByText('berubah atau tidak dikenal').waitFor()
    assert.deepEqual(await faultsOf(page), [])
    assert.deepEqual(complaints, [])
  })
})
