import type { SecretKind } from '#domain/mask'
import type { Tx } from '#services/scope'
import { diff, sizeOfDiff } from '../diff.js'
import { isActive, rowsOf } from '../engine.js'
import type { ChildRow, RecordDoc } from '../instrument.js'
import { itemName, type Locale } from '../message.js'
import { RecordWords } from '../review/record_words.js'
import type { FieldPath } from '../rules.js'
import type { Place } from '../store/index.js'
import type { Candidate, Match } from './candidates.js'
import { fold } from './fold.js'
import { standingOf, type Standing } from './sides.js'

/** One question with the answers of both sides. */
export interface ComparedLine {
  id: string
  label: string
  left: string
  right: string
  same: boolean
  secret?: SecretKind
}

export interface MatchView extends Match {
  /** `left|right`, as a form names it. */
  id: string
  leftName: string
  rightName: string
  lines: ComparedLine[]
}

export interface PairView {
  candidate: Candidate
  left: Standing
  right: Standing
  root: ComparedLine[]
  matches: MatchView[]
  /** Members whom only one side has, by name. */
  only: { left: string[]; right: string[] }
  /** What each side would gain by taking in the other. */
  gains: Record<'left' | 'right', { rows: number; answers: number }> | null
}

/** Two records side by side: what both are asked and either answered, the persons that may be one, and who is only here or there. */
export async function viewPair(tx: Tx, place: Place, candidate: Candidate, locale: Locale): Promise<PairView | null> {
  const { module } = place
  const { instrument, doubles } = module
  const { people, village } = instrument.summary
  const sides = await standingOf(tx, place, [candidate.left, candidate.right])
  const [left, right] = [sides.get(candidate.left), sides.get(candidate.right)]
  if (!left || !right) return null
  const [leftWords, rightWords] = [new RecordWords(module, locale, left.doc), new RecordWords(module, locale, right.doc)]
  const personOf = (doc: RecordDoc, key: string) => rowsOf(doc, people.group).find((row) => row.key === key)
  const matches = candidate.matches.flatMap((match): MatchView[] => {
    const [one, other] = [personOf(left.doc, match.left), personOf(right.doc, match.right)]
    if (!one || !other) return []
    return [
      {
        ...{ ...match, id: `${match.left}|${match.right}`, leftName: nameOf(one), rightName: nameOf(other) },
        lines: personLines(one, other),
      },
    ]
  })
  const matched = new Set(matches.flatMap((match) => [`l${match.left}`, `r${match.right}`]))
  const members = (doc: RecordDoc, side: 'l' | 'r') =>
    rowsOf(doc, people.group)
      .filter((row) => isActive(instrument, row) && !matched.has(`${side}${row.key}`))
      .map(nameOf)
  const apart = candidate.left !== candidate.right
  return {
    ...{ candidate, left, right, matches },
    root: apart ? rootLines(left.doc, right.doc) : [],
    only: apart ? { left: members(left.doc, 'l'), right: members(right.doc, 'r') } : { left: [], right: [] },
    gains: apart && doubles ? { left: gain(left, right), right: gain(right, left) } : null,
  }

  function nameOf(person: ChildRow): string {
    return String(person[people.name] ?? '—')
  }

  function personLines(one: ChildRow, other: ChildRow): ComparedLine[] {
    const asked = [people.name, people.nik, people.kk, people.birthDate, people.sex, people.relation, people.presence]
    return asked.map((field) => {
      const [a, b]: FieldPath[] = [one, other].map(({ key }) => ({ group: people.group, key, field }))
      return lineOf(a!, leftWords.answer(a!, one[field]), rightWords.answer(b!, other[field]))
    })
  }

  function rootLines(one: RecordDoc, other: RecordDoc): ComparedLine[] {
    const { summary } = instrument
    const numbers = instrument.root.variables.filter(({ sensitivity }) => sensitivity === 'secret').map(({ name }) => name)
    const always = new Set([summary.registerKey, summary.name, summary.address, summary.locality, village, ...numbers])
    return instrument.root.variables
      .filter(({ name, readonly }) => always.has(name) || (!readonly && one.values[name] !== other.values[name]))
      .map(({ name: field }) =>
        lineOf({ field }, leftWords.answer({ field }, one.values[field]), rightWords.answer({ field }, other.values[field])),
      )
  }

  function lineOf(path: FieldPath, one: string, other: string): ComparedLine {
    const variable = leftWords.variable(path)
    const secret = leftWords.secret(path)
    return {
      ...{
        id: path.field,
        label: variable ? itemName(variable, locale) : path.field,
        left: one,
        right: other,
        same: one === other,
      },
      ...(secret ? { secret } : {}),
    }
  }

  function gain(stays: Standing, gives: Standing) {
    const pairs = candidate.matches.map(
      (match) => (stays === left ? [match.right, match.left] : [match.left, match.right]) as [string, string],
    )
    const { doc } = fold({ instrument, doubles: doubles! }, stays.doc, gives.doc, new Map(pairs))
    const between = diff(stays.doc, doc)
    return { rows: between.added.length, answers: sizeOfDiff(between) - between.added.length }
  }
}
