import type { CardFact, CardProgramme, PersonCard, PersonState, Values, Variable } from '#core/plugin'
import { Nik } from '#core/domain'
import { text } from './instrument/declare.js'
import { instrument } from './instrument/index.js'

/** Questions of the form and marks of the centre that tell of a programme, by whose they are. */
const ROOT = instrument.root.variables
const MEMBER = instrument.groups.find(({ name }) => name === 'members')!.variables
const named = (variables: readonly Variable[], names: readonly string[]) =>
  names.map((name) => variables.find((variable) => variable.name === name)!)

const PERSONAL = named(MEMBER, ['ada_kks', 'ada_pbi', 'ada_kip', 'ada_pkh', 'ada_rastra'])
const OF_HOUSEHOLD = ROOT.filter(({ block, number }) => block === 'V' && /^5[a-i]$/.test(number))
const OF_CENTRE = named(ROOT, ['ada_pkh', 'ada_pbdt', 'ada_kks2016', 'ada_kks2017', 'ada_pbi', 'ada_dapodik', 'ada_bpnt'])

/** Programmes that the BDT tells of, decree by decree, and whether the NIK fits the person. */
const card: PersonCard = async ({ states }) => {
  const newest = states[0]
  if (!newest) return null
  const root = (state: PersonState) => state.doc.values
  return {
    programmes: [
      ...programmes(states, 'person', PERSONAL, personOf),
      ...programmes(states, 'household', OF_HOUSEHOLD, root),
      ...programmes(states, 'centre', OF_CENTRE, root),
    ],
    facts: [nikFact(personOf(newest))],
  }
}

function personOf({ doc, key }: PersonState): Values {
  return doc.groups.members?.find((member) => member.key === key) ?? {}
}

/** Programmes that any state has an answer for. */
function programmes(
  states: readonly PersonState[],
  of: CardProgramme['of'],
  variables: readonly Variable[],
  rowOf: (state: PersonState) => Values,
): CardProgramme[] {
  return variables.flatMap(({ name, label, yesNo }) => {
    const answers: Record<string, 'yes' | 'no'> = {}
    for (const state of states) {
      const value = rowOf(state)[name]
      if (value === yesNo?.yes) answers[state.id] = 'yes'
      if (value === yesNo?.no) answers[state.id] = 'no'
    }
    return Object.keys(answers).length > 0 ? [{ name: label, of, answers }] : []
  })
}

/** Form of the NIK against sex and birth date; a NIK is not reissued when data are corrected, so that a difference is no proof of a fault. */
export function nikFact({ nik: number, tgl_lahir: birth, jns_kel: sex }: Values): CardFact {
  const label = text('Susunan NIK', 'Form of the NIK')
  if (number === undefined) return { label, value: text('Belum ber-NIK', 'Has no NIK yet'), tone: 'warn' }
  const nik = Nik.tryParse(String(number))
  if (!nik) return { label, value: text('Bukan NIK yang sah', 'No valid NIK'), tone: 'bad' }
  const differing = [
    ...(birth !== undefined && !nik.agreesWith(String(birth)) ? [text('tanggal lahir', 'birth date')] : []),
    ...(sex !== undefined && !nik.agreesWithSex(Number(sex)) ? [text('jenis kelamin', 'sex')] : []),
  ]
  if (differing.length === 0) {
    return { label, value: text('Sesuai data diri', 'Agrees with the person'), tone: 'good' }
  }
  const list = (locale: 'id' | 'en', and: string) => differing.map((one) => one[locale]).join(and)
  return { label, value: text(`Berbeda ${list('id', ' dan ')}`, `Differs in ${list('en', ' and ')}`), tone: 'warn' }
}

export default card
