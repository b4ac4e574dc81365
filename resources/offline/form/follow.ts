import { groupOf, rowsOf } from '#verification/engine'
import type { RowGroup, Value } from '#verification/instrument'
import type { Editing, RowPath } from './editing.js'
import { addRow, removeRow } from './rows.js'

/**
 * What follows from an answer without any judgement: a person whose family number was changed moves to the family of that number, and
 * persons of a family that was renumbered get its new number. The next number begins a new family; one that came so and that nobody is in
 * any more goes again.
 */
export function follow(editing: Editing, path: RowPath, name: string, before: Value | undefined): void {
  const { instrument } = editing.module
  const group = groupOf(instrument, path.group)
  const row = editing.row(path)
  if (!row) return
  const parent = parentWithIdentity(editing, group, name)
  const value = row[name]
  if (group.parent && parent && value !== undefined) {
    const owners = rowsOf(editing.doc, parent.name)
    const found = owners.find((candidate) => candidate[name] === value)
    const next = found ?? (value === owners.length + 1 ? addRow(editing, parent.name, value) : undefined)
    if (!next) return
    if (!found) editing.made.add(next.key)
    const left = String(row[group.parent.field])
    row[group.parent.field] = next.key
    const isBare = Object.keys(editing.row({ group: parent.name, key: left }) ?? {}).every((field) =>
      ['key', name].includes(field),
    )
    if (left !== next.key && editing.made.has(left) && isBare) removeRow(editing, { group: parent.name, key: left })
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
