import { test } from '@japa/runner'
import { records } from '#core/plugin'
import { aceHere, inScope, openRegister, regencyForTest, supervisorOf } from '#core/testing'
import { giveQuota, participant } from './support.js'

/** One woman twice on the list: the second time without her former card number, under another name of the same NIK. */
async function twice() {
  const regency = await regencyForTest()
  const [a, b] = regency.villages as [string, string]
  const [one, other] = [participant(a, 'A001', { no_bpjs_lama: '0007000099955' }), participant(b, 'B001')]
  Object.assign(other.groups.persons![0]!, { nik: one.groups.persons![0]!.nik!, tgl_lahir: one.groups.persons![0]!.tgl_lahir! })
  const place = await openRegister(regency.code, [one, other], 'pbi')
  await giveQuota(regency.code, 2)
  return { code: regency.code, place, user: await supervisorOf(regency.code) }
}

interface Told {
  found: { nik: number }
  error?: { code: string }
}

test.group('Two participants who are one person', () => {
  test('the page asks which of the two stays; the other goes off the list as twice on it, naming the first', async ({
    client,
    assert,
  }) => {
    const { code, place, user } = await twice()
    const found = await aceHere<Told>('duplicate:find', '--module', 'pbi', '--regency', code, '--as', user.login, '--json')
    assert.equal(found.json.found.nik, 1)
    const page = await client.get('/pbi/ganda/pasangan?kiri=A001&kanan=B001').loginAs(user)
    page.assertStatus(200)
    page.assertTextIncludes('value="twice"')
    assert.notInclude(page.text(), 'value="same"', 'a record is one person, who is not taken out of it')

    const decide = (verdict: string) =>
      aceHere<Told>('duplicate:decide', 'A001', 'B001', '--verdict', verdict, '--keep', 'right', '--as', user.login, '--json')
    assert.equal((await decide('same')).json.error?.code, 'E_DUPLICATE_CHOICE')
    assert.notExists((await decide('twice')).json.error)
    const { kept, left } = await inScope(code, async (tx) => {
      const working = await records.working(tx, place, ['A001', 'B001'])
      return { kept: working.get('B001')!, left: working.get('A001')! }
    })
    assert.include(left, { outcome: 'removed', state: 'received', blocking: 0 })
    assert.include(left.doc.values, { alasan_keluar: 2, peserta_kembaran: 'B001' })
    assert.include(kept, { outcome: 'repaired', state: 'received' })
    assert.equal(kept.doc.values.no_bpjs_lama, '0007000099955', 'what the other knew more is kept')
  })
})
