import { readFileSync } from 'node:fs'
import { test } from '@japa/runner'
import sharp from 'sharp'
import { household, inPlace, testRegister, update, write } from '#tests/functional/finalisation/support'
import { base, complaintsOf, faultsOf, smallTargetsOf, WIDE } from '#tests/support/page_faults'
import { supervisorOf } from '#tests/support/people'
import { runAndWait } from '#services/jobs/run_and_wait'
import { comparisonsOf } from '#verification/comparisons/index'
import { minutesByVillage } from '#verification/minutes/index'

test.group('On paper and looking back, in the browser', () => {
  test('minutes are handed in, papers chosen, charts taken, a decree looked at and compared down to the field', async ({
    browserContext,
    assert,
  }) => {
    const { place, docs, regency } = await testRegister(4)
    const changed = { ...docs[0]!, values: { ...docs[0]!.values, alamat: 'JL SESUDAH 9' } }
    const proposal = household(regency.villages[1]!, 'N1')
    await write(place, [
      update(changed),
      update(docs[1]!, { outcome: 'not_found' }),
      update(proposal, { kind: 'new', outcome: 'new' }),
    ])
    await browserContext.loginAs(await supervisorOf(place.regency))
    const page = await browserContext.newPage()
    await page.setViewportSize(WIDE)
    const complaints = complaintsOf(page)
    const sound = async (path: string) => {
      await page.goto(`${base()}/bdt/${path}`)
      assert.deepEqual(await faultsOf(page), [], path)
      assert.deepEqual(await smallTargetsOf(page), [], path)
    }

    await sound('berita-acara')
    await page.getByRole('link', { name: 'Unggah berita acara' }).first().press('Enter')
    await page.getByLabel('Nomor berita acara').fill('470/1/2026')
    await page.getByLabel('Tanggal musyawarah').fill('3-11-2026')
    const blank = { width: 600, height: 800, channels: 3 as const, background: '#ffffff' }
    const drawn = await sharp({ create: blank }).png().toBuffer()
    await page.getByLabel('Pindaian berita acara').setInputFiles({ name: 'ba.png', mimeType: 'image/png', buffer: drawn })
    await page.getByRole('button', { name: 'Unggah berita acara' }).press('Enter')
    await page.getByText('Berita acara nomor 470/1/2026 tersimpan.').waitFor()
    const held = await inPlace(place, (tx) => minutesByVillage(tx, place))
    assert.lengthOf(
      held.filter(({ minutes }) => minutes?.number === '470/1/2026'),
      1,
    )
    await sound(`berita-acara/${held.find(({ minutes }) => minutes)!.code}`)

    await sound(`cetak?desa=${regency.villages[0]}`)
    await page.getByLabel('Formulir terisi').check()
    await page.getByRole('button', { name: 'Buat PDF' }).press('Enter')
    await page.getByText('Berkas sedang dibuat').or(page.locator('.job')).first().waitFor()

    await sound('grafik')
    const first = page.locator('figure.chart').first()
    assert.match(
      await first.locator('canvas').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL()),
      /^data:image\/png.{500}/,
    )
    const [csv] = await Promise.all([
      page.waitForEvent('download'),
      first.getByRole('button', { name: /^Unduh CSV/ }).press('Enter'),
    ])
    assert.match(readFileSync(await csv.path(), 'utf8'), /^\uFEFF"";"Belum diverifikasi"|"Diterima"/)
    const [png] = await Promise.all([
      page.waitForEvent('download'),
      first.getByRole('button', { name: /^Unduh PNG/ }).press('Enter'),
    ])
    assert.equal(
      readFileSync(await png.path())
        .subarray(1, 4)
        .toString(),
      'PNG',
    )

    await sound('per-sk')
    await page
      .getByRole('link', { name: /^Daftar 8\/HUK\/2019/ })
      .first()
      .press('Enter')
    await page.getByText('Hanya dibaca').waitFor()
    await page.getByRole('link', { name: `KEPALA ${docs[0]!.key}` }).press('Enter')
    await page.getByText('JL UJI 1').first().waitFor()
    assert.deepEqual(await faultsOf(page), [])

    await sound('perbandingan')
    await page.getByRole('button', { name: 'Bandingkan' }).press('Enter')
    await page.waitForURL(/\/perbandingan\/[0-9a-f-]{36}/)
    const [made] = await inPlace(place, (tx) => comparisonsOf(tx, 'bdt', place.regency))
    await runAndWait(made!.jobId!)
    await sound(`perbandingan/${made!.id}`)
    await page.getByRole('link', { name: `KEPALA ${docs[0]!.key}` }).press('Enter')
    await page.getByText('JL SESUDAH 9').waitFor()
    assert.deepEqual(await faultsOf(page), [])
    assert.deepEqual(complaints, [])
  })
})
