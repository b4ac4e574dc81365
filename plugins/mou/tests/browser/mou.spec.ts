import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import type { Page } from 'playwright'
import { complaintsOf, faultsOf, ministryStaff, smallTargetsOf, tabTo } from '#core/testing'
import { formatDate } from '#core/domain'
import { releaseRound, takeRound } from '../../services/review.js'
import { as, cast, day, decide, facts, sendRequest, signedPapers } from '../functional/support.js'

const address = (path: string) => `http://${process.env.HOST}:${process.env.PORT}${path}`

test.group('Request and MoU in the browser', (group) => {
  let folder = ''
  group.setup(async () => {
    folder = mkdtempSync(join(tmpdir(), 'siks-mou-'))
    for (const [name, content] of Object.entries(await signedPapers())) writeFileSync(join(folder, `${name}.pdf`), content)
    writeFileSync(join(folder, 'gambar.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  })
  group.teardown(() => rmSync(folder, { recursive: true, force: true }))

  const paper = (name: string) => join(folder, name)
  const fill = async (page: Page, typed: Record<string, string>) => {
    for (const [name, text] of Object.entries(typed)) {
      await page.locator(`[name=${name}]`).fill(/^\d{4}-/.test(text) ? formatDate(text) : text)
    }
  }

  test('a supervisor uploads, the reviewer returns it once with notes, it is uploaded again and approved', async ({
    browserContext,
    browser,
    assert,
  }) => {
    const { regency, supervisor, reviewer } = await cast()
    await browserContext.loginAs(supervisor)
    const page = await browserContext.newPage()
    const complaints = complaintsOf(page)
    await page.goto(address('/mou'))
    await page.getByText('Belum diunggah').first().waitFor()
    await page.getByText('Format belum dapat dibuat karena Profil Pengesahan belum lengkap').waitFor()
    assert.deepEqual(await faultsOf(page), [])

    await fill(page, { ...facts(), valid_until: '' })
    await page.locator('[name=request_file]').setInputFiles(paper('gambar.svg'))
    await page.locator('[name=agreement_file]').setInputFiles(paper('agreement.pdf'))
    await page.getByRole('button', { name: 'Kirim untuk diperiksa' }).click()
    await page.getByText('ada dokumen yang ditolak').waitFor()
    await page.getByText('Berkas ini SVG').waitFor()
    await page.getByRole('button', { name: 'Kirim untuk diperiksa' }).click()
    await page.getByText('2 hal perlu dilengkapi').waitFor()
    await page.getByText('Berlaku sampai dengan belum diisi.').waitFor()
    await page.locator('[name=number][value="12/NK/DINSOS"]').waitFor()
    assert.deepEqual(await faultsOf(page), [])

    await fill(page, { valid_until: day(400) })
    await page.locator('[name=request_file]').setInputFiles(paper('request.pdf'))
    await tabTo(page, page.getByRole('button', { name: 'Kirim untuk diperiksa' }))
    await page.keyboard.press('Enter')
    await page.getByText('Permohonan putaran 1 terkirim').waitFor()
    assert.deepEqual(await faultsOf(page), [])

    const desk = await browser.newContext({ locale: 'id-ID' })
    await desk.loginAs(reviewer)
    const review = await desk.newPage()
    const objections = complaintsOf(review)
    await review.goto(address('/mou/meja'))
    assert.deepEqual(await faultsOf(review), [])
    await review.getByRole('link', { name: `Periksa ${regency.name}` }).click()
    await review.getByRole('button', { name: 'Ambil untuk diperiksa' }).click()
    await review.getByText('Anda memeriksa permohonan ini sampai').waitFor()
    const first = review.getByAltText('Halaman 1 dari 1')
    await first.scrollIntoViewIfNeeded()
    await first.evaluate((image) => (image as unknown as { decode(): Promise<void> }).decode())
    assert.deepEqual(await faultsOf(review), [])
    assert.deepEqual(await smallTargetsOf(review), [])
    await review.getByRole('button', { name: 'Setujui' }).click()
    await review.getByText('9 butir daftar periksa belum dicentang').waitFor()
    await review.getByLabel('Surat belum ditandatangani atau belum dicap.').check()
    await review.getByLabel('Catatan lain tentang MoU').fill('Halaman 2 terpotong.')
    await review.getByRole('button', { name: 'Kembalikan untuk diperbaiki' }).click()
    await review.getByText('dikembalikan dengan catatan').waitFor()

    await page.locator('a.bell').click()
    await page.getByRole('button', { name: /perlu diperbaiki/ }).click()
    await page.waitForURL(address('/mou'))
    await page.getByText('Halaman 2 terpotong.').first().waitFor()
    assert.deepEqual(await faultsOf(page), [])
    await fill(page, { number: '14/NK/DINSOS' })
    await page.locator('[name=agreement_file]').setInputFiles(paper('agreement.pdf'))
    await page.getByRole('button', { name: 'Kirim untuk diperiksa' }).click()
    await page.getByText('Permohonan putaran 2 terkirim').waitFor()

    await review.goto(address('/mou/meja'))
    await review.getByRole('link', { name: `Periksa ${regency.name}` }).click()
    await review.getByText('Catatan putaran 1:').first().waitFor()
    await review.getByRole('row', { name: /Nomor MoU 12\/NK\/DINSOS 14\/NK\/DINSOS/ }).waitFor()
    await review.getByRole('button', { name: 'Ambil untuk diperiksa' }).click()
    for (const box of await review.locator('[name="check[]"]').all()) await box.check()
    assert.deepEqual(await faultsOf(review), [])
    await review.getByRole('button', { name: 'Setujui' }).click()
    await review.getByText(`Permohonan ${regency.name} disetujui`).waitFor()

    await page.goto(address('/mou'))
    await page.getByText(`MoU berlaku sampai ${formatDate(day(400))}`).waitFor()
    assert.deepEqual(await faultsOf(page), [])
    assert.deepEqual([...complaints, ...objections], [])
    await desk.close()
  })

  test('a waiting request is taken back, a wrong approval taken away, and nobody loses what he wrote at the desk', async ({
    browserContext,
    browser,
    assert,
  }) => {
    const { regency, supervisor, reviewer } = await cast()
    const other = await ministryStaff('pfm_reviewer')
    const { id } = await sendRequest(supervisor, regency.code)
    await browserContext.loginAs(supervisor)
    const page = await browserContext.newPage()
    const complaints = complaintsOf(page)
    await page.goto(address('/mou'))
    const fold = page.getByText('Tarik kembali untuk diperbaiki')
    await tabTo(page, fold)
    await page.keyboard.press('Enter')
    await page.getByLabel('Alasan penarikan').fill('Halaman 2 tertinggal saat dipindai.')
    assert.deepEqual(await faultsOf(page), [])
    assert.deepEqual(await smallTargetsOf(page), [])
    await page.getByRole('button', { name: 'Tarik kembali permohonan' }).click()
    await page.getByText('Permohonan putaran 1 ditarik kembali').waitFor()
    await page.getByText('Halaman 2 tertinggal saat dipindai.').first().waitFor()
    await page.locator('[name=number][value="12/NK/DINSOS"]').waitFor()
    assert.deepEqual(await faultsOf(page), [])

    const desk = await browser.newContext({ locale: 'id-ID' })
    await desk.loginAs(reviewer)
    const review = await desk.newPage()
    const objections = complaintsOf(review)
    await review.goto(address(`/mou/meja/periksa/${id}`))
    await review.getByText(`Ditarik kembali oleh ${supervisor.name}`).waitFor()
    assert.deepEqual(await faultsOf(review), [])

    const again = await sendRequest(supervisor, regency.code)
    await review.goto(address(`/mou/meja/periksa/${again.id}`))
    await review.getByRole('button', { name: 'Ambil untuk diperiksa' }).click()
    await review.getByLabel('Catatan lain tentang MoU').fill('Meterai belum ditempel.')
    await review.getByLabel('Surat belum ditandatangani atau belum dicap.').check()
    await as(reviewer, regency.code, (tx) => releaseRound(tx, again.id))
    await as(other, regency.code, (tx) => takeRound(tx, again.id))
    await review.getByRole('button', { name: 'Kembalikan untuk diperbaiki' }).click()
    await review.getByText('Tulisan Anda yang belum tersimpan').waitFor()
    await review.getByText('Meterai belum ditempel.').waitFor()
    assert.deepEqual(await faultsOf(review), [])

    await as(other, regency.code, (tx) => releaseRound(tx, again.id))
    await decide(reviewer, again, 'approve')
    await review.goto(address(`/mou?regency=${regency.code}`))
    assert.deepEqual(await faultsOf(review), [])
    await Promise.all([
      review.waitForEvent('load'),
      review.getByRole('link', { name: 'Buka di meja pemeriksaan Putaran 2' }).click(),
    ])
    await review.getByText('Batalkan persetujuan').first().click()
    assert.deepEqual(await faultsOf(review), [])
    assert.deepEqual(await smallTargetsOf(review), [])
    await review.getByLabel('Alasan pembatalan').fill('Penanda tangan tidak berwenang.')
    await review.getByRole('button', { name: 'Batalkan persetujuan' }).click()
    await review.getByText(`Persetujuan ${regency.name} dibatalkan`).waitFor()
    await page.goto(address('/mou'))
    await page.getByText('Penanda tangan tidak berwenang.').first().waitFor()
    assert.deepEqual(await faultsOf(page), [])
    assert.deepEqual([...complaints, ...objections], [])
    await desk.close()
  })

  test('F8 takes the next request, wherever the focus is', async ({ browserContext, assert }) => {
    const { reviewer } = await cast()
    await browserContext.loginAs(reviewer)
    const page = await browserContext.newPage()
    const complaints = complaintsOf(page)
    await page.goto(address('/mou/meja/wilayah'))
    assert.deepEqual(await faultsOf(page), [])
    assert.deepEqual(await smallTargetsOf(page), [])
    const [none, taken] = [page.getByText('Tidak ada permohonan yang bebas'), page.locator('#isian')]
    // Other tests of the same run may have left requests that wait; they are taken one after the other until none is free.
    for (let press = 1; ; press++) {
      await page.goto(address('/mou/meja'))
      await page.keyboard.press('F8')
      await none.or(taken).first().waitFor()
      if (await none.isVisible()) break
      assert.match(page.url(), /\/mou\/meja\/periksa\//)
      assert.isBelow(press, 100)
    }
    assert.deepEqual(complaints, [])
  })
})
