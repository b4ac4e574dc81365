import { test } from '@japa/runner'
import { records } from '#core/plugin'
import { inScope } from '#core/testing'
import { newbornsOf, proposeNewborn, type Newborn } from '../../services/newborns.js'
import { standing } from '../../services/standing.js'
import { accept, acting, daysAgo, decideOutcome, testList } from './support.js'

const CHILD: Omit<Newborn, 'mother'> = { name: 'BAYI UJI', sex: 1, birth: daysAgo(21), nik: '' }

test.group('Newborns of participants', () => {
  test('a child stands at the address and on the family card of its mother, once, and leaves with her membership', async ({
    assert,
  }) => {
    const list = await testList({ quota: 6 })
    const mother = list.docs.get('A001')!
    const propose = (more: Partial<Newborn> = {}) =>
      acting(list, (tx, place) => proposeNewborn(tx, place, { ...CHILD, mother: 'A001', ...more }))
    const key = await propose()
    const card = String(mother.values.no_bpjs).replace(/(\d{4})/g, '$1 ')
    assert.equal(await propose({ mother: `'${card}`, name: 'bayi  uji', nik: '-' }), key, 'the same child sent twice is one')
    const doc = await inScope(list.regency.code, async (tx) => (await records.working(tx, list.place, [key])).get(key)!.doc)
    assert.deepInclude(doc.values, {
      ...{
        village_code: mother.values.village_code,
        alamat: 'JL UJI 1',
        nama_peserta: 'BAYI UJI',
        alasan_masuk: 1,
        ibu_pbi: 'A001',
      },
    })
    assert.deepInclude(doc.groups.persons![0], {
      ...{ no_kk: mother.groups.persons![0]!.no_kk, namagadis_ibukandung: 'PESERTA A001', hubkel: 3, sta_keberadaan: 4 },
    })
    await accept(list, key)
    const lines = await inScope(list.regency.code, (tx) => newbornsOf(tx, list.place))
    assert.deepEqual(
      lines.map(({ name, parent, state }) => [name, parent, state]),
      [['BAYI UJI', 'A001', 'accepted']],
    )
    await decideOutcome(list, 'A001', 'removed', { alasan_keluar: 4 })
    const { list: found } = await inScope(list.regency.code, (tx) => standing(tx, list.place, 10))
    assert.deepEqual(
      found.map(({ rule, record }) => [rule, record?.key]),
      [['PBI-R43', key]],
    )
  })

  test('an unknown mother, a birth date ahead and a made-up NIK are refused with the field they are about', async ({
    assert,
  }) => {
    const list = await testList()
    const refused = async (given: Partial<Newborn>) => {
      try {
        await acting(list, (tx, place) => proposeNewborn(tx, place, { ...CHILD, mother: 'A001', ...given }))
      } catch (error) {
        return error as { code: string; problems: Record<string, string> }
      }
      throw new Error('It was not refused.')
    }
    assert.equal((await refused({ mother: 'ZZZ' })).code, 'E_PBI_MOTHER')
    const bad = await refused({ birth: '2099-01-01', nik: '1234567890123456', name: 'X', sex: 7 })
    assert.equal(bad.code, 'E_PBI_NEWBORN')
    assert.sameMembers(Object.keys(bad.problems), ['birth', 'nik', 'name', 'sex'])
  })
})
