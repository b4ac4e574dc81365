import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { judge } from '#verification/review/judge'
import { household } from '#tests/functional/imports/support'
import { openOffice, received, workingOf, write } from '#tests/functional/review/support'
import { search, withMembers } from '#tests/functional/duplicates/support'
import { base, complaintsOf, faultsOf } from '#tests/support/page_faults'
import { tabTo } from './support/keyboard.js'

const SHOTS = process.env.SIKS_SHOTS

test.group('The workbench in the browser', (group) => {
  group.each.teardown(() => clock.restore())

  test('a household recorded twice is merged and taken apart, and a problem corrected in place, by keys alone', async ({
    browserContext,
    assert,
  }) => {
    const again = { 0: { nama: 'UJI KEPALLA', nik: '3201011204789901' }, 2: { nama: 'WULAN SARI', tgl_lahir: '2010-06-21' } }
    const found = await openOffice(([village]) => [
      household('K01', village!, 1),
      withMembers(household('K02', village!, 2), again),
      household('K03', village!, 3, { nama_krt: 'ORANG LAIN' }),
    ])
    const wrong = withMembers(household('K03', found.regency.villages[0]!, 3), { 0: { nik: '3201011204' } })
    const problems = judge(found.place.module, { doc: wrong, outcome: 'repaired', kind: 'repair', base: null }, '2026-11-25')
    await write(found, received(wrong, { problems }))
    await search(found)
    await browserContext.loginAs(found.supervisor)
    const page = await browserContext.newPage()
    const complaints = complaintsOf(page)
    const faults: string[] = []
    const look = async (name: string) => {
      if (SHOTS) {
        for (const [width, height] of [
          [1366, 768],
          [360, 800],
        ] as const) {
          await page.setViewportSize({ width, height })
          await page.screenshot({ path: `${SHOTS}/${name}-${width}.png`, fullPage: true })
        }
      }
      faults.push(...(await faultsOf(page)))
    }
    const press = async (role: 'link' | 'button', name: string | RegExp) => {
      await tabTo(page, page.getByRole('main').getByRole(role, { name }).first())
      await page.keyboard.press('Enter')
    }

    await page.goto(`${base()}/bdt/ganda`)
    await look('ganda')
    await press('link', /UJI KEPALA/)
    await page.getByRole('heading', { name: 'Keputusan' }).waitFor()
    await look('pasangan')
    await press('button', /gabungkan/)
    await page.getByText(/^Kedua data digabung/).waitFor()
    assert.equal((await workingOf(found, 'K02'))!.outcome, 'duplicate')
    await page.goto(`${base()}/bdt/ruta/K02`)
    await page.getByText('Data ini digabung ke').waitFor()
    await look('digabung')
    await page.goto(`${base()}/bdt/ganda?dasar=diputuskan`)
    await look('diputuskan')
    await press('button', 'Batalkan keputusan')
    await page.locator('dialog[open] button[type=submit]').press('Enter')
    await page.getByText('Keputusan dibatalkan').waitFor()
    assert.isUndefined(await workingOf(found, 'K02'))

    await page.goto(`${base()}/bdt/masalah`)
    await look('masalah')
    await press('link', 'Kerjakan satu per satu')
    await page.getByRole('button', { name: 'Simpan dan lanjut' }).waitFor()
    await look('kerja')
    const nik = page.locator('input[name$=":nik"]')
    await tabTo(page, nik)
    await page.keyboard.press('Control+A')
    await page.keyboard.type('3201011204789903')
    await page.keyboard.press('Enter')
    await page.getByText(/Tersimpan/).waitFor()
    assert.equal((await workingOf(found, 'K03'))!.doc.groups.members![0]!.nik, '3201011204789903')
    await page.keyboard.press('F8')
    assert.deepEqual(faults, [])
    assert.deepEqual(complaints, [])
  })
})
