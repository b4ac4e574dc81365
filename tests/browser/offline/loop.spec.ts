import { test } from '@japa/runner'
import { computers } from './browser.js'
import { household } from './records.js'
import { exportFrom, openPackageIn, packageOf } from './support.js'

test.group('The offline application', () => {
  test('opened from the disk without a network, it gives back exactly what was typed', async ({ assert, cleanup }) => {
    const docs = [1, 2, 3, 4].map((n) => household(n))
    const pack = await packageOf(docs)
    const { page, complaints } = await (await computers(cleanup))()

    await openPackageIn(page, pack.path)
    await page.getByRole('button', { name: 'Daftar', exact: true }).click()
    await page.locator('[data-row]').first().click()
    await page.getByRole('textbox', { name: 'Alamat' }).fill('RT 09/RW 09')
    await page.keyboard.press('F8')
    await page.keyboard.press('F8')
    await page.locator('[data-step="III"][aria-current]').waitFor()
    await page.keyboard.press('F9')
    await page.locator('[data-notice]').waitFor()

    const { manifest, records } = await exportFrom(page, pack)
    assert.equal(manifest.sequence, 1)
    assert.equal(manifest.operator, 'SITI OPERATOR')
    assert.lengthOf(records, 1)
    const [{ key, values, groups, outcome, kind, rev }] = records as [(typeof records)[number]]
    const before = docs.find((doc) => doc.key === key)!
    assert.deepEqual({ values, groups }, { values: { ...before.values, alamat: 'RT 09/RW 09' }, groups: before.groups })
    assert.deepEqual({ outcome, kind, rev }, { outcome: 'repaired', kind: 'repair', rev: 1 })
    assert.deepEqual(complaints, [])
  })
})
