import type { SecretKind } from '#domain/mask'
import type { Tx } from '#services/scope'
import type { Locale } from '../message.js'
import { conflictId } from '../resolve.js'
import type { Place } from '../store/index.js'
import { openConflictsOf, type OpenConflict } from './conflicts.js'
import { lastChange } from './history.js'
import { RecordWords } from './record_words.js'
import { sourceFile, type RecordView } from './record_view.js'

/** One clash as the page shows it: both sides with who they are, and each field that differs. */
export interface ConflictView {
  fileId: string
  line: number
  file: { name: string; importId: string | null; device: string; operator: string | null }
  ours: { name: string | null; importId: string | null; device: string | null; operator: string | null }
  fields: ConflictField[]
}

export interface ConflictField {
  id: string
  label: string
  row: string
  base: string
  theirs: string
  ours: string
  secret?: SecretKind
}

/** Open clashes of a record, in the order in which the files came. */
export async function conflictsOf(tx: Tx, place: Place, view: RecordView, locale: Locale): Promise<ConflictView[]> {
  if (!view.row.conflict) return []
  const open = await openConflictsOf(tx, place, view.key)
  const editor = view.source ? null : await lastChange(tx, place, view.key)
  const ours = {
    ...{ name: view.source?.name ?? null, importId: view.source?.importId ?? null, device: view.source?.device ?? null },
    operator: view.source?.operator ?? editor?.actor ?? null,
  }
  const found: ConflictView[] = []
  for (const conflict of open) {
    const file = await sourceFile(tx, place, conflict.fileId)
    found.push({
      ...{ fileId: conflict.fileId, line: conflict.line, ours, fields: fieldsOf(place, conflict, view, locale) },
      file: { name: conflict.fileName, importId: file?.importId ?? null, device: conflict.device, operator: conflict.operator },
    })
  }
  return found
}

function fieldsOf({ module }: Place, conflict: OpenConflict, view: RecordView, locale: Locale): ConflictField[] {
  const words = new RecordWords(module, locale, conflict.theirs.doc, conflict.ours?.doc, view.base)
  return conflict.conflicts.map((clash) => {
    const secret = words.secret(clash)
    return {
      ...{ id: conflictId(clash), label: words.label(clash), row: words.row(clash) },
      ...{
        base: words.answer(clash, clash.base),
        theirs: words.answer(clash, clash.theirs),
        ours: words.answer(clash, clash.ours),
      },
      ...(secret ? { secret } : {}),
    }
  })
}
