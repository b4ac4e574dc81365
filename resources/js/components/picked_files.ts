const LITTER = /^(?:\.|thumbs\.db$|desktop\.ini$|__macosx$)/i

interface PickedFile {
  /** Path of the file within the picked folder; empty where single files were picked. */
  webkitRelativePath: string
}

/** Whether a file or folder of this name is what operating systems leave behind in folders. */
export function isLitter(name: string): boolean {
  return LITTER.test(name)
}

/** Files of a file picker; of a picked folder without its litter. */
export function picked<F extends PickedFile>(files: Iterable<F>): F[] {
  return [...files].filter(({ webkitRelativePath: path }) => !path.split('/').some(isLitter))
}
