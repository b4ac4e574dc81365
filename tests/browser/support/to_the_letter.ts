import { join } from 'node:path'
import type { Assert } from '@japa/assert'
import type { Page } from 'playwright'
import { runAndWait } from '#services/jobs/run_and_wait'
import { finalisationOf } from '#verification/finalise/index'
import type { Place } from '#verification/store/index'
import { becomes } from '#tests/support/patience'
import { giveProfile, inPlace } from '#tests/functional/finalisation/support'
import { base, faultsOf } from '#tests/support/page_faults'
import { hasFocus } from './keyboard.js'

/**
 * Finalises the open period of a module by its page, issues the Surat Pengesahan, takes it into `folder` and uploads it as its own scan,
 * as a supervisor does who is signed in on `page`. `act` is the button that finalises. Gives the path of the letter.
 */
export async function toTheLetter(page: Page, place: Place, assert: Assert, { act, folder }: { act: string; folder: string }) {
  const clean = async () => assert.deepEqual(await faultsOf(page), [])
  await giveProfile(place.regency)
  await page.goto(`${base()}/${place.module.path}/finalisasi`)
  await clean()
  await page.getByRole('button', { name: 'Finalisasi periode ini' }).press('Enter')
  await becomes(() => page.getByRole('button', { name: act }).isDisabled(), true)
  await hasFocus(page.locator('dialog[open] input[name=confirmation]'))
  await page.keyboard.type('finalisasi')
  await page.keyboard.press('Enter')
  // A worker beside the pages may be done before the page is there.
  await page.getByText('Finalisasi sedang berjalan').or(page.getByText('Difinalisasi pada')).first().waitFor()
  const { jobId } = await inPlace(place, (tx) => finalisationOf(tx, place))
  assert.equal((await runAndWait(jobId!)).state, 'done')
  await page.getByText('Difinalisasi pada').waitFor()
  await clean()

  await page.goto(`${base()}/${place.module.path}/surat-pengesahan`)
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
  await clean()
  return pdf
}
