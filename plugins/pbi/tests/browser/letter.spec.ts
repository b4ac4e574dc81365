import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { complaintsOf, supervisorOf, toTheLetter } from '#core/testing'
import { decideOutcome, testList } from '../functional/support.js'

const address = (path: string) => `http://${process.env.HOST}:${process.env.PORT}${path}`

test.group('The cycle of the premium list in the browser', (group) => {
  let folder: string
  group.setup(() => {
    folder = mkdtempSync(join(tmpdir(), 'siks-pbi-'))
    return () => rmSync(folder, { recursive: true })
  })

  test('from a participant who goes out to the letter and the results', async ({ browserContext, assert }) => {
    const list = await testList()
    await decideOutcome(list, 'A001', 'removed', { alasan_keluar: 1 })
    await browserContext.loginAs(await supervisorOf(list.regency.code))
    const page = await browserContext.newPage()
    const complaints = complaintsOf(page)
    await toTheLetter(page, list.place, assert, { act: 'Finalisasi 4 peserta', folder })
    await page.goto(address('/pbi/hasil'))
    await page.getByRole('link', { name: /\.siksresult$/ }).waitFor()
    assert.deepEqual(complaints, [])
  })
})
