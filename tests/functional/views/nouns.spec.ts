import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import { registry } from '#kernel/registry'
import { scope, SYSTEM } from '#services/scope'
import { blockers } from '#verification/finalise/index'
import { decileLabel } from '#verification/lists/words'
import { nounsOf } from '#verification/nouns'

test.group('What a module calls things, in both languages', () => {
  test('nouns and bands of the recap are English on English pages and Indonesian everywhere else', ({ assert }) => {
    const bdt = registry.module('bdt')
    assert.deepEqual(nounsOf(bdt, 'id').record, { one: 'rumah tangga', many: 'rumah tangga' })
    assert.deepEqual(nounsOf(bdt, 'en').record, { one: 'household', many: 'households' })
    assert.deepEqual(
      [0, 1, 5].map((band) => [decileLabel(bdt, band, 'id'), decileLabel(bdt, band, 'en')]),
      [
        ['Belum ada peringkat', 'Not ranked yet'],
        ['Desil 1', 'Decile 1'],
        ['Desil 4+', 'Decile 4+'],
      ],
    )
    for (const module of registry.modules()) {
      const [own, english] = [nounsOf(module, 'id'), nounsOf(module, 'en')]
      assert.equal(english.short, own.short)
      assert.notInclude([own.title, own.repairs, own.additions, own.record.many, own.person.many], english.title)
      assert.equal(Boolean(own.changes), Boolean(english.changes), module.name)
    }
  })

  test('what stands against finalising is told in the language of the reader, with its figures as he writes them', async ({
    assert,
  }) => {
    const message = { key: 'bsp.standing.full', params: { used: 1203, limit: 1200, over: 3 } }
    const list = [{ id: 'kuota:33.71.01.1003', village: '33.71.01.1003', message, href: '/bsp/kuota' }]
    const module = { ...registry.module('bdt'), cycle: async () => ({ default: { blockers: async () => ({ list, total: 1 }) } }) }
    const place = { module, editionId: uuid(), periodId: uuid(), regency: '33.71' }
    const told = (locale: 'id' | 'en') =>
      scope.run(scope.of('33.71', SYSTEM), async (tx) =>
        (await blockers(tx, place, 10, locale)).problems.map((one) => one.message),
      )
    assert.deepEqual(await told('id'), ['Terpakai 1.203 dari 1.200 tempat. Geser 3 tempat dari desa lain, atau keluarkan 3 KPM.'])
    assert.deepEqual(await told('en'), [
      '1,203 of 1,200 places used. Move 3 places from another village, or take 3 families off the list.',
    ])
  })
})
