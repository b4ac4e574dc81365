import { isDataRow } from '#services/documents/heading'
import { columnAmong, openTable, problemIn } from '#services/documents/table'
import { pagesOf, readSigned, SIGNED_BYTES } from '#services/documents/signed_document'
import { fileContent, findFile, removeContents, sendFile, storeFile } from '#services/files'

/**
 * Private files of a module; their kinds begin with its name and a dot, so that they are gone where it is switched off.
 * `readSigned` judges an upload by its content before `store` keeps it; `send` gives it out after the caller has allowed it.
 */
export const files = {
  store: storeFile,
  find: findFile,
  content: fileContent,
  send: sendFile,
  /** Takes content away after the commit; the row stays and says what it was. */
  remove: removeContents,
  readSigned,
  pagesOf,
  /** Rows of a CSV file or of the first sheet of an XLSX workbook on the disk, read as a stream. */
  openTable,
  /** Column of it that bears one of the names, an earlier name before a later one; -1 where none does. */
  columnAmong,
  /** Whether its headings are a row of somebody's data, in a file of one column opened as `bare`. */
  isDataRow,
  /** Why a row of it cannot be taken, for who reads these columns of it. */
  problemIn,
  /** Largest signed paper that `readSigned` takes, in bytes. */
  signedBytes: SIGNED_BYTES,
} as const
