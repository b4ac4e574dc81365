import { test } from '@japa/runner'
import { answer } from '#core/testing'
import type { PersonCardContext } from '#core/plugin'
import card, { nikFact } from '../../person_card.js'
import { household, member } from './support/household.js'

const person = { name: 'UJI ISTRI', nik: '3201014507859901', kk: null, birthDate: '1985-07-05' }

test.group('What the BDT adds to a card', () => {
  test('programmes stand state by state, with the codes of their own lines', async ({ assert }) => {
    const now = household((doc) => {
      answer(doc.values, { sta_rastra: 3, sta_pkh: 1, ada_bpnt: 1 })
      answer(member(doc, 'm2'), { ada_kks: 1 })
    })
    const before = household((doc) => answer(doc.values, { sta_pkh: undefined }))
    const states = [
      { id: 'now', doc: now, key: 'm2' },
      { id: 'sk1', doc: before, key: 'm2' },
    ]
    const part = await card({ states, person, regency: '33.71' } as unknown as PersonCardContext)
    const of = (name: string, whose: string) => part?.programmes.find((one) => one.name.id === name && one.of === whose)?.answers
    assert.deepEqual(of('Raskin/Rastra', 'household'), { now: 'yes', sk1: 'no' })
    assert.deepEqual(of('PKH', 'household'), { now: 'yes' })
    assert.deepEqual(of('KPS/KKS', 'person'), { now: 'yes', sk1: 'no' })
    assert.deepEqual(of('Tercatat BPNT', 'centre'), { now: 'yes' })
    assert.isUndefined(of('Tercatat Dapodik', 'centre'), 'what nobody answered is left out')
    assert.notInclude(JSON.stringify(part), person.nik)
  })

  test('nothing is told of a person whom the BDT does not know', async ({ assert }) => {
    assert.isNull(await card({ states: [], person, regency: '33.71' } as unknown as PersonCardContext))
  })

  for (const [values, tone] of [
    [{ nik: '3201014507859901', tgl_lahir: '1985-07-05', jns_kel: 2 }, 'good'],
    [{ nik: '3201014507859901', tgl_lahir: '1985-07-06', jns_kel: 2 }, 'warn'],
    [{ nik: '3201014507859901', tgl_lahir: '1985-07-05', jns_kel: 1 }, 'warn'],
    [{ nik: '3201013504789906', tgl_lahir: '1978-04-12', jns_kel: 1 }, 'bad'],
    [{ tgl_lahir: '1978-04-12' }, 'warn'],
  ] as const) {
    test(`a NIK is judged ${tone} beside ${JSON.stringify({ ...values, nik: undefined })}`, ({ assert }) => {
      assert.equal(nikFact(values).tone, tone)
    })
  }
})
