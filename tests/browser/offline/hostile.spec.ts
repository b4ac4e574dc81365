import { test } from '@japa/runner'
import { computers } from './browser.js'
import { household } from './records.js'
import { exportFrom, openHousehold, openPackageIn, openStep, packageOf, question, VILLAGE } from './support.js'

const SCRIPT = '<img src=x onerror=alert(1)>'
const BROKEN_OUT = `"'+alert(1)+'{{ 7*7 }}\${7*7}</script><b>`
const ENDLESS = 'W'.repeat(120)
const OTHERS = '\u202Eدجاجة 👩‍👩‍👧 \u200Fنص'

test.group('Hostile texts in the offline application', () => {
  test('are texts on every page of a telephone, none wider than it, and come out of the export as they went in', async ({
    assert,
    cleanup,
  }) => {
    const docs = [SCRIPT, BROKEN_OUT, ENDLESS, OTHERS].map((text, n) => {
      const doc = household(n + 1, { nama_krt: text, alamat: text, nama_sls: text })
      doc.groups.members = doc.groups.members!.map((row) => ({ ...row, nama: text }))
      return doc
    })
    const villages = [{ code: VILLAGE, name: ENDLESS, district: { code: '33.71.01', name: SCRIPT } }]
    const pack = await packageOf(docs, { label: BROKEN_OUT, regency: { code: '33.71', name: ENDLESS }, villages })
    const { page, complaints } = await (await computers(cleanup))()
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    await page.setViewportSize({ width: 360, height: 800 })
    const shown: string[] = []
    const look = async (name: string) => {
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true })
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      if (wide > 0) shown.push(`${name}: ${wide} px too wide`)
      const made = await page.locator('img[src=x], main b b').count()
      if (made > 0) shown.push(`${name}: ${made} elements out of a text`)
    }

    await openPackageIn(page, pack.path)
    await look('overview')
    await page.getByRole('button', { name: 'Daftar', exact: true }).click()
    await page.locator('[data-row]').first().waitFor()
    await look('list')
    const narrow = await page
      .locator('.row-name')
      .evaluateAll((names) => names.filter(({ clientWidth }) => clientWidth < 120).length)
    assert.equal(narrow, 0, 'a long place leaves room for the name')
    await page.getByRole('button', { name: 'Musdes cepat' }).click()
    await page.locator('[data-row]').first().waitFor()
    await look('musdes')
    for (const doc of docs) {
      await openHousehold(page, doc.key)
      for (const step of ['I', 'II', 'III', 'IV.1', 'V', 'Hasil']) {
        if ((await page.locator(`[data-step="${step}"]`).count()) === 0) continue
        await openStep(page, step)
        await look(`${doc.key.slice(-1)} ${step}`)
      }
    }
    await openHousehold(page, docs[1]!.key)
    await openStep(page, 'I')
    await question(page, 'households', '', 'alamat').fill(`${SCRIPT} ${OTHERS}`)
    await page.keyboard.press('F9')
    await page.locator('[data-notice]').waitFor()
    await page.getByRole('button', { name: 'Ekspor', exact: true }).click()
    await look('export')
    const { manifest, records } = await exportFrom(page, pack, SCRIPT)
    await look('exported')
    assert.equal(manifest.operator, SCRIPT)
    assert.equal(records[0]!.values.nama_krt, BROKEN_OUT)
    assert.include(String(records[0]!.values.alamat), SCRIPT)
    assert.deepEqual(shown, [])
    assert.deepEqual(complaints, [])
  })
})
