import { test } from '@japa/runner'
import { household } from './records.js'
import { FirefoxPage, firefoxPath, KEY } from './firefox.js'
import { applicationAddress, packageOf, PASSPHRASE, readExport } from './support.js'

const path = firefoxPath()

test.group(path ? 'The offline application in Firefox' : 'No Firefox is installed here', () => {
  if (!path) return

  test('opens a package from the disk, takes answers, keeps them over a restart of the page and exports them', async ({
    assert,
    cleanup,
  }) => {
    const docs = [1, 2, 3].map((n) => household(n))
    const pack = await packageOf(docs)
    const page = await FirefoxPage.launch(path)
    cleanup(() => page.close())
    const open = async () => {
      await page.waitFor(`document.querySelector('#passphrase')`)
      await page.setFiles('input[type=file]', [pack.path])
      await page.type('#passphrase', PASSPHRASE)
      await page.press(KEY.enter)
      await page.waitFor(`document.querySelector('.progress-card')`)
    }
    await page.goto(applicationAddress())
    await open()
    await page.click('.menu button:nth-child(2)')
    await page.waitFor(`document.querySelectorAll('[data-row]').length === 3`)
    await page.click('[data-row]')
    await page.waitFor(`document.querySelector('[data-q="households//alamat"]')`)
    await page.type('[data-q="households//alamat"]', 'JALAN RUBAH 7')
    await page.press(KEY.f8, KEY.f8)
    await page.waitFor(`document.activeElement.dataset.q === 'households//sta_bangunan'`)
    await page.press('2')
    await page.waitFor(`document.activeElement.dataset.q === 'households//sta_lahan'`)
    await page.press(KEY.f9)
    await page.waitFor(`document.querySelector('[data-notice]').textContent.includes('tersimpan')`)
    assert.isTrue(await page.read('isSecureContext && Boolean(navigator.locks) && Boolean(crypto.subtle)'))

    await page.read(`(window.onbeforeunload = null, true)`)
    const work = await page.download(() => page.click('[data-backup]'))
    assert.match(work, /\.sikswork$/)
    await page.goto(applicationAddress())
    await open()
    await page.waitFor(`document.querySelector('.big').textContent.startsWith('1 dari 3')`)
    await page.click('.menu button:nth-child(6)')
    await page.waitFor(`document.querySelector('#operator')`)
    await page.type('#operator', 'SITI OPERATOR')
    const file = await page.download(() => page.press(KEY.enter))
    const { manifest, records } = await readExport(file, pack.keys)
    assert.equal(manifest.operator, 'SITI OPERATOR')
    const before = docs.find(({ key }) => key === records[0]!.key)!
    assert.lengthOf(records, 1)
    assert.deepEqual(records[0]!.values, { ...before.values, alamat: 'JALAN RUBAH 7', sta_bangunan: 2 })
  })
})
