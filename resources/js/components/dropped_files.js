import { isLitter } from './picked_files.ts'

/** Files of a drop, those inside dropped folders too; what operating systems leave behind in folders is passed over. */
export async function filesOf(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean)
  if (!entries.some(({ isDirectory }) => isDirectory)) return [...transfer.files]
  const files = []
  for (const entry of entries) await collect(entry, files)
  return files
}

async function collect(entry, files) {
  if (isLitter(entry.name)) return
  if (entry.isFile) {
    files.push(await new Promise((resolve, reject) => entry.file(resolve, reject)))
    return
  }
  const reader = entry.createReader()
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject))
    if (!some.length) return
    for (const inner of some) await collect(inner, files)
  }
}
