import type { Counter, Instrument } from '#verification/instrument'
import { checkLabel, type Fail } from './instrument.js'

/** The figures of a record: each counts and is held against what there is. */
export function checkCounters({ root, groups, summary }: Instrument, fail: Fail): void {
  for (const counter of summary.counters ?? []) {
    const what = `the figure "${counter.label.id}"`
    checkLabel(what, counter.label, fail)
    const group = groups.find(({ name }) => name === counter.group)
    if (counter.group ? !group : !counter.variables?.length) {
      fail(`${what} counts rows of no group and no variables of the root.`, 'Name a group, or variables.')
    }
    const counted = group ? (counter.variable ? [counter.variable] : []) : (counter.variables ?? [])
    for (const name of counted) {
      if ((group ?? root).variables.some((variable) => variable.name === name)) continue
      fail(`${what} counts ${(group ?? root).name}.${name}, which does not exist.`, 'Name a variable of that group.')
    }
    checkExpected(counter, what)
  }

  function checkExpected({ expects }: Counter, what: string) {
    if (expects && 'rows' in expects && !groups.some(({ name }) => name === expects.rows)) {
      fail(`${what} is held against rows of "${expects.rows}", which is no group.`, 'Name a group.')
    }
    if (expects && 'answer' in expects && !root.variables.some(({ name }) => name === expects.answer)) {
      fail(`${what} is held against ${root.name}.${expects.answer}, which does not exist.`, 'Name a variable of the root.')
    }
  }
}
