import type { ChildRow, CodeLabel, Instrument, RecordDoc, Value, Variable } from '#verification/instrument'
import type { MergeForm, Version } from '#verification/merge'
import type { Outcome } from '#verification/rules'

const label = (text: string) => ({ id: text, en: text })
const codes = (...list: number[]): CodeLabel[] => list.map((code) => ({ code, label: label(`kode ${code}`) }))

function variable(name: string, type: Variable['type'], more: Partial<Variable> = {}): Variable {
  return { name, block: 'I', number: '', label: label(name), type, ...more }
}

/** A small module: households with families, persons and their businesses, enough for every turn of the engine. */
export const mini: Instrument = {
  module: 'mini',
  version: '1',
  codeListVersion: 'mini-1',
  blocks: [{ id: 'I', label: label('Blok'), group: 'houses' }],
  root: {
    name: 'houses',
    label: label('Rumah'),
    variables: [
      variable('title', 'text', { length: 20, required: true, number: '1' }),
      variable('address', 'text', { length: 40 }),
      variable('village', 'text', { length: 13, readonly: true }),
      variable('register', 'text', { length: 20, readonly: true, registerKey: true }),
      variable('rank', 'number', { block: 'A', readonly: true, min: 0, max: 100 }),
      variable('wall', 'code', { codes: codes(1, 2, 3) }),
      variable('wall_state', 'code', { codes: codes(1, 2), required: true, when: [{ variable: 'wall', in: [1, 2] }] }),
      variable('fridge', 'code', { codes: codes(3, 4), yesNo: { yes: 3, no: 4 } }),
      variable('shop', 'code', { codes: codes(1, 2), yesNo: { yes: 1, no: 2 } }),
      variable('area', 'number', { min: 0.5, max: 500 }),
      variable('visited', 'date'),
    ],
  },
  groups: [
    {
      name: 'families',
      label: label('Keluarga'),
      max: 3,
      variables: [variable('card', 'digits', { length: 16, sensitivity: 'secret' })],
    },
    {
      name: 'people',
      label: label('Orang'),
      max: 20,
      required: true,
      parent: { field: 'family_key', group: 'families' },
      variables: [
        variable('name', 'text', { length: 50, required: true, number: '2' }),
        variable('nik', 'digits', { length: 16, sensitivity: 'secret' }),
        variable('kk', 'digits', { length: 16, sensitivity: 'secret' }),
        variable('born', 'date'),
        variable('age', 'int', { min: 0, max: 150 }),
        variable('sex', 'code', { codes: codes(1, 2), required: true }),
        variable('relation', 'code', { codes: codes(1, 2) }),
        variable('presence', 'code', { codes: codes(1, 2, 3, 4, 5, 6) }),
        variable('papers', 'flags', { codes: codes(0, 1, 2, 4, 8) }),
        variable('school', 'code', { codes: codes(0, 1), required: true, when: [{ variable: 'age', atLeast: 5, atMost: 18 }] }),
        variable('person_id', 'text', { length: 25, readonly: true, registerKey: true }),
      ],
    },
    {
      name: 'shops',
      label: label('Usaha'),
      parent: { field: 'person_key', group: 'people' },
      when: [{ variable: 'shop', of: 'root', in: [1] }],
      required: true,
      variables: [variable('kind', 'code', { codes: codes(1, 2), required: true })],
    },
  ],
  variants: [{ version: 'other', label: label('lain'), groups: { houses: { fridge: { 1: 3, 2: 4 } } } }],
  summary: {
    ...{
      name: 'title',
      address: 'address',
      locality: 'address',
      registerKey: 'register',
      percentile: 'rank',
      village: 'village',
    },
    people: {
      ...{ group: 'people', name: 'name', nik: 'nik', kk: 'kk', birthDate: 'born', sex: 'sex', relation: 'relation' },
      ...{ presence: 'presence', registerKey: 'person_id', active: [1, 4] },
    },
    familyGroup: 'families',
  },
}

const outcome = (code: string, effect: Outcome['effect']): Outcome => ({
  code,
  label: label(code),
  effect,
  selectable: true,
  tone: 'grey',
})

export const miniForm: MergeForm = {
  instrument: mini,
  outcomes: [
    outcome('repaired', 'replace'),
    outcome('unchanged', 'keep'),
    outcome('gone', 'deactivate'),
    outcome('cancelled', 'none'),
    outcome('open', 'keep'),
  ],
}

/** A house of two families, three people and a shop; `change` alters it. */
export function house(change: (doc: RecordDoc) => void = () => undefined): RecordDoc {
  const doc: RecordDoc = {
    key: 'H1',
    values: { title: 'RUMAH SATU', address: 'RT 01', wall: 1, wall_state: 1, fridge: 4, shop: 1, area: 36 },
    groups: {
      families: [
        { key: 'F1', card: '3201010101189901' },
        { key: 'F2', card: '3201010101189902' },
      ],
      people: [
        { key: 'P1', family_key: 'F1', name: 'UJI SATU', sex: 1, age: 40, presence: 1, relation: 1 },
        { key: 'P2', family_key: 'F1', name: 'UJI DUA', sex: 2, age: 38, presence: 1 },
        { key: 'P3', family_key: 'F2', name: 'UJI TIGA', sex: 2, age: 12, presence: 1, school: 1 },
      ],
      shops: [{ key: 'S1', person_key: 'P2', kind: 1 }],
    },
  }
  change(doc)
  return doc
}

/** The row of a key; a misspelt key fails the test. */
export function row(doc: RecordDoc, group: string, key: string): ChildRow {
  const found = doc.groups[group]?.find((candidate) => candidate.key === key)
  if (!found) throw new Error(`no row ${group}/${key}`)
  return found
}

export function set(target: Record<string, Value>, answers: Record<string, Value | undefined>): void {
  for (const [name, value] of Object.entries(answers)) {
    if (value === undefined) delete target[name]
    else target[name] = value
  }
}

/** Takes a row out, without what hangs on it. */
export function remove(doc: RecordDoc, group: string, key: string): void {
  doc.groups[group] = (doc.groups[group] ?? []).filter((candidate) => candidate.key !== key)
  if (doc.groups[group].length === 0) delete doc.groups[group]
}

/** A version of the house; `repaired` unless told otherwise. */
export function version(change?: (doc: RecordDoc) => void, code = 'repaired'): Version {
  return { outcome: code, doc: house(change) }
}
