import type { SecretKind } from '#domain/mask'
import type { VerificationModule } from '#kernel/registry'
import { findVariable } from '../engine.js'
import type { ChildRow, RecordDoc, RowGroup, Value, Variable } from '../instrument.js'
import { answerText, itemName, type Locale } from '../message.js'
import type { FieldPath } from '../rules.js'

/** How a secret variable is masked, by what kind of identifier it is. */
export function secretKind(variable: Variable): SecretKind | undefined {
  if (variable.sensitivity !== 'secret') return undefined
  if (variable.type === 'text') return 'name'
  return variable.name.includes('kk') && !variable.name.includes('kks') ? 'kk' : variable.name.includes('nik') ? 'nik' : 'card'
}

const OUTCOME = { id: 'Hasil verval', en: 'Outcome' }

/** Names and answers of one record in the reader's language; several states of it may be given, the first that has a row names it. */
export class RecordWords {
  readonly #docs: readonly RecordDoc[]

  constructor(
    private readonly module: VerificationModule,
    private readonly locale: Locale,
    ...docs: readonly (RecordDoc | null | undefined)[]
  ) {
    this.#docs = docs.filter((doc) => doc !== null && doc !== undefined)
  }

  /** Question of a path, `Alamat (I.6)`; the outcome and the existence of a row have names of their own. */
  label({ group: name, field }: FieldPath): string {
    const group = this.#group(name)
    if (name === undefined && field === 'outcome') return OUTCOME[this.locale]
    if (field === 'key') return group?.label[this.locale] ?? field
    const variable = group && findVariable(group, field)
    if (variable) return itemName(variable, this.locale)
    return group?.parent?.field === field ? (this.#group(group.parent.group)?.label[this.locale] ?? field) : field
  }

  /** What the row of a path is called: a person's name, `Keluarga 2`, `Usaha ART: SITI UJI`; empty for the root. */
  row({ group: name, key }: FieldPath): string {
    const group = this.#group(name)
    return group && name !== undefined && key !== undefined ? this.title(group, key) : ''
  }

  title(group: RowGroup, key: string): string {
    const { people } = this.module.instrument.summary
    const row = this.#find(group.name, key)
    if (!row) return group.label[this.locale]
    if (group.name === people.group) return String(row[people.name] ?? '—')
    const owner = group.parent ? this.#find(group.parent.group, String(row[group.parent.field])) : undefined
    const number = group.identity ? row[group.identity] : undefined
    if (owner?.[people.name] !== undefined) return `${group.label[this.locale]}: ${String(owner[people.name])}`
    return number === undefined ? group.label[this.locale] : `${group.label[this.locale]} ${number}`
  }

  /** An answer with its code, `3 · Ya`; an outcome by its name; nothing for no answer. Secrets come in clear. */
  answer(path: FieldPath, value: Value | undefined): string {
    if (value === undefined) return ''
    if (path.group === undefined && path.field === 'outcome') return this.outcome(String(value))
    if (path.field === 'key') return this.row(path)
    const variable = this.variable(path)
    const { parent } = this.#group(path.group) ?? {}
    const owners = parent?.field === path.field ? this.#group(parent.group) : undefined
    if (owners) return this.title(owners, String(value))
    if (!variable) return String(value)
    const words = answerText(variable, value, this.locale)
    return variable.codes && words !== String(value) ? `${value} · ${words}` : words
  }

  outcome(code: string): string {
    return this.module.outcomes.find((entry) => entry.code === code)?.label[this.locale] ?? code
  }

  secret(path: FieldPath): SecretKind | undefined {
    const variable = this.variable(path)
    return variable && secretKind(variable)
  }

  variable({ group: name, field }: FieldPath): Variable | undefined {
    const group = this.#group(name)
    return group && findVariable(group, field)
  }

  #group(name: string | undefined): RowGroup | undefined {
    const { root, groups } = this.module.instrument
    return name === undefined ? root : groups.find((group) => group.name === name)
  }

  #find(group: string, key: string): ChildRow | undefined {
    for (const doc of this.#docs) {
      const row = doc.groups[group]?.find((entry) => entry.key === key)
      if (row) return row
    }
    return undefined
  }
}
