import { test } from '@japa/runner'
import type { Instrument, Variable } from '#verification/instrument'
import { formParts } from '#verification/paper/questions'
import { conditionText, skipsOf } from '#verification/paper/skips'

const text = (id: string) => ({ id, en: id })
const ask = (number: string, name: string, codes: number[], more: Partial<Variable> = {}): Variable => ({
  ...{ name, number, block: 'III', label: text(name), type: codes.length > 0 ? 'code' : 'int' },
  codes: codes.map((code) => ({ code, label: text(`jawaban ${code}`) })),
  ...more,
})

const light = ask('9a', 'light', [1, 2, 3])
const power = ask('9b', 'power', [1, 6], { when: [{ variable: 'light', in: [1] }] })
const meter = ask('9c', 'meter', [], {
  when: [
    { variable: 'light', in: [1] },
    { variable: 'power', notIn: [6] },
  ],
})
const fuel = ask('10a', 'fuel', [1, 2])
const gas = ask('10b', 'gas', [], { when: [{ variable: 'fuel', in: [2] }] })
const questions = [light, power, meter, fuel, gas]

const instrument = {
  blocks: [{ id: 'III', label: text('Perumahan'), group: 'root' }],
  root: { name: 'root', label: text('Rumah'), variables: questions },
  groups: [],
} as unknown as Instrument

test.group('Skip arrows of a printed form', () => {
  test('lead past what an answer excludes and past all that hangs on it, or to the end of the block', ({ assert }) => {
    assert.deepEqual(skipsOf(questions), [
      { from: 'light', codes: [2, 3], to: 'fuel' },
      { from: 'power', codes: [6], to: 'fuel' },
      { from: 'fuel', codes: [1], to: null },
    ])
  })

  test('an answer that skips nothing, or only something further on, has none', ({ assert }) => {
    assert.deepEqual(skipsOf([light, fuel, power]), [])
    assert.deepEqual(skipsOf([light]), [])
  })

  test('conditions are told by the numbers of the form', ({ assert }) => {
    assert.equal(conditionText(instrument, meter, questions), 'Bila III.9a = 1 dan III.9b selain 6')
    assert.equal(conditionText(instrument, fuel, questions), '')
    const young = { when: [{ variable: 'light', of: 'root' as const, atLeast: 5, atMost: 9 }] }
    assert.equal(conditionText(instrument, young, []), 'Bila III.9a 5 sampai 9')
    assert.equal(conditionText(instrument, { when: [{ variable: 'light', in: [3, 1, 2] }] }, questions), 'Bila III.9a = 1–3')
  })

  test('the codes of a question say where each of them leads', ({ assert }) => {
    const [part] = formParts(instrument)
    assert.deepEqual(part!.questions[0]!.codes, ['1 jawaban 1', '2 jawaban 2 → III.10a', '3 jawaban 3 → III.10a'])
    assert.deepEqual(part!.questions[3]!.codes, ['1 jawaban 1 → selesai', '2 jawaban 2'])
  })
})
