import { test } from '@japa/runner'
import type { Instrument, RowGroup, Variable } from '#verification/instrument'
import type { VerificationContribution } from '#verification/contribution'
import { bootSurvey } from './fixtures.js'

type Change = (contribution: VerificationContribution) => Partial<VerificationContribution>

const FILE = 'Plugin "survey" (tests/fixtures/plugins/survey/verification.ts):'
const label = { id: 'Kata', en: 'Word' }
const line = (more: Partial<Variable>): Variable => ({ name: 'extra', block: 'I', number: '', label, type: 'text', ...more })

/** Adds a variable to the root. */
const adding =
  (more: Partial<Variable>): Change =>
  ({ instrument }) => ({
    instrument: { ...instrument, root: { ...instrument.root, variables: [...instrument.root.variables, line(more)] } },
  })

const instrumentWith =
  (change: (instrument: Instrument) => Partial<Instrument>): Change =>
  ({ instrument }) => ({ instrument: { ...instrument, ...change(instrument) } })

const groupWith = (name: string, change: Partial<RowGroup>) =>
  instrumentWith(({ groups }) => ({ groups: groups.map((group) => (group.name === name ? { ...group, ...change } : group)) }))

const firstRule =
  (change: object): Change =>
  ({ rules: [first, ...rest] }) => ({ rules: [{ ...first, ...change }, ...rest] })

const outcomeWith =
  (code: string, change: object): Change =>
  ({ outcomes }) => ({ outcomes: outcomes.map((outcome) => (outcome.code === code ? { ...outcome, ...change } : outcome)) })

const CASES: { title: string; change: Change; says: string }[] = [
  {
    title: 'an instrument of another module',
    change: instrumentWith(() => ({ module: 'bdt' })),
    says: `the instrument belongs to the module "bdt". Write module: 'survey'.`,
  },
  {
    title: 'a variable declared twice',
    change: adding({ name: 'address' }),
    says: 'the variable houses.address is declared twice. Names are unique within a group.',
  },
  {
    title: 'a variable in camel case',
    change: adding({ name: 'JnsKel' }),
    says: 'the variable name houses.JnsKel is not lower-case letters, digits and underscores. Name it after the form in lower case, e.g. JnsKel = jns_kel.',
  },
  {
    title: 'a variable longer than PostgreSQL keeps',
    change: adding({ name: 'a'.repeat(64) }),
    says: `the variable name houses.${'a'.repeat(64)} has 64 characters, PostgreSQL keeps 63. Name it after the form in lower case, e.g. JnsKel = jns_kel.`,
  },
  {
    title: 'a variable named by a reserved word',
    change: adding({ name: 'order' }),
    says: 'the variable name houses.order is a reserved word of SQL. Name it after the form in lower case, e.g. JnsKel = jns_kel.',
  },
  {
    title: 'a variable with the name of a column of the core',
    change: adding({ name: 'regency_code' }),
    says: 'the variable houses.regency_code has the name of a column of the core. Choose another name.',
  },
  {
    title: 'a variable in an unknown block',
    change: adding({ block: 'IX' }),
    says: 'the variable houses.extra stands in block "IX", which houses does not have. Declare it under blocks.',
  },
  {
    title: 'a variable without English words',
    change: adding({ label: { id: 'Kata', en: '' } }),
    says: 'the variable houses.extra lacks words in one language. Give id and en.',
  },
  {
    title: 'a code variable without codes',
    change: adding({ type: 'code' }),
    says: 'the variable houses.extra has no codes. List them as printed.',
  },
  {
    title: 'a code listed twice',
    change: adding({
      type: 'code',
      codes: [
        { code: 1, label },
        { code: 1, label },
      ],
    }),
    says: 'the variable houses.extra has the code 1 twice. Codes are unique.',
  },
  {
    title: 'yes and no outside the codes',
    change: adding({
      type: 'code',
      codes: [
        { code: 3, label },
        { code: 4, label },
      ],
      yesNo: { yes: 1, no: 2 },
    }),
    says: 'yesNo of houses.extra names codes that it does not have. Use two of 3, 4.',
  },
  {
    title: 'an identifier without length',
    change: adding({ type: 'digits' }),
    says: 'the identifier houses.extra has no length. Say how many digits it may have.',
  },
  {
    title: 'limits the wrong way round',
    change: adding({ type: 'int', min: 9, max: 1 }),
    says: 'min of houses.extra is above its max. Exchange the two.',
  },
  {
    title: 'a skip rule on a variable that does not exist',
    change: adding({ when: [{ variable: 'roof', in: [1] }] }),
    says: '"when" of houses.extra asks for houses.roof, which does not exist. Name a variable of the form.',
  },
  {
    title: 'a skip rule on a code that does not exist',
    change: adding({ when: [{ variable: 'has_roof', in: [3] }] }),
    says: '"when" of houses.extra asks houses.has_roof for the code 3, which it does not have. Use 1, 2.',
  },
  {
    title: 'a skip rule that says nothing',
    change: adding({ when: [{ variable: 'has_roof' }] }),
    says: '"when" of houses.extra says nothing about has_roof. Give in, notIn, atLeast or atMost.',
  },
  {
    title: 'a group whose tables would have names too long',
    change: groupWith('people', { name: 'people_who_live_in_the_house' }),
    says: 'the group "people_who_live_in_the_house" makes the name survey_update_people_who_live_in_the_house_siks_guard_period_insert, longer than 63. Shorten the group name.',
  },
  {
    title: 'rows that belong to a group declared later',
    change: groupWith('families', { parent: { field: 'person_key', group: 'people' } }),
    says: 'rows of "families" belong to "people", which is not declared before it. Declare the parent group first.',
  },
  {
    title: 'rows told apart by a variable they do not have',
    change: groupWith('families', { identity: 'nuk' }),
    says: 'the group "families" is told apart by "nuk", which it does not have. Name one of its variables.',
  },
  {
    title: 'a figure of a variable that does not exist',
    change: instrumentWith(({ summary }) => ({
      summary: { ...summary, counters: [{ label: { id: 'Atap', en: 'Roofs' }, variables: ['roof'] }] },
    })),
    says: 'the figure "Atap" counts houses.roof, which does not exist. Name a variable of that group.',
  },
  {
    title: 'a figure held against an answer that does not exist',
    change: instrumentWith(({ summary }) => ({
      summary: {
        ...summary,
        counters: [{ label: { id: 'Orang', en: 'Persons' }, group: summary.people.group, expects: { answer: 'persons_said' } }],
      },
    })),
    says: 'the figure "Orang" is held against houses.persons_said, which does not exist. Name a variable of the root.',
  },
  {
    title: 'a summary of a variable that does not exist',
    change: instrumentWith(({ summary }) => ({ summary: { ...summary, address: 'street' } })),
    says: 'the summary names houses.street, which does not exist. Name a variable of that group.',
  },
  {
    title: 'persons in a group that does not exist',
    change: instrumentWith(({ summary }) => ({ summary: { ...summary, people: { ...summary.people, group: 'members' } } })),
    says: 'the summary takes persons from "members", which is no group. Name the group of persons.',
  },
  {
    title: 'a NIK that is not secret',
    change: instrumentWith(({ groups }) => ({
      groups: groups.map((group) => ({
        ...group,
        variables: group.variables.map((variable) =>
          variable.name === 'nik' ? { ...variable, sensitivity: 'personal' } : variable,
        ),
      })),
    })),
    says: `people.nik is not secret. Write sensitivity: 'secret'.`,
  },
  {
    title: 'a code list that translates into nothing known',
    change: instrumentWith(() => ({ variants: [{ version: 'old', label, groups: { houses: { has_roof: { 7: 9 } } } }] })),
    says: 'the code list "old" turns houses.has_roof into 9, unknown here. Correct the translation.',
  },
  {
    title: 'a rule code of another module',
    change: firstRule({ code: 'BDT-R01' }),
    says: 'the rule code "BDT-R01" is not of the form SURVEY-R01. Correct it.',
  },
  {
    title: 'a rule code given twice',
    change: firstRule({ code: 'SURVEY-R02' }),
    says: 'the rule SURVEY-R02 is declared twice. A code is given once and for ever.',
  },
  {
    title: 'a rule without a source',
    change: firstRule({ source: '' }),
    says: 'the rule SURVEY-R01 names no source. Name the regulation, or block and number of the form.',
  },
  {
    title: 'a rule that checks nothing',
    change: firstRule({ check: undefined }),
    says: 'the rule SURVEY-R01 checks nothing. Give check, or setBased: true.',
  },
  {
    title: 'a message that loses a placeholder in English',
    change: firstRule({ message: { id: 'Isi {key}.', en: 'Fill it in.' } }),
    says: 'the message "message" of SURVEY-R01 has other {placeholders} in English. Use the same ones in both languages.',
  },
  {
    title: 'a rule about an outcome that does not exist',
    change: firstRule({ outcomes: ['sold'] }),
    says: 'the rule SURVEY-R01 looks at the outcome "sold", which does not exist. Correct it.',
  },
  {
    title: 'a set rule that judges one record',
    change: () => ({ setRules: { duplicateNik: 'SURVEY-R01' } }),
    says: 'setRules names SURVEY-R01, which is no set-based rule. Declare it among the rules with setBased: true.',
  },
  {
    title: 'a set rule without words for its own case',
    change: () => ({ setRules: { nikElsewhere: 'SURVEY-R02' } }),
    says: 'setRules.nikElsewhere names SURVEY-R02, which has no message "elsewhere". Add it to the messages of the rule.',
  },
  {
    title: 'a set rule about a card that no record has',
    change: () => ({ setRules: { sharedCard: 'SURVEY-R02' } }),
    says: 'setRules.sharedCard compares a card that no record has. Name a variable of the record in summary.cards.',
  },
  {
    title: 'a set rule about an account that no record has',
    change: () => ({ setRules: { sharedAccount: 'SURVEY-R02' } }),
    says: 'setRules.sharedAccount compares an account that no record has. Name a variable of the record in summary.account.',
  },
  {
    title: 'outcomes without the one for a withdrawal',
    change: ({ outcomes }) => ({ outcomes: outcomes.filter(({ code }) => code !== 'cancelled') }),
    says: `lacks the outcome "cancelled" that the cycle gives. Declare it with effect: 'none'.`,
  },
  {
    title: 'an outcome of the cycle with another effect',
    change: outcomeWith('new', { effect: 'keep' }),
    says: `the outcome "new" has the effect "keep". Write effect: 'add'.`,
  },
  {
    title: 'a derived outcome that can be chosen',
    change: outcomeWith('unverified', { selectable: true }),
    says: 'the outcome "unverified" can be chosen, but it is derived. Write selectable: false.',
  },
  {
    title: 'a letter without a subject',
    change: ({ letter }) => ({ letter: { ...letter, subject: '' } }),
    says: 'a word of the module or its letter is empty. Fill in words, english and letter.',
  },
  {
    title: 'bands of the recap out of order',
    change: ({ recap }) => ({
      recap: {
        ...recap,
        deciles: [
          { upTo: 20, label: { id: 'B', en: 'B' } },
          { upTo: 10, label: { id: 'A', en: 'A' } },
        ],
      },
    }),
    says: 'the bands of the recap are not in rising order. Sort recap.deciles by upTo.',
  },
  {
    title: 'two pages with one address',
    change: ({ paths }) => ({ paths: { ...paths, additions: paths.repairs } }),
    says: 'the page path "perbaikan" is used twice. Give each page its own.',
  },
]

test('a module beside BDT is accepted', async ({ assert }) => {
  assert.isEmpty(await bootSurvey(() => ({})))
})

test.group('A mistake in a verification contribution is named with its file and cure', () => {
  test('{title}')
    .with(CASES)
    .run(async ({ assert }, { change, says }) => {
      assert.include(await bootSurvey(change), `${FILE} ${says}`)
    })
})
