import { BpsCode, RegionCode } from '#domain/region_code'
import { codeInForce, type FormerCodes } from '#services/former_codes'
import type { AreaNames } from '../read/properties.js'
import type { Level } from '../shapes.js'
import { isPartOf, misspelling, sameForm } from './name_forms.js'

/** A region that a shape may belong to. */
export interface Target {
  code: string
  name: string
  bps: string | null
  /** Names of the regions one and two levels up; empty above a province. */
  parent: string
  grandparent: string
  /** Name of the province that it lay in before a split; absent where there was none. */
  formerProvince?: string
}

/** Regions of a level, and which codes older files have for them. */
export interface Targets {
  regions: readonly Target[]
  former: FormerCodes
}

export type CodeSystem = 'kemendagri' | 'bps'

export interface Candidate {
  code: string
  name: string
  /** Letters that differ; 0 where the names agree and something else is in doubt. */
  letters: number
}

/** Why an area was not given to a region by itself. */
export type Doubt =
  'misspelled' | 'partly' | 'ambiguous' | 'code_differs' | 'twice' | 'unknown' | 'parent_unknown' | 'elsewhere' | 'far'

export type Match =
  | { kind: 'matched'; code: string; by: 'code' | 'name' }
  | { kind: 'suggested'; reason: Doubt; candidates: Candidate[] }
  | { kind: 'unmatched'; reason: Doubt }

const MOST_CANDIDATES = 5

interface Named extends Target {
  form: string
  /** Of the region above it and, after a split, of the former one; empty above a province. */
  parentForms: readonly string[]
  grandparentForms: readonly string[]
}

/**
 * Gives each area of a file its region: by the code of the declared system where the name does not speak against it, else by the name
 * inside its parent, before or after a split. A name that is only alike, that several regions bear, or that a second area claims is never taken by itself; it is
 * offered to a person. Where no system is declared a code counts only together with the name.
 */
export function matchAreas(areas: readonly AreaNames[], targets: Targets, level: Level, system: CodeSystem | null): Match[] {
  const found = new Index(targets, level)
  const first = areas.map((area) => found.match(area, system))
  const claims = new Map<string, number>()
  for (const match of first) if (match.kind === 'matched') claims.set(match.code, (claims.get(match.code) ?? 0) + 1)
  return first.map((match, at): Match => {
    if (match.kind !== 'matched') return found.suggest(areas[at]!, match, claims)
    if (claims.get(match.code) === 1) return match
    return { kind: 'suggested', reason: 'twice', candidates: [found.candidate(match.code)] }
  })
}

/** Digits of a code at each level, in either system. */
const DIGITS: Record<Level, readonly number[]> = { province: [2], regency: [4], district: [6, 7], village: [10] }

/** Whether it can be a code of the level: the numbers that a program gave its rows, or the last part of a code alone, are none. */
function isCode(code: string, level: Level): boolean {
  return DIGITS[level].includes(code.replace(/[^0-9]/g, '').length)
}

/** How many areas carry a code of the declared system that no region has or whose region has quite another name. */
export function contradictedCodes(
  areas: readonly AreaNames[],
  targets: Targets,
  level: Level,
  system: CodeSystem,
): { coded: number; contradicted: number } {
  const found = new Index(targets, level)
  const coded = areas.filter(({ code }) => isCode(code, level))
  const contradicted = coded.filter((area) => {
    const region = found.byCode(area.code, system)
    return !region || (area.name !== '' && misspelling(region.form, sameForm(area.name, level)) === null)
  })
  return { coded: coded.length, contradicted: contradicted.length }
}

class Index {
  readonly #all: Named[]
  readonly #byCode: Map<string, Named>
  readonly #byBps: Map<string, Named>
  readonly #byForm = new Map<string, Named[]>()
  readonly #former: FormerCodes

  constructor(
    { regions, former }: Targets,
    readonly level: Level,
  ) {
    this.#former = former
    const [parent, grandparent] = PARENTS[level]
    this.#all = regions.map((target) => ({
      ...target,
      form: sameForm(target.name, level),
      parentForms: formsOf(target.parent, parent, target.formerProvince),
      grandparentForms: formsOf(target.grandparent, grandparent, target.formerProvince),
    }))
    this.#byCode = new Map(this.#all.map((target) => [target.code, target]))
    this.#byBps = new Map(this.#all.flatMap((target) => (target.bps ? [[target.bps, target]] : [])))
    for (const target of this.#all) this.#byForm.set(target.form, [...(this.#byForm.get(target.form) ?? []), target])
  }

  byCode(code: string, system: CodeSystem): Named | undefined {
    const plain = code.replace(/^[a-z]+/i, '')
    if (system === 'bps') return this.#byBps.get(BpsCode.tryParse(plain)?.text ?? '')
    const given = RegionCode.tryParse(plain)
    return given ? this.#byCode.get(codeInForce(given.text, this.#former).code) : undefined
  }

  candidate(code: string, letters = 0): Candidate {
    return { code, name: this.#byCode.get(code)!.name, letters }
  }

  match(area: AreaNames, system: CodeSystem | null): Match {
    const form = sameForm(area.name, this.level)
    const coded = this.byCode(area.code, system ?? 'kemendagri')
    if (coded && coded.form === form) return { kind: 'matched', code: coded.code, by: 'code' }
    const named = this.#named(area, form)
    if (named.length === 1) return { kind: 'matched', code: named[0]!.code, by: 'name' }
    if (coded && system && (form === '' || misspelling(coded.form, form) !== null)) {
      return { kind: 'matched', code: coded.code, by: 'code' }
    }
    if (named.length > 1)
      return { kind: 'suggested', reason: 'ambiguous', candidates: named.map(({ code }) => this.candidate(code)) }
    if (coded && system) return { kind: 'suggested', reason: 'code_differs', candidates: [this.candidate(coded.code)] }
    return { kind: 'unmatched', reason: this.#reasonOf(area) }
  }

  /** Regions of nearly the same name that no area has, the nearest first; those of a parent that is nearly the same come last. */
  suggest(area: AreaNames, match: Exclude<Match, { kind: 'matched' }>, claims: ReadonlyMap<string, number>): Match {
    if (match.kind === 'suggested') {
      const free = match.candidates.filter(({ code }) => !claims.has(code)).slice(0, MOST_CANDIDATES)
      return free.length > 0 ? { ...match, candidates: free } : { kind: 'unmatched', reason: match.reason }
    }
    const form = sameForm(area.name, this.level)
    if (match.reason === 'elsewhere' || form === '') return match
    const near = this.#all
      .filter(({ code }) => !claims.has(code))
      .flatMap((target) => {
        const [letters, above] = [this.#lettersOf(target, form), this.#aboveDiffers(target, area)]
        return letters === null || above === null
          ? []
          : [{ ...this.candidate(target.code, letters + above), apart: letters + above }]
      })
      .sort((one, other) => one.apart - other.apart || (one.code < other.code ? -1 : 1))
      .slice(0, MOST_CANDIDATES)
      .map(({ code, name, letters }) => ({ code, name, letters }))
    if (near.length > 0) return { kind: 'suggested', reason: 'misspelled', candidates: near }
    const alike = this.#partlyNamed(area, form, claims)
    return alike.length > 0 ? { kind: 'suggested', reason: 'partly', candidates: alike } : match
  }

  /** Regions whose name holds the whole of this one or stands in it: what a village was called before it was renamed or split. */
  #partlyNamed(area: AreaNames, form: string, claims: ReadonlyMap<string, number>): Candidate[] {
    return this.#all
      .filter((target) => !claims.has(target.code) && isPartOf(target.form, form) && this.#aboveDiffers(target, area) === 0)
      .map((target) => this.candidate(target.code, Math.abs(target.form.length - form.length)))
      .sort((one, other) => one.letters - other.letters || (one.code < other.code ? -1 : 1))
      .slice(0, MOST_CANDIDATES)
  }

  #named(area: AreaNames, form: string): Named[] {
    if (form === '') return []
    return (this.#byForm.get(form) ?? []).filter((target) => this.#liesIn(target, area))
  }

  #liesIn(target: Named, area: AreaNames): boolean {
    const [parent, grandparent] = this.#formsAbove(area)
    return (
      (parent === '' || target.parentForms.includes(parent)) &&
      (grandparent === '' || target.grandparentForms.includes(grandparent))
    )
  }

  /** A city's bare name is near to the city too: files often leave out `Kota`. */
  #lettersOf(target: Named, form: string): number | null {
    const letters = misspelling(target.form, form)
    return letters === null && this.level === 'regency'
      ? misspelling(target.form.replace(/^KOTA/, ''), form.replace(/^KOTA/, ''))
      : letters
  }

  #aboveDiffers(target: Named, area: AreaNames): number | null {
    const [parent, grandparent] = this.#formsAbove(area)
    if (grandparent !== '' && !target.grandparentForms.includes(grandparent)) return null
    return parent === '' || target.parentForms.includes(parent) ? 0 : misspelling(parent, target.parentForms[0] ?? '')
  }

  #formsAbove(area: AreaNames): [string, string] {
    const [parent, grandparent] = PARENTS[this.level]
    return [parent ? sameForm(area.parent, parent) : '', grandparent ? sameForm(area.grandparent, grandparent) : '']
  }

  #reasonOf(area: AreaNames): Doubt {
    const [parent, grandparent] = this.#formsAbove(area)
    if (grandparent !== '' && !this.#all.some((target) => target.grandparentForms.includes(grandparent))) return 'elsewhere'
    if (parent !== '' && !this.#all.some((target) => target.parentForms.includes(parent))) {
      return this.level === 'district' ? 'elsewhere' : 'parent_unknown'
    }
    return 'unknown'
  }
}

const PARENTS: Record<Level, [Level?, Level?]> = {
  province: [],
  regency: ['province'],
  district: ['regency', 'province'],
  village: ['district', 'regency'],
}

function formsOf(name: string, level: Level | undefined, formerProvince: string | undefined): string[] {
  if (level === undefined) return []
  return [name, ...(level === 'province' && formerProvince ? [formerProvince] : [])].map((one) => sameForm(one, level))
}
