import type { Inventor } from '#core/plugin'

/** Who lives in a household before anybody has a name. Relations and marital states carry the codes of the form. */
export interface Seated {
  /** Relation to the head of household and, within family `nuk`, to its head. */
  relation: number
  nuk: number
  familyRelation: number
  sex: 1 | 2
  age: number
  marital: number
}

const HEAD = 1
const SPOUSE = 2
const CHILD = 3
const IN_LAW = 4
const GRANDCHILD = 5
const PARENT = 6
const SINGLE = 1
const MARRIED = 2
const DIVORCED = 3
const WIDOWED = 4

type Kind = 'nuclear' | 'couple' | 'single_parent' | 'alone' | 'three_generations' | 'two_families'

const KINDS: readonly (readonly [Kind, number])[] = [
  ['nuclear', 56],
  ['three_generations', 14],
  ['single_parent', 9],
  ['two_families', 9],
  ['couple', 7],
  ['alone', 5],
]

/** A plausible household: ages, marital states and relations fit each other. Three to four persons on average. */
export function compose(chance: Inventor): Seated[] {
  const kind = chance.weighted(KINDS)
  switch (kind) {
    case 'alone':
      return [head(chance, chance.int(55, 84), WIDOWED)]
    case 'couple':
      return couple(chance, chance.int(45, 76))
    case 'single_parent':
      return singleParent(chance)
    case 'two_families':
      return twoFamilies(chance)
    case 'three_generations':
      return threeGenerations(chance)
    case 'nuclear':
      return nuclear(chance, chance.int(25, 58))
  }
}

function head(chance: Inventor, age: number, marital: number): Seated {
  const sex = marital === MARRIED || chance.happens(0.35) ? 1 : 2
  return { relation: HEAD, nuk: 1, familyRelation: HEAD, sex, age, marital }
}

function couple(chance: Inventor, age: number): Seated[] {
  const spouse = { relation: SPOUSE, nuk: 1, familyRelation: SPOUSE, sex: 2, marital: MARRIED } as const
  return [head(chance, age, MARRIED), { ...spouse, age: Math.max(18, age - chance.int(0, 6)) }]
}

function children(chance: Inventor, motherAge: number, count: number): Seated[] {
  const oldest = Math.min(motherAge - 18, 24)
  return Array.from({ length: oldest < 0 ? 0 : count }, () => ({
    ...{ relation: CHILD, nuk: 1, familyRelation: CHILD, marital: SINGLE },
    ...{ sex: chance.happens(0.5) ? (1 as const) : (2 as const), age: chance.int(0, oldest) },
  })).sort((a, b) => b.age - a.age)
}

function nuclear(chance: Inventor, age: number): Seated[] {
  const parents = couple(chance, age)
  const count = chance.weighted([
    [1, 32],
    [2, 42],
    [3, 19],
    [4, 7],
  ])
  return [...parents, ...children(chance, parents[1]!.age, count)]
}

function singleParent(chance: Inventor): Seated[] {
  const age = chance.int(30, 60)
  const marital = chance.happens(0.4) ? DIVORCED : WIDOWED
  return [{ ...head(chance, age, marital), sex: 2 }, ...children(chance, age, chance.int(1, 3))]
}

function threeGenerations(chance: Inventor): Seated[] {
  const household = nuclear(chance, chance.int(28, 55))
  const age = Math.min(household[0]!.age + chance.int(19, 30), 92)
  const grandparent = { relation: PARENT, nuk: 1, familyRelation: PARENT, age, marital: WIDOWED }
  return [...household, { ...grandparent, sex: chance.happens(0.3) ? 1 : 2 }]
}

function twoFamilies(chance: Inventor): Seated[] {
  const elders = couple(chance, chance.int(52, 70))
  const age = chance.int(22, Math.min(34, elders[1]!.age - 18))
  const son = { relation: CHILD, nuk: 2, familyRelation: HEAD, sex: 1, age, marital: MARRIED } as const
  const wifeAge = Math.max(18, age - chance.int(0, 4))
  const wife = { relation: IN_LAW, nuk: 2, familyRelation: SPOUSE, sex: 2, age: wifeAge, marital: MARRIED } as const
  const sexes = [1, 2] as const
  const grandchildren = Array.from({ length: chance.int(0, 2) }, () => ({
    ...{ relation: GRANDCHILD, nuk: 2, familyRelation: CHILD, marital: SINGLE },
    ...{ sex: chance.pick(sexes), age: chance.int(0, Math.min(wifeAge - 17, elders[0]!.age - 25)) },
  }))
  return [...elders, son, wife, ...grandchildren]
}
