import { sameDoc } from '#verification/canonical'
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

/** Saves the household as finished, unless an answer cannot be read: then the cursor goes there. */
export function save(editing: Editing, jump: (place: RowPath & { field: string }) => void): boolean {
  const [unreadable] = Object.keys(editing.faults)
  if (unreadable !== undefined) {
    const [group = '', key = '', field = ''] = unreadable.split('/')
    jump({ group, key, field })
    app.notice = ''
    app.error = t('record.unreadable')
    return false
  }
  const doc = editing.finished()
  const outcome = editing.outcome || editing.impliedOutcome(!editing.base || !sameDoc(editing.base, doc))
  session().work.finish({ module: editing.module.name, kind: editing.kind, outcome, ...doc })
  void session().keeper.flush()
  editing.touched = false
  remember(doc)
  refreshed(idOfEdited(editing))
  return true
}

/** Opens the next household of the list, after a proposal another one; at the end of the list, the list. */
export function goOn(editing: Editing): void {
  const next = editing.kind === 'new' ? '' : nextOf(idOfEdited(editing))
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
