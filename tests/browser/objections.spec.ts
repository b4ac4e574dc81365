import { test } from '@japa/runner'
import { registry } from '#kernel/registry'
import { scope, SYSTEM } from '#services/scope'
import { inventedRegister } from '#tests/support/invented_register'
import { base, complaintsOf, faultsOf } from '#tests/support/page_faults'
import { becomes } from '#tests/support/patience'
import { supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { actOn } from '#verification/review/act'
import { readBase, RecordWriter } from '#verification/store/index'

const SHOTS = process.env.SIKS_SHOTS

test.group('Kenapa? and sanggah in the browser', () => {
  test('from the record to why it is out, to an objection, its decision and the public page', async ({
    browserContext,
    assert,
  }) => {
    const regency = await regencyForTest()
    const { module: name, records } = await inventedRegister(regency, 3)
    const module = registry.module(name)
    const { key } = records[0]!
    const gone = module.outcomes.find(({ effect, ground }) => effect === 'deactivate' && ground)!
    await actOn(scope.of(regency.code, SYSTEM), module, regency.code, async (tx, place) => {
      const doc = (await readBase(tx, place, [key])).get(key)!
      const writer = new RecordWriter(tx, place, { type: 'edit', id: 'uji' })
      await writer.write([{ key, version: 0, kind: 'repair', outcome: gone.code, doc, problems: [], state: 'accepted' }])
      await writer.finish()
    })
    await browserContext.loginAs(await supervisorOf(regency.code))
    const page = await browserContext.newPage()
    const complaints = complaintsOf(page)
    let shot = 0
    const clean = async () => {
      assert.deepEqual(await faultsOf(page), [])
      if (SHOTS) await page.screenshot({ path: `${SHOTS}/sanggah-${(shot += 1)}.png`, fullPage: true })
    }
    await page.goto(`${base()}/${module.path}/${module.paths.record}/${key}`)
    await clean()
    await page.getByRole('link', { name: 'Kenapa?', exact: true }).first().click()
    await page.getByRole('heading', { name: 'Keluar dari daftar' }).waitFor()
    await clean()
    await page.getByRole('link', { name: 'Catat sanggah' }).click()
    await page.getByLabel(/Nama penyanggah/).fill('Sri Contoh')
    await page.getByLabel(/Tanggal sanggah/).fill(dayOf(new Date()))
    await page.getByLabel(/Alasan sanggah/).fill('Pendek')
    await clean()
    await page.getByRole('button', { name: /Catat dan beri/ }).click()
    await page.getByText('Tulis alasannya, paling sedikit').first().waitFor()
    await becomes(() => page.getByLabel(/Nama penyanggah/).inputValue(), 'Sri Contoh', 'what was typed')
    await page.getByLabel(/Alasan sanggah/).fill('Penghasilan keluarga tetap dari buruh harian')
    await page.getByRole('button', { name: /Catat dan beri/ }).click()
    await page.getByRole('heading', { name: /^Sanggah SGH-/ }).waitFor()
    await clean()
    await page.goto(`${base()}/sanggah`)
    await clean()
    await page.getByRole('link', { name: /^SGH-/ }).click()
    await page.getByLabel(/Alasan keputusan/).fill('Kunjungan ulang membenarkan sanggah')
    await page.getByRole('button', { name: 'Kabulkan', exact: true }).click()
    await page.getByText('Sudah dipulihkan').waitFor()
    await clean()
    await page.getByRole('link', { name: /Halaman umum/ }).click()
    await page.getByText('Dikabulkan').first().waitFor()
    await clean()
    assert.deepEqual(complaints, [])
  })
})

function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10)
}
