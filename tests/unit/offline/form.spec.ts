import { test } from '@japa/runner'
import { instrument } from '#plugins/bdt/instrument/index'
import { outcomes } from '#plugins/bdt/outcomes'
import { instrument as benefits } from '#plugins/bsp/instrument/index'
import { outcomes as benefitOutcomes } from '#plugins/bsp/outcomes'
import { outcomes as insuredOutcomes } from '#plugins/pbi/outcomes'
import { rules } from '#plugins/bdt/rules/index'
import type { ChildRow, RecordDoc } from '#verification/instrument'
import { household } from '../../browser/offline/records.js'
import { Editing, type EditedRecord } from '../../../resources/offline/form/editing.js'
import { addRow, removeRow, succeed, successions } from '../../../resources/offline/form/rows.js'
import { isDecided } from '../../../resources/offline/form/typing.js'
import { stepsOf } from '../../../resources/offline/form/steps.js'
import { sectionViews, shownText } from '../../../resources/offline/form/view.js'
import { judgingDay } from '../../../resources/offline/work/moment.js'
import bdt from '#plugins/bdt/verification'

const module = { name: 'bdt', instrument, outcomes, rules, words: bdt.words, english: bdt.english }
const ROOT = { group: 'households', key: '' }
const member = (doc: RecordDoc, at: number) => ({ group: 'members', key: doc.groups.members![at]!.key })

/** A household of the package in the form. */
function opened(base = household(1), change: Partial<EditedRecord> = {}): Editing {
  return new Editing({ module, kind: 'repair', base, doc: base, outcome: '', today: '2026-11-25', ...change })
}

test.group('The pages of the form', () => {
  test('a person with nothing to ask or show on a page has no empty card there; coordinates carry no range', ({ assert }) => {
    const editing = opened()
    const drawn = stepsOf(editing, 'Hasil').map((step) => ({ step, sections: sectionViews(editing, step, 'id') }))
    const centre = drawn.find(({ step }) => step.id === 'A')!.sections
    assert.deepEqual(
      centre.map(({ group }) => group),
      ['households'],
    )
    assert.deepEqual(
      centre[0]!.fields.map(({ label, hint }) => [label, hint]),
      [
        ['Lintang', ''],
        ['Bujur', ''],
      ],
    )
    const people = drawn.filter(({ step }) => step.block === 'IV').flatMap(({ sections }) => sections)
    assert.lengthOf(people, household(1).groups.members!.length)
  })
})

test.group('The place in the form (S19)', () => {
  test('"lat, long" of a map pasted into the first box fills both; a point is a decimal point', ({ assert }) => {
    const editing = opened()
    editing.type(ROOT, 'lat', '-8.4838, 115.1234')
    assert.equal(shownText(editing, 'households//lat'), '-8.4838, 115.1234', 'while it is typed in')
    editing.settle()
    assert.deepEqual([editing.doc.values.lat, editing.doc.values.long], [-8.4838, 115.1234])
    assert.deepEqual(
      ['lat', 'long'].map((name) => shownText(editing, `households//${name}`)),
      ['-8,4838', '115,1234'],
    )
    editing.type(ROOT, 'lat', '-8.483')
    editing.type(ROOT, 'long', '115,5')
    assert.deepEqual([editing.doc.values.lat, editing.doc.values.long], [-8.483, 115.5])
    editing.type(ROOT, 'lat', '--8.4838')
    assert.deepEqual(
      editing.unreadable().map(({ field }) => field),
      ['lat'],
    )
  })
})

test.group('The outcome of a household in the form', () => {
  test('follows a later correction, whatever followed from the answers before; a choice stands', ({ assert }) => {
    assert.equal(opened().judged().outcome, 'unchanged')
    for (const stored of ['unchanged', 'repaired']) {
      const editing = opened(household(1), { outcome: stored })
      assert.equal(editing.judged().outcome, 'unchanged')
      editing.type(ROOT, 'alamat', 'RT 09/RW 09')
      assert.equal(editing.judged().outcome, 'repaired')
    }
    const refused = opened(household(1), { outcome: 'refused' })
    refused.type(ROOT, 'alamat', 'RT 09/RW 09')
    assert.equal(refused.judged().outcome, 'refused')
  })

  test('stays unchanged where the package holds answers that were not asked for', ({ assert }) => {
    const base = household(1)
    const head = base.groups.members![0]!
    head.sta_hamil = 2
    const editing = opened(base)
    const variable = editing.variable({ group: 'members', key: head.key }, 'sta_hamil')!
    assert.isTrue(editing.isSkipped({ group: 'members', key: head.key }, variable))
    const { doc, outcome } = editing.judged()
    assert.deepEqual([doc.groups.members![0]!.sta_hamil, outcome], [2, 'unchanged'])
  })

  test('answers that an edit made unasked go, and only those', ({ assert }) => {
    const base = household(1)
    base.groups.members![0]!.sta_hamil = 2
    const wife = member(base, 1)
    base.groups.members![1]!.sta_hamil = 2
    const editing = opened(base)
    editing.type(wife, 'jns_kel', '1')
    const { groups } = editing.judged().doc
    assert.deepEqual(
      groups.members!.map(({ sta_hamil }) => sta_hamil),
      [2, undefined, base.groups.members![2]!.sta_hamil],
    )
    assert.equal(editing.row(wife)!.sta_hamil, 2, 'it comes back with the answer that asks for it')
  })
})

test.group('What is typed in the form', () => {
  test('stands as it was typed until the question is left', ({ assert }) => {
    const editing = opened()
    for (const text of ['4', '48', '48,', '48,0', '48,05']) {
      editing.type(ROOT, 'luas_lantai', text)
      assert.equal(shownText(editing, 'households//luas_lantai'), text)
    }
    assert.equal(editing.doc.values.luas_lantai, 48.05)
    editing.type(ROOT, 'luas_lantai', '1.250')
    assert.equal(shownText(editing, 'households//luas_lantai'), '1.250')
    editing.settle()
    assert.equal(shownText(editing, 'households//luas_lantai'), '1250')
  })

  test('of several lines stands in the box with blanks between them, which a browser would drop (S12)', ({ assert }) => {
    const base = household(1)
    base.values.alamat = 'JL UJI 1\nRT 02'
    const editing = opened(base)
    assert.equal(shownText(editing, 'households//alamat'), 'JL UJI 1 RT 02')
    assert.equal(editing.doc.values.alamat, 'JL UJI 1\nRT 02', 'as long as nobody types')
  })

  test('that cannot be read holds saving only while its question is there and asked', ({ assert }) => {
    const editing = opened()
    const row = addRow(editing, 'members')!
    editing.type({ group: 'members', key: row.key }, 'tgl_lahir', '99-99-9999')
    assert.deepEqual(editing.unreadable(), [{ group: 'members', key: row.key, field: 'tgl_lahir' }])
    removeRow(editing, { group: 'members', key: row.key })
    assert.deepEqual(editing.unreadable(), [])
    assert.deepEqual(editing.toDraft().typed, {})
    const wife = member(editing.doc, 1)
    editing.type(wife, 'sta_hamil', 'x')
    assert.lengthOf(editing.unreadable(), 1)
    editing.type(wife, 'jns_kel', '1')
    assert.deepEqual(editing.unreadable(), [])
    editing.type(ROOT, 'jumlah_art', 'x')
    assert.lengthOf(editing.unreadable(), 1)
    editing.set(ROOT, 'jumlah_art', 3)
    assert.deepEqual(editing.unreadable(), [])
  })

  test('a rule that puts something right takes away the text that could not be read', ({ assert }) => {
    const editing = opened(household(1, { jumlah_art: 7 }))
    editing.type(ROOT, 'jumlah_art', 'tiga')
    const rule = module.rules.find(({ fix }) => fix && fix(editing.doc)?.values.jumlah_art === 3)!
    assert.isTrue(editing.fix(rule.code))
    assert.deepEqual([editing.unreadable(), editing.doc.values.jumlah_art], [[], 3])
  })

  test('is judged as the office will read it: identifiers cleaned, what it cannot read refused at the question', ({ assert }) => {
    const editing = opened()
    const head = member(editing.doc, 0)
    editing.type(head, 'nik', '3201.0112.0478.9901')
    assert.equal(editing.judged().doc.groups.members![0]!.nik, '3201011204789901')
    assert.equal(editing.judged().outcome, 'unchanged')
    editing.type(ROOT, 'alamat', 'RT \uFFFD')
    const [refused] = editing.judged().refused
    assert.deepInclude(refused!, { group: 'households', field: 'alamat' })
  })

  test('a number is taken at once only where no longer one begins with it', ({ assert }) => {
    const numbers = Array.from({ length: 12 }, (_, at) => String(at + 1))
    assert.deepEqual(
      ['1', '2', '12', '13', ''].map((text) => isDecided(numbers, text)),
      [false, true, true, false, false],
    )
  })
})

test.group('A person who moves to another family', () => {
  test('a mistyped number leaves no family behind; the typed number is that of the new family', ({ assert }) => {
    const editing = opened()
    const son = member(editing.doc, 2)
    const first = editing.doc.groups.families![0]!
    const numbers = () => editing.rows('families').map(({ nuk }) => nuk)
    for (const text of ['2', '', '2', '21', '1']) editing.type(son, 'nuk', text)
    assert.deepEqual(numbers(), [1], 'nothing follows before the question is left')
    editing.settle()
    assert.deepEqual(numbers(), [1])
    editing.type(son, 'nuk', '2')
    editing.settle()
    assert.deepEqual(numbers(), [1, 2])
    assert.equal(editing.row(son)!.family_key, editing.rows('families')[1]!.key)
    editing.type(son, 'nuk', '1')
    editing.settle()
    assert.deepEqual([numbers(), editing.row(son)!.family_key], [[1], first.key])
  })

  test('a new family gets the number typed even where a lower one is free', ({ assert }) => {
    const base = household(1)
    base.groups.families![0]!.nuk = 3
    for (const row of base.groups.members!) row.nuk = 3
    const editing = opened(base)
    editing.type(member(base, 2), 'nuk', '2')
    editing.settle()
    assert.deepEqual(
      editing.rows('families').map(({ nuk }) => nuk),
      [2, 3],
    )
  })
})

test.group('The day of judgement', () => {
  test('is never before the package was issued', ({ assert }) => {
    const issued = '2026-11-25T05:00:00Z'
    assert.equal(judgingDay(issued, new Date('2020-01-01T05:00:00Z')), '2026-11-25')
    assert.equal(judgingDay(issued, new Date('2026-12-24T05:00:00Z')), '2026-12-24')
  })
})

test.group('The outcome of a record whose operator says nothing', () => {
  test('is a repair where it was changed and “stays” where it was not, in every module', ({ assert }) => {
    const implied = [outcomes, benefitOutcomes, insuredOutcomes].map((list) => {
      const editing = opened(household(1), { module: { ...module, outcomes: list } })
      return [editing.impliedOutcome(true), editing.impliedOutcome(false)]
    })
    assert.deepEqual(implied, [
      ['repaired', 'unchanged'],
      ['repaired', 'unchanged'],
      ['repaired', 'unchanged'],
    ])
    const chosen = opened(household(1), { module: { ...module, outcomes: benefitOutcomes }, outcome: 'heir' })
    assert.equal(chosen.outcome, 'heir')
  })
})

test.group('A successor', () => {
  test('takes the card, and who died holds it no longer; the record bears the name of the one who does', ({ assert }) => {
    const members = [
      { key: 'm1', nama: 'UJI SATU', pengurus: 2, hubkel: 1, sta_keberadaan: 1 },
      { key: 'm2', nama: 'UJI DUA', pengurus: 1, hubkel: 2, sta_keberadaan: 2 },
    ]
    const base: RecordDoc = { key: 'K1', values: { nama_pengurus: 'UJI DUA' }, groups: { members } }
    const editing = opened(base, { module: { ...module, name: 'bsp', instrument: benefits, outcomes: benefitOutcomes } })
    succeed(editing, successions(editing), 'm1')
    assert.deepEqual(
      editing.rows('members').map(({ pengurus, hubkel }) => [pengurus, hubkel]),
      [
        [1, 1],
        [2, 2],
      ],
    )
    assert.equal(editing.doc.values.nama_pengurus, 'UJI SATU')
  })

  test('is old enough for the card: a child is offered the headship of the family and never the card', ({ assert }) => {
    const members: ChildRow[] = [
      { key: 'm1', nama: 'UJI SATU', pengurus: 1, hubkel: 1, sta_keberadaan: 2 },
      { key: 'm2', nama: 'UJI ANAK', pengurus: 2, hubkel: 3, sta_keberadaan: 1, tgl_lahir: '2002-06-16' },
      { key: 'm3', nama: 'UJI SULUNG', pengurus: 2, hubkel: 3, sta_keberadaan: 1, tgl_lahir: '2002-06-15' },
    ]
    const base: RecordDoc = { key: 'K1', values: { nama_pengurus: 'UJI SATU' }, groups: { members } }
    const own = { ...module, name: 'bsp', instrument: benefits, outcomes: benefitOutcomes }
    const editing = opened(base, { module: own, today: '2019-06-15' })
    assert.deepEqual(
      successions(editing).map(({ variable, candidates }) => [variable, candidates.map(({ key }) => key)]),
      [
        ['pengurus', ['m3']],
        ['hubkel', ['m2', 'm3']],
      ],
    )
    const children = { ...base, groups: { members: members.slice(0, 2) } }
    const left = successions(opened(children, { module: own, today: '2019-06-15' }))
    assert.deepEqual(
      left.map(({ variable }) => variable),
      ['hubkel'],
    )
  })
})
