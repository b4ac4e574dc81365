import { accepted, type FileState, type ImportFile } from './files.js'
import { ImportRefusal, reasonText } from './errors.js'

/** One file of an import as commands print it; counts are households, read = accepted + rejected + conflicts. */
export interface FileReport {
  id: string
  name: string
  size: number
  sha256: string
  state: FileState
  /** Why the file was refused, or why it waits, in words; absent otherwise. */
  reason?: string
  reason_code?: string
  device: string | null
  operator: string | null
  sequence: number | null
  read: number
  new: number
  changed: number
  same: number
  accepted: number
  rejected: number
  conflicts: number
  problems: number
}

export interface Refused {
  code: string
  message: string
}

/** Why a file was refused; null for one that was not. */
export function refusedFor(file: ImportFile, locale: 'id' | 'en' = 'id'): Refused | null {
  if (file.state !== 'refused' || !file.reasonCode) return null
  return { code: file.reasonCode, message: reasonText(file.reasonCode, file.reasonParams ?? {})[locale] }
}

/** @param waiting why a file that was to be applied still waits */
export function fileReport(file: ImportFile, waiting?: Refused): FileReport {
  const { id, name, sha256, state, device, operator, sequence, read, changed, same, rejected, conflicts, problems } = file
  const refused = refusedFor(file) ?? waiting ?? changedPreview(file)
  return {
    ...{ id, name, size: Number(file.size), sha256, state },
    ...(refused ? { reason: refused.message, reason_code: refused.code } : {}),
    ...{ device, operator, sequence, read, new: file.fresh, changed, same },
    ...{ accepted: accepted(file), rejected, conflicts, problems },
  }
}

/** A checked file whose result is no longer what was shown waits for a second look. */
function changedPreview(file: ImportFile): Refused | null {
  const note = file.state === 'checked' ? file.notes.find(({ code }) => code === 'changed_preview') : undefined
  if (!note) return null
  const { code, message } = new ImportRefusal('E_IMPORT_CHANGED', { count: note.count ?? 0 })
  return { code, message }
}

export interface Sums {
  read: number
  fresh: number
  changed: number
  same: number
  accepted: number
  rejected: number
  conflicts: number
}

/** The counts of several files together. */
export function sumsOf(files: readonly ImportFile[]): Sums {
  const sum = (count: (file: ImportFile) => number) => files.reduce((total, file) => total + count(file), 0)
  return {
    read: sum(({ read }) => read),
    fresh: sum(({ fresh }) => fresh),
    changed: sum(({ changed }) => changed),
    same: sum(({ same }) => same),
    accepted: sum(accepted),
    rejected: sum(({ rejected }) => rejected),
    conflicts: sum(({ conflicts }) => conflicts),
  }
}
