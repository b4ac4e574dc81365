import { groupOf, rowsOf } from '#verification/engine'
import type { RowGroup, Value } from '#verification/instrument'
import type { Editing, RowPath } from './editing.js'
import { addRow } from './rows.js'

/**
 * What follows from an answer without any judgement: a person whose family number was changed moves to the family of that number, and
 * persons of a family that was renumbered get its new number.
 */
export function follow(editing: Editing, path: RowPath, name: string, before: Value | undefined): void {
  const { instrument } = editing.module
  const group = groupOf(instrument, path.group)
  const row = editing.row(path)
  if (!row) return
  const parent = parentWithIdentity(editing, group, name)
  const value = row[name]
  if (group.parent && parent && value !== undefined) {
    const found = rowsOf(editing.doc, parent.name).find((candidate) => candidate[name] === value)
    const next = found ?? (value === rowsOf(editing.doc, parent.name).length + 1 ? addRow(editing, parent.name) : undefined)
    if (next) row[group.parent.field] = next.key
    return
  }
  if (group.identity !== name || value === undefined) return
  for (const child of instrument.groups) {
    if (child.parent?.group !== group.name || !child.variables.some((variable) => variable.name === name)) continue
    for (const member of rowsOf(editing.doc, child.name)) {
      if (member[child.parent.field] === path.key && (member[name] === before || member[name] === undefined)) member[name] = value
    }
  }
}

function parentWithIdentity(editing: Editing, group: RowGroup, name: string): RowGroup | undefined {
  const parent = group.parent && groupOf(editing.module.instrument, group.parent.group)
  return parent?.identity === name ? parent : undefined
}
