import { v7 as uuid } from 'uuid'
import { groupOf, isActive, rowsOf } from '../engine.js'
import type { ChildRow, RowGroup, Variable } from '../instrument.js'
import { mayHold } from '../may_hold.js'
import type { Locale } from '../message.js'
import { RecordWords } from './record_words.js'
import { isRemovable } from './restructure.js'
import { roleWords, variableOf } from './role_words.js'
import { hangingOn, NEW_ROW, parentOf } from './rows.js'
import { fixesOf } from './save_act.js'
import type { ActName, Subject } from './structure_view.js'
import { rolesOf } from './succession.js'

interface Choice {
  value: string
  label: string
}

/** The form of one act on one row. */
export interface ActForm {
  act: ActName
  group: string
  row: string
  title: string
  /** Places or persons it may go to; null where the act asks for none. */
  places: Choice[] | null
  /** Codes that say why a person does not count. */
  presence: Choice[] | null
  /** Roles that stand empty by the act, each with who can take it. */
  heirs: { name: string; label: string; options: Choice[] }[]
  /** What the person, or the former holder of the role, is from then on. */
  role: { label: string; options: Choice[] } | null
  /** What goes with the row. */
  takes: string[]
  /** Nobody would be left who counts. */
  last: boolean
  fixes: Choice[]
}

const NEW = { id: 'baru', en: 'new' }

/**
 * The form of an act; null where it cannot be done to that row.
 *
 * @param key of the row; of the act `head` the name of the question that gives the role
 */
export function actForm(subject: Subject, act: ActName, group: string, key: string): ActForm | null {
  const forms = new ActForms(subject)
  if (act === 'head') return forms.head(key)
  const found = forms.find(group, key)
  return found && forms[act](found)
}

/** A row that something is done to. */
interface Found {
  group: RowGroup
  row: ChildRow
}

class ActForms {
  readonly #words: RecordWords
  readonly #persons: RowGroup

  constructor(private readonly subject: Subject) {
    const { module, doc, locale } = subject
    this.#words = new RecordWords(module, locale, doc)
    this.#persons = groupOf(module.instrument, module.instrument.summary.people.group)
  }

  find(name: string, key: string): Found | null {
    const { module, doc } = this.subject
    const group = module.instrument.groups.find((one) => one.name === name)
    const row = group && rowsOf(doc, name).find((one) => one.key === key)
    return group && row ? { group, row } : null
  }

  /** Somebody else takes a role. */
  head(variable: string): ActForm | null {
    const { module, locale, today } = this.subject
    const head = module.instrument.summary.people.heads?.find((one) => one.variable === variable)
    const asked = head && variableOf(this.#persons, head.variable)
    if (!head || !asked) return null
    const able = this.#active().filter((row) => row[head.variable] !== head.code && mayHold(module.instrument, head, row, today))
    return {
      ...this.#blank('head', this.#persons, variable, roleWords(asked, head.code, locale)),
      places: this.#choices(this.#persons, able),
      role: roleChoice(asked, head.code, locale),
    }
  }

  /** A person no longer counts. */
  gone({ group, row }: Found): ActForm | null {
    const { module, locale } = this.subject
    const { people } = module.instrument.summary
    if (group !== this.#persons || !isActive(module.instrument, row)) return null
    const reasons = (variableOf(group, people.presence)?.codes ?? []).filter(({ code }) => !people.active.includes(code))
    return {
      ...this.#form('gone', { group, row }),
      presence: reasons.map(({ code, label }) => ({ value: String(code), label: label[locale] })),
      heirs: this.#heirs({ group, row }, ['record', 'parent']),
      last: this.#active().length === 1,
    }
  }

  /** A row hangs on another one from then on, or on a new one. */
  move({ group, row }: Found): ActForm | null {
    const { module, doc, locale } = this.subject
    const { parent } = group
    const parents = parentOf(module.instrument, group)
    if (!parent || !parents) return null
    const others = rowsOf(doc, parents.name).filter(({ key }) => key !== row[parent.field])
    const fresh = { value: `${NEW_ROW}${uuid()}`, label: `${parents.label[locale]} ${NEW[locale]}` }
    const head =
      group === this.#persons ? module.instrument.summary.people.heads?.find(({ within }) => within === 'parent') : null
    const asked = head && variableOf(group, head.variable)
    return {
      ...this.#form('move', { group, row }),
      places: [...this.#choices(parents, others), ...(parents.identity ? [fresh] : [])],
      heirs: this.#heirs({ group, row }, ['parent']),
      role: asked ? roleChoice(asked, null, locale) : null,
    }
  }

  /** A row is taken out; where others hang on it, they go elsewhere or with it. */
  remove({ group, row }: Found): ActForm | null {
    const { module, doc, base } = this.subject
    const at = { group: group.name, key: row.key }
    if (!isRemovable(module.instrument, doc, at, base)) return null
    const held = hangingOn(module.instrument, doc, at)
    const others = rowsOf(doc, group.name).filter(({ key }) => key !== row.key)
    return {
      ...this.#form('remove', { group, row }),
      takes: held.map((one) => this.#words.title(groupOf(module.instrument, one.group), one.row.key)),
      places: group.identity && held.length > 0 ? this.#choices(group, others) : null,
    }
  }

  #form(act: ActName, { group, row }: Found): ActForm {
    return this.#blank(act, group, row.key, this.#words.title(group, row.key))
  }

  /** A form that asks for nothing yet. */
  #blank(act: ActName, group: RowGroup, row: string, title: string): ActForm {
    const { module, locale } = this.subject
    const fixes = fixesOf(module.rules).map((rule) => ({ value: rule.code, label: rule.title[locale] }))
    return {
      ...{ act, group: group.name, row, title, fixes },
      ...{ places: null, presence: null, heirs: [], role: null, takes: [], last: false },
    }
  }

  /** Roles that a person leaves empty, each with who can take it. */
  #heirs({ group, row }: Found, within: readonly string[]): ActForm['heirs'] {
    const { module, doc, locale, today } = this.subject
    if (group !== this.#persons) return []
    return rolesOf(module.instrument, doc, row, today)
      .filter((role) => within.includes(role.within))
      .map(({ variable, code, candidates }) => {
        const asked = variableOf(group, variable)
        const label = asked ? roleWords(asked, code, locale) : variable
        return { name: `pengganti-${variable}`, label, options: this.#choices(group, candidates) }
      })
  }

  #active(): ChildRow[] {
    const { module, doc } = this.subject
    return rowsOf(doc, this.#persons.name).filter((row) => isActive(module.instrument, row))
  }

  #choices(group: RowGroup, rows: readonly ChildRow[]): Choice[] {
    return rows.map((row) => ({ value: row.key, label: this.#words.title(group, row.key) }))
  }
}

function roleChoice(variable: Variable, except: number | null, locale: Locale): ActForm['role'] {
  const options = (variable.codes ?? []).filter(({ code }) => code !== except)
  return {
    label: variable.label[locale],
    options: options.map(({ code, label }) => ({ value: String(code), label: label[locale] })),
  }
}
