import { idOf } from '../ids.js'
import type { Editing, RowPath } from '../form/editing.js'
import { remember } from './same.js'
import { app, go, openRecord, refreshed, session, t, tell } from './state.js'
import { nextOf } from './walk.js'

const idOfEdited = ({ module, doc }: Editing) => idOf(module.name, doc.key)

/** Keeps what was typed so far; it is not exported until it is saved. */
export function keepDraft(editing: Editing): void {
  if (!editing.touched) return
  editing.touched = false
  session().work.draft(editing.toDraft())
  refreshed(idOfEdited(editing))
}

/** Saves the household as finished, unless an answer cannot be read here or at the office: then the cursor goes there. */
export function save(editing: Editing, jump: (place: RowPath & { field: string }) => void): boolean {
  editing.settle()
  const [unreadable] = editing.unreadable()
  if (unreadable) return stop(t('record.unreadable'), unreadable, jump)
  const { doc, outcome, refused } = editing.judged()
  const [first] = refused
  if (first) return stop(first.reason[app.locale], { key: '', ...first }, jump)
  session().work.finish({ module: editing.module.name, kind: editing.kind, outcome, ...doc })
  void session().keeper.flush()
  editing.touched = false
  remember(doc)
  refreshed(idOfEdited(editing))
  return true
}

function stop(reason: string, place: RowPath & { field: string }, jump: (place: RowPath & { field: string }) => void): false {
  jump(place)
  app.notice = ''
  app.error = reason
  return false
}

/** Opens the next household of the list, after a proposal another one, after a returned one the next returned; at the end of the list, the list. */
export function goOn(editing: Editing): void {
  const next = editing.kind === 'new' && app.from !== 'returned' ? idOf(editing.module.name, '') : nextOf(idOfEdited(editing))
  if (next === null) return go(app.from)
  openRecord(next, app.from)
}

export function discard(editing: Editing): void {
  editing.touched = false
  session().work.discard(editing.module.name, editing.doc.key)
  refreshed(idOfEdited(editing))
  go(app.from)
  tell(t('record.discarded'))
}
