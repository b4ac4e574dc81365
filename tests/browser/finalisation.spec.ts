import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { supervisorOf } from '#tests/support/people'
import { testRegister, update, write } from '#tests/functional/finalisation/support'
import { base, complaintsOf, faultsOf, NARROW, smallTargetsOf, WIDE } from '#tests/support/page_faults'
import { toTheLetter } from './support/to_the_letter.js'

test.group('Finalisation in the browser', (group) => {
  let folder = ''
  group.setup(() => void (folder = mkdtempSync(join(tmpdir(), 'siks-browser-'))))
  group.teardown(() => rmSync(folder, { recursive: true, force: true }))

  test('a supervisor finalises, issues the letter, uploads its scan, takes the results and the proof of one record, and a changed byte is told', async ({
    browserContext,
    assert,
  }) => {
    const { place, docs } = await testRegister(6)
    await write(place, [update(docs[0]!), update(docs[1]!, { state: 'returned' })])
    await browserContext.loginAs(await supervisorOf(place.regency))
    const page = await browserContext.newPage()
    const complaints = complaintsOf(page)

    const pdf = await toTheLetter(page, place, assert, { act: 'Finalisasi 6 rumah tangga', folder })

    await page.goto(`${base()}/bdt/hasil`)
    assert.deepEqual(await faultsOf(page), [])
    await page.setViewportSize(NARROW)
    assert.deepEqual(await smallTargetsOf(page), [])
    await page.setViewportSize(WIDE)
    const [result] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /\.siksresult$/ }).click()])
    const good = join(folder, result.suggestedFilename())
    await result.saveAs(good)
    const changed = readFileSync(good)
    changed[changed.length >> 1]! ^= 1
    const bad = join(folder, 'diubah.siksresult')
    writeFileSync(bad, changed)

    await page.goto(`${base()}/bdt/ruta/${docs[0]!.key}/kenapa`)
    assert.deepEqual(await faultsOf(page), [])
    const [proof] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Unduh bukti segel' }).press('Enter'),
    ])
    const proved = join(folder, 'bukti.json')
    await proof.saveAs(proved)
    const forged = join(folder, 'palsu.json')
    writeFileSync(forged, readFileSync(proved, 'utf8').replace(`KEPALA ${docs[0]!.key}`, 'KEPALA LAIN'))

    await page.goto(`${base()}/bdt/surat-pengesahan`)
    await page.getByRole('link', { name: 'Lihat halaman pemeriksaan' }).click()
    await page.getByText('Surat ini berlaku').waitFor()
    await page.getByLabel('Berkas yang diperiksa').setInputFiles([pdf, good, bad, proved, forged])
    const answer = (name: string) => page.locator('.verifier-answers li', { hasText: name })
    await answer('surat.pdf').getByText('cocok: Surat').waitFor()
    await answer(result.suggestedFilename()).getByText('cocok: Hasil SIKS').waitFor()
    await answer('bukti.json').getByText(`bukti segel cocok: data di desa/kelurahan ${place.regency}`).waitFor()
    await answer('palsu.json').getByText('bukti segel tidak cocok').waitFor()
    await answer('diubah.siksresult').getByText('berubah atau tidak dikenal').waitFor()
    assert.deepEqual(await faultsOf(page), [])
    assert.deepEqual(complaints, [])
  })
})
