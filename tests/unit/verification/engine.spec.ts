import { test } from '@japa/runner'
import { answersOutOfRange, answersOutsideList, missingAnswers, strayAnswers } from '#verification/answers'
import { applicability, applies, codeOf, evaluate, flagsOf, fromVariant, has, isActive, variableOf } from '#verification/engine'
import { answerText, message } from '#verification/message'
import type { Finding, Problem, Rule } from '#verification/rules'
import { withCentreValues } from '#verification/centre_values'
import { house, mini, row, set } from './support/mini.js'

const places = (found: Finding[]) =>
  found.map(({ fields: [field] }) => [field?.group, field?.key, field?.field].filter(Boolean).join('/'))
const rule = (code: string, more: Partial<Rule> = {}): Rule => ({
  ...{
    code,
    severity: 'block',
    waivable: false,
    title: { id: code, en: code },
    message: { id: '{item}{at}: {value}', en: '{item}' },
    source: 'uji',
  },
  ...more,
})

test.group('Skip rules', () => {
  test('a condition holds, fails, or is not known while its question is open', ({ assert }) => {
    const state = variableOf(mini, 'houses', 'wall_state')
    assert.equal(applicability(state, { wall: 2 }, {}), 'yes')
    assert.equal(applicability(state, { wall: 3 }, {}), 'no')
    assert.equal(applicability(state, {}, {}), 'unknown')
    assert.isFalse(applies(state, {}, {}))
    const school = variableOf(mini, 'people', 'school')
    assert.deepEqual(
      [4, 5, 18, 19].map((age) => applies(school, { age }, {})),
      [false, true, true, false],
    )
  })

  test('a child group may ask about its root', ({ assert }) => {
    const shops = mini.groups[2]
    assert.exists(shops)
    assert.isTrue(applies(shops ?? {}, {}, { shop: 1 }))
    assert.isFalse(applies(shops ?? {}, { shop: 1 }, { shop: 2 }))
  })

  test('one failing condition decides, whatever else is unanswered', ({ assert }) => {
    const when = [
      { variable: 'a', in: [1] },
      { variable: 'b', notIn: [6] },
    ]
    assert.equal(applicability({ when }, { b: 6 }, {}), 'no')
    assert.equal(applicability({ when }, { b: 5 }, {}), 'unknown')
    assert.equal(applicability({ when }, { a: 1, b: 5 }, {}), 'yes')
  })
})

test.group('Reading answers', () => {
  test('yes is the code of the line, and asking a line that is none is an error', ({ assert }) => {
    const fridge = variableOf(mini, 'houses', 'fridge')
    assert.deepEqual(
      [1, 3, 4, undefined].map((value) => has(fridge, value)),
      [false, true, false, false],
    )
    assert.throws(() => has(variableOf(mini, 'houses', 'wall'), 1), /not a yes\/no variable/)
  })

  test('a misspelt name is an error that says what there is', ({ assert }) => {
    assert.throws(() => variableOf(mini, 'houses', 'walls'), /no variable "walls" in "houses"/)
    assert.throws(() => variableOf(mini, 'persons', 'name'), /no group "persons".*houses, families, people, shops/)
  })

  test('codes and bit masks have words', ({ assert }) => {
    const papers = variableOf(mini, 'people', 'papers')
    assert.deepEqual(
      flagsOf(papers, 5).map(({ code }) => code),
      [1, 4],
    )
    assert.equal(answerText(papers, 5, 'id'), 'kode 1 + kode 4')
    assert.equal(answerText(papers, 0, 'id'), 'kode 0')
    assert.equal(answerText(papers, 32, 'id'), '32')
    assert.equal(answerText(variableOf(mini, 'houses', 'visited'), '1962-12-25', 'id'), '25-12-1962')
    const area = { ...variableOf(mini, 'houses', 'visited'), type: 'number' as const }
    assert.deepEqual([answerText(area, 52.05, 'id'), answerText(area, 52.05, 'en')], ['52,05', '52.05'])
    assert.isUndefined(codeOf(papers, 3))
  })

  test('who counts as a member', ({ assert }) => {
    assert.deepEqual(
      [1, 2, 3, 4, 5, 6, undefined].map((presence) => isActive(mini, { presence })),
      [true, false, false, true, false, false, true],
    )
  })

  test('a declared variant is translated, row by row, and leaves the record given alone', ({ assert }) => {
    const doc = house((draft) => set(draft.values, { fridge: 1 }))
    assert.equal(fromVariant(mini, 'other', doc).values.fridge, 3)
    assert.equal(doc.values.fridge, 1)
    assert.equal(fromVariant(mini, 'mini-1', doc).values.fridge, 1)
  })
})

test.group('Rules that follow from the instrument', () => {
  test('a house in order shows nothing', ({ assert }) => {
    for (const check of [missingAnswers, strayAnswers, answersOutsideList, answersOutOfRange])
      assert.deepEqual(check(mini, house()), [])
  })

  test('required answers and rows are missed, but not of people who are gone', ({ assert }) => {
    const doc = house((draft) => {
      set(draft.values, { title: undefined, wall_state: undefined })
      set(row(draft, 'people', 'P3'), { school: undefined, sex: undefined })
      delete draft.groups.shops
    })
    assert.deepEqual(places(missingAnswers(mini, doc)), ['title', 'wall_state', 'people/P3/sex', 'people/P3/school', 'shops/key'])
    set(row(doc, 'people', 'P3'), { presence: 2 })
    assert.deepEqual(places(missingAnswers(mini, doc, { except: ['houses.title'] })), ['wall_state', 'shops/key'])
  })

  test('what the skip rule leaves out is reported when it is there', ({ assert }) => {
    const doc = house((draft) => {
      set(draft.values, { wall: 3, shop: 2 })
      set(row(draft, 'people', 'P1'), { school: 0 })
    })
    assert.deepEqual(places(strayAnswers(mini, doc)), ['wall_state', 'people/P1/school', 'shops/key'])
  })

  test('codes off the list of their line and numbers off their range are reported', ({ assert }) => {
    const doc = house((draft) => {
      set(draft.values, { fridge: 1, area: 501 })
      set(row(draft, 'people', 'P1'), { papers: 16, age: -1 })
      set(row(draft, 'people', 'P2'), { papers: 15 })
    })
    assert.deepEqual(places(answersOutsideList(mini, doc)), ['fridge', 'people/P1/papers'])
    assert.deepEqual(places(answersOutOfRange(mini, doc)), ['area', 'people/P1/age'])
  })
})

test.group('Evaluation and messages', () => {
  test('rules run in order, only for their outcomes, with their own severity unless a finding says otherwise', ({ assert }) => {
    const rules = [
      rule('A', { check: () => [{ fields: [{ field: 'title' }] }, { severity: 'warn', fields: [{ field: 'area' }] }] }),
      rule('B', { outcomes: ['gone'], check: () => [{ fields: [{ field: 'title' }] }] }),
      rule('C', { setBased: true }),
    ]
    const of = (outcome: string) =>
      evaluate(rules, house(), { today: '2026-11-25', outcome, kind: 'repair' }).map(
        (problem) => `${problem.rule} ${problem.severity}`,
      )
    assert.deepEqual(of('repaired'), ['A block', 'A warn'])
    assert.deepEqual(of('gone'), ['A block', 'A warn', 'B block'])
  })

  test('a message names the question, the person and the answer, and chooses its case', ({ assert }) => {
    const asked = rule('A', { messages: { late: { id: 'terlambat {date}', en: 'late {date}' } } })
    const problem: Problem = {
      rule: 'A',
      severity: 'warn',
      fields: [{ group: 'people', key: 'P1', field: 'name' }],
      params: { who: 'UJI', value: 7 },
    }
    assert.equal(message(asked, problem, 'id', mini), 'name (I.2) (UJI): 7')
    assert.equal(message(asked, { ...problem, params: { case: 'late', date: '1962-12-25' } }, 'id', mini), 'terlambat 25-12-1962')
    assert.equal(message(asked, { ...problem, params: { case: 'else', value: 1 } }, 'id'), 'name: 1')
  })

  test('a decimal is told with the comma of the reader, and so are the limits of its answer', ({ assert }) => {
    const asked = rule('A', { message: { id: '{value} di luar {allowed}', en: '{value} is outside {allowed}' } })
    const problem: Problem = { rule: 'A', severity: 'block', fields: [{ field: 'area' }], params: { value: 0.25 } }
    assert.equal(message(asked, problem, 'id', mini), '0,25 di luar 0,5–500')
    assert.equal(message(asked, problem, 'en', mini), '0.25 is outside 0.5–500')
  })

  test('a name that looks like a placeholder is printed, not filled in', ({ assert }) => {
    const problem: Problem = { rule: 'A', severity: 'warn', fields: [{ field: 'title' }], params: { value: '{at}{item}' } }
    assert.equal(message(rule('A'), problem, 'id', mini), 'title (I.1): {at}{item}')
  })
})

test.group('Values of the centre', () => {
  test('what only the centre writes comes back from the register and is listed', ({ assert }) => {
    const base = house((doc) => set(doc.values, { rank: 12, register: 'R1' }))
    const typed = house((doc) => {
      set(doc.values, { rank: 1, register: 'R1', address: 'RT 09' })
      doc.groups.people?.push({ key: 'P9', family_key: 'F1', name: 'UJI BARU', sex: 1, person_id: 'KARANGAN' })
    })
    const { record, ignored } = withCentreValues(mini, base, typed)
    assert.equal(record.values.rank, 12)
    assert.equal(record.values.address, 'RT 09')
    assert.isUndefined(row(record, 'people', 'P9').person_id)
    assert.deepEqual(ignored, [{ group: 'people', key: 'P9', field: 'person_id' }, { field: 'rank' }])
    const silent = withCentreValues(
      mini,
      base,
      house((doc) => set(doc.values, { rank: undefined, register: undefined })),
    )
    assert.equal(silent.record.values.rank, 12)
    assert.deepEqual(silent.ignored, [], 'what a file leaves out says nothing against the register')
  })

  test('a new record keeps its place but no rank or register key', ({ assert }) => {
    const typed = house((doc) => set(doc.values, { rank: 1, register: 'R9', village: '33.71.01.1003' }))
    const { record } = withCentreValues(mini, null, typed)
    assert.deepEqual([record.values.rank, record.values.register, record.values.village], [undefined, undefined, '33.71.01.1003'])
  })
})
